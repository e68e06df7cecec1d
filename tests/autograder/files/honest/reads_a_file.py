# odd: reads a file that it handed in
# why: files come along
# rest: right
# %%
divisor = int(open("data/divisor.txt").read())

# %% evens
def evens(numbers):
    return [n for n in numbers if n % divisor == 0]
