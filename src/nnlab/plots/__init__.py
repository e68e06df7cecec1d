"""Figures of the course: one file a kind of figure, one style for all.

Every function draws into ``ax`` (or makes a figure of its own) and returns the Axes, so that
pictures are put together by calling one function after another. Those that draw a panel a layer or
a panel an image make a figure of their own and return an array of Axes.

>>> from nnlab import plots
>>> ax = plots.data([[0, 0], [1, 1]], [0, 1])
>>> ax = plots.line([1.0, 1.0], -1.5, ax=ax)
"""

from nnlab.plots.activation import activation
from nnlab.plots.confusion import confusion_matrix
from nnlab.plots.convergence import mistake_bound, mistakes
from nnlab.plots.data import data, truth_table
from nnlab.plots.decision import decision_boundary, half_plane, line
from nnlab.plots.gradient_norms import gradient_norms
from nnlab.plots.histograms import activation_histograms, weight_histograms
from nnlab.plots.images import images
from nnlab.plots.learning_curves import learning_curves
from nnlab.plots.network import network
from nnlab.plots.neuron import biological_neuron, neuron
from nnlab.plots.optimizer_paths import optimizer_paths
from nnlab.plots.spikes import spikes
from nnlab.plots.steps import step_function
from nnlab.plots.style import figure
from nnlab.plots.timeline import timeline

__all__ = [
    "activation",
    "activation_histograms",
    "biological_neuron",
    "confusion_matrix",
    "data",
    "decision_boundary",
    "figure",
    "gradient_norms",
    "half_plane",
    "images",
    "learning_curves",
    "line",
    "mistake_bound",
    "mistakes",
    "network",
    "neuron",
    "optimizer_paths",
    "spikes",
    "step_function",
    "timeline",
    "truth_table",
    "weight_histograms",
]
