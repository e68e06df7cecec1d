# tries: change the installed libraries
# look: yes
# not run elsewhere: the libraries were read-only
# never says: could write
# %%
import nnlab
import numpy

for module in (numpy, nnlab):
    try:
        with open(module.__file__, "a") as file:
            file.write("")
        print("could write", module.__file__)
    except OSError as error:
        print(error)
