"""Data of the course: small tables, Fashion-MNIST, and points in the plane.

Loaders return arrays in scikit-learn's order, ``X, y``; generators draw from the
:class:`numpy.random.Generator` that is passed in.

>>> from nnlab import datasets
>>> X, y = datasets.xor()
>>> y
array([0, 1, 1, 0])
"""

from nnlab.datasets.fashion import load_fashion_mnist
from nnlab.datasets.plane import make_blobs, make_circles, make_moons, make_spirals, xor
from nnlab.datasets.tables import load_digits, load_iris

__all__ = [
    "load_digits",
    "load_fashion_mnist",
    "load_iris",
    "make_blobs",
    "make_circles",
    "make_moons",
    "make_spirals",
    "xor",
]
