# tries: print one line of five megabytes
# look: no
# %%
print("x" * 5_000_000)
