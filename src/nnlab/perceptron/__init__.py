"""The perceptron: threshold logic units, the rules that train them, and when those end.

>>> from nnlab.perceptron import ThresholdLogicUnit
>>> logical_and = ThresholdLogicUnit(weights=[1, 1], bias=-1.5)
>>> logical_and([[0, 0], [0, 1], [1, 0], [1, 1]])
array([0., 0., 0., 1.])
"""

from nnlab.perceptron.estimator import Perceptron
from nnlab.perceptron.rules import Step, hebb_rule, perceptron_rule, perceptron_steps
from nnlab.perceptron.separability import is_linearly_separable, mistake_bound
from nnlab.perceptron.unit import ThresholdLogicUnit

__all__ = [
    "Perceptron",
    "Step",
    "ThresholdLogicUnit",
    "hebb_rule",
    "is_linearly_separable",
    "mistake_bound",
    "perceptron_rule",
    "perceptron_steps",
]
