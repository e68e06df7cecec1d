# odd: was written in VS Code
# why: it changes no value
# rest: right

