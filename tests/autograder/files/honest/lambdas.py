# odd: answers with lambdas
# why: it changes no value
# rest: right
# %% mean
mean = lambda values: sum(values) / len(values)

# %% initials
initials = lambda name: "".join(w[0] for w in name.split())
