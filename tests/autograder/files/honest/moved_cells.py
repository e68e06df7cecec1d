# odd: the cells are in reverse order
# why: the instructor's order is restored
# rest: right

