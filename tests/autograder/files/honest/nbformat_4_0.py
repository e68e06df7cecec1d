# odd: is of nbformat 4.0
# why: 4.0 to 4.5 are one format with small additions
# rest: right

