"""Automatic differentiation of numbers, small enough to be read in one go.

>>> x = Value(3.0)
>>> y = x.tanh()
>>> y.backward()
>>> round(x.grad, 6) == round(1 - y.data**2, 6)
True
"""

from nnlab.autodiff.drawing import draw
from nnlab.autodiff.engine import Value

__all__ = ["Value", "draw"]
