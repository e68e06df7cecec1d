"""Foundations of neural networks: reference implementations, checks, plots, playgrounds.

Importing :mod:`nnlab` imports NumPy alone; each submodule is loaded when it is first named.

>>> import nnlab
>>> nnlab.activations.heaviside(0.0)
np.float64(1.0)
"""

import importlib
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy  # noqa: F401  NumPy is the one thing that every submodule needs

if TYPE_CHECKING:  # what an editor completes
    from nnlab import (
        activations,
        autodiff,
        callbacks,
        checks,
        datasets,
        exercises,
        gradcheck,
        initializers,
        layers,
        losses,
        metrics,
        models,
        optimizers,
        perceptron,
        playgrounds,
        plots,
        regularizers,
        surfaces,
    )
    from nnlab.exercises import check
    from nnlab.layers import Input
    from nnlab.models import Sequential
    from nnlab.quizzes import quiz

__version__ = "0.1.0"

_SHORTCUTS = {
    "Input": "nnlab.layers",
    "Sequential": "nnlab.models",
    "check": "nnlab.exercises",
    "quiz": "nnlab.quizzes",
}
__all__ = [
    "Input",
    "Sequential",
    "activations",
    "autodiff",
    "callbacks",
    "check",
    "checks",
    "datasets",
    "exercises",
    "gradcheck",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "perceptron",
    "playgrounds",
    "plots",
    "quiz",
    "regularizers",
    "surfaces",
]


def __getattr__(name: str) -> ModuleType | Any:
    if name in _SHORTCUTS:
        return getattr(importlib.import_module(_SHORTCUTS[name]), name)
    if name in __all__:
        return importlib.import_module(f"nnlab.{name}")
    raise AttributeError(f"module 'nnlab' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
