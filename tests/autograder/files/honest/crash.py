# odd: one answer crashes the interpreter
# why: that exercise alone is lost
# rest: right
# loses: initials_test 2
# %% initials
import os

os.abort()
