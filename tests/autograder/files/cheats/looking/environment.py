# tries: print the environment and the arguments
# look: no
# %%
import os
import sys

print(dict(os.environ), sys.argv, os.getcwd())
