# odd: the locked cell with a helper is gone
# why: it is put back
# rest: right

