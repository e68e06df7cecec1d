# odd: asks for input in a cell of its own
# why: nobody answers, and that costs this cell alone
# rest: right
# %%
name = input("Your name? ")
