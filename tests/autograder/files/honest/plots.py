# odd: draws figures
# why: it changes no value
# rest: right
# %%
%matplotlib inline
import matplotlib.pyplot as plt

plt.plot([1, 2, 3])
plt.show()

# %% mean
def mean(values):
    plt.figure()
    plt.hist(values)
    return sum(values) / len(values)
