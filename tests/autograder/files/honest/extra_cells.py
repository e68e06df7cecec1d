# odd: has cells of its own, among them one that fails
# why: a cell of one's own costs nothing
# rest: right
# %%
x = 3

# %% [markdown]
Some **notes**.

# %%
1 / 0

# %%
raise SystemExit
