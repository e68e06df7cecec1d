"""Automatic differentiation of numbers, small enough to be read in one go.

A graph begins with values such as ``Value(3.0)``, or ``Value(3.0, name="x")`` to be drawn with a
name; operations make the others.

>>> x = Value(3.0)
>>> y = x.tanh()
>>> y.backward()
>>> round(x.grad, 6) == round(1 - y.data**2, 6)
True
"""

from nnlab.autodiff.drawing import draw
from nnlab.autodiff.engine import Value

__all__ = ["Value", "draw"]
