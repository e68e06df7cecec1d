# odd: the cells with the tests are gone
# why: they are put back
# rest: right

