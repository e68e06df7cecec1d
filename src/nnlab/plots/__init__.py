"""Figures of the course: one file a kind of figure, one style for all.

Every function draws into ``ax`` (or makes a figure of its own) and returns the Axes, so that
pictures are put together by calling one function after another.

>>> from nnlab import plots
>>> ax = plots.data([[0, 0], [1, 1]], [0, 1])
>>> ax = plots.line([1.0, 1.0], -1.5, ax=ax)
"""

from nnlab.plots.convergence import mistake_bound, mistakes
from nnlab.plots.data import data, truth_table
from nnlab.plots.decision import decision_boundary, half_plane, line
from nnlab.plots.network import network
from nnlab.plots.neuron import biological_neuron, neuron
from nnlab.plots.spikes import spikes
from nnlab.plots.steps import step_function
from nnlab.plots.style import figure
from nnlab.plots.timeline import timeline

__all__ = [
    "biological_neuron",
    "data",
    "decision_boundary",
    "figure",
    "half_plane",
    "line",
    "mistake_bound",
    "mistakes",
    "network",
    "neuron",
    "spikes",
    "step_function",
    "timeline",
    "truth_table",
]
