"""Things to play with in a notebook: each function returns a box of controls and a picture.

What a playground knows is a plain object that can be used, and tested, without any widgets; the
box only shows it.
"""

from nnlab.playgrounds.logic import logic
from nnlab.playgrounds.perceptron import perceptron
from nnlab.playgrounds.spiking_neuron import spiking_neuron

__all__ = ["logic", "perceptron", "spiking_neuron"]
