"""Libraries that are used for the first time by the warm server, and not again by every fork.

At their first call they look for plugins and fill tables, and CPython adapts their code: in a fork
all that is done on pages that must be copied first. A library that may start threads has no place
here: a fork would miss them.
"""

import contextlib
import importlib
import sys
import warnings
from functools import cache

_TIMES = 10  # CPython adapts a function at its eighth call


def use_loaded() -> None:
    """Use what is imported by now, unless it was used before."""
    if "sklearn.linear_model" in sys.modules:
        _linear_model()


@cache
def _linear_model() -> None:
    """Fit and predict: leaves no warning behind, and NumPy's global generator as it is."""
    with contextlib.suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        estimator = importlib.import_module("sklearn.linear_model").Perceptron(random_state=0)
        for _ in range(_TIMES):
            estimator.fit([[0.0], [1.0]], [0, 1]).predict([[0.0]])
