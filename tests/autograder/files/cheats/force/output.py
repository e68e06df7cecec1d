# tries: print without end
# look: no
# not run elsewhere: it would hurt the machine
# %%
while True:
    print("x" * 1000)
