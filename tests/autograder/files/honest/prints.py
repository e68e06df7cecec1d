# odd: prints in its functions and between them
# why: what is printed is no value
# rest: right
# %% mean
def mean(values):
    print("values:", values)
    print("4\n" * 100)
    return sum(values) / len(values)

# %%
print(mean([1, 2]))
