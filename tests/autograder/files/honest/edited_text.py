# odd: the statements were edited
# why: it changes no value
# rest: right

