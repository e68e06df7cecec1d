# odd: a test and an answer are there twice
# why: each counts once
# rest: right

