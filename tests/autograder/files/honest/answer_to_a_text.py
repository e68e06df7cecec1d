# odd: answers the question for a person
# why: its points are a person's to give
# rest: right
# %% [markdown] words
Because there is nothing to divide by.
