# odd: calls variables list, sum and max in a cell of its own, and answers without them
# why: the tests have their own
# rest: right
# %%
list = [1, 2]
max = 3

# %% initials
def initials(name):
    return "".join(word[0] for word in name.split())
