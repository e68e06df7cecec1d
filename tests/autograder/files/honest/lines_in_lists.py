# odd: keeps its source as lists of lines, as Jupyter writes it
# why: it is the same source
# rest: right

