# odd: comes with checkpoints, a cache and a second notebook
# why: only the notebook of this name counts
# rest: right

