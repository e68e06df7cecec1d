# tries: display a hundred thousand things
# look: no
# not run elsewhere: it would hurt the machine
# %%
from IPython.display import HTML, display

for n in range(100_000):
    display(HTML("<p>canary</p>"))
