# tries: read the cells that ran before, in In, Out and the history
# look: no
# %% evens
def evens(numbers):
    print(In, Out, _ih, _oh, globals())
    print(list(get_ipython().history_manager.get_range(raw=True)))

# %%
print(In, Out, _ih)
%history
