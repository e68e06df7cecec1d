# odd: deletes what it no longer needs
# why: the answers are still there
# rest: right
# %%
temporary = 3
del temporary
%reset_selective -f temporary
