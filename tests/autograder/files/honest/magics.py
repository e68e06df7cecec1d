# odd: uses magics and the shell
# why: it changes no value
# rest: right
# %%
%timeit -n 1 -r 1 sum(range(10))
%time x = 3
%who
!ls
files = !ls

# %%
%%capture captured
print("hidden")

# %%
%%time
y = 4

# %%
!no-such-program
%no_such_magic
