# odd: was written in Colab
# why: it changes no value
# rest: right

