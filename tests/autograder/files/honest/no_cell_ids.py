# odd: has no cell ids, nbformat 4.4
# why: ids are not needed
# rest: right

