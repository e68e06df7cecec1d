# odd: has no kernel and no language
# why: both are the assignment's
# rest: right

