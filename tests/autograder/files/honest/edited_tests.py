# odd: the tests were played with
# why: they are restored
# rest: right

