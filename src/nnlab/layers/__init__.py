"""Layers: the parts of a network, each with its way forward and its way back.

>>> import numpy as np
>>> layer = Dense(1, kernel_initializer="ones")
>>> layer(np.array([[1.0, 2.0]]))
array([[3.]])
"""

from nnlab.layers.activation import Activation
from nnlab.layers.alpha_dropout import AlphaDropout
from nnlab.layers.dense import Dense
from nnlab.layers.dropout import Dropout
from nnlab.layers.flatten import Flatten
from nnlab.layers.input import Input
from nnlab.layers.layer import Layer

__all__ = ["Activation", "AlphaDropout", "Dense", "Dropout", "Flatten", "Input", "Layer"]
