# odd: nothing
# why: right answers get all points
# rest: right

