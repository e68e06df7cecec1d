# tries: call nnlab's own function
# look: yes
# %% heaviside
from nnlab import activations

def heaviside(z):
    return activations.heaviside(z)
