# odd: has a byte-order mark and Windows' ends of lines
# why: it is the same source
# rest: right

