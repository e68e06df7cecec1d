# tries: bind nnlab's own function to the name
# look: yes
# %% heaviside
from nnlab.activations import heaviside
