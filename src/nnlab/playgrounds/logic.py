"""One neuron with two bits in: turn its weights and see which gate it is."""

import ipywidgets as widgets
import numpy as np

from nnlab import plots
from nnlab.activations import heaviside
from nnlab.perceptron import ThresholdLogicUnit
from nnlab.playgrounds.view import Message, Picture, slider
from nnlab.plots import style

BITS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
GATES = {
    "AND": np.array([0, 0, 0, 1]),
    "OR": np.array([0, 1, 1, 1]),
    "NAND": np.array([1, 1, 1, 0]),
    "XOR": np.array([0, 1, 1, 0]),
}


class LogicPlayground(widgets.VBox):
    """Three sliders, a goal, and the line they make.

    Examples
    --------
    >>> box = LogicPlayground()
    >>> box.gate.value = "OR"
    >>> box.right  # with weights (1, 0) and bias −0.5
    array([ True, False,  True,  True])
    """

    def __init__(self) -> None:
        self.picture, self.message = Picture(), Message()
        self.gate = widgets.ToggleButtons(
            options=list(GATES), description="goal", style={"button_width": "4.5rem"}
        )
        self.weight_1 = slider("w₁", 1.0, -2.0, 2.0, 0.5)
        self.weight_2 = slider("w₂", 0.0, -2.0, 2.0, 0.5)
        self.bias = slider("b", -0.5, -2.0, 2.0, 0.5)
        sliders = (self.weight_1, self.weight_2, self.bias)
        for control in (self.gate, *sliders):
            control.observe(self.message.guard(self._show), names="value")
        row = widgets.HBox([self.picture, widgets.VBox([*sliders, self.message])])
        super().__init__([self.gate, row])
        self._show()

    @property
    def outputs(self) -> np.ndarray:
        """What the neuron answers for the rows 00, 01, 10, 11."""
        weights = np.array([self.weight_1.value, self.weight_2.value])
        return ThresholdLogicUnit(weights, self.bias.value, heaviside)(BITS).astype(int)

    @property
    def right(self) -> np.ndarray:
        """Which rows agree with the goal."""
        return self.outputs == GATES[str(self.gate.value)]

    def _show(self, _: object = None) -> None:
        goal = GATES[str(self.gate.value)]
        weights = np.array([self.weight_1.value, self.weight_2.value])
        figure, ax = plots.figure(size=(3.4, 3.4), layout="none")
        figure.subplots_adjust(left=0.14, right=0.98, bottom=0.14, top=0.98)
        plots.truth_table(BITS, goal, ax=ax)
        neuron = ThresholdLogicUnit(weights, self.bias.value, heaviside)
        plots.half_plane(weights, self.bias.value, ax=ax)
        for point, right in zip(BITS, self.right, strict=True):
            if not right:
                ax.scatter(*point, s=700, facecolor="none", edgecolor=style.VERMILION, lw=2)
        rows = "".join(
            f"<tr><td>{a} {b}</td><td>{_signed(z)}</td><td>{out}</td><td>{want}</td></tr>"
            for (a, b), z, out, want in zip(
                BITS, neuron.decision_function(BITS), self.outputs, goal, strict=True
            )
        )
        self.message.say(
            "<table style='text-align: center; border-spacing: 1em 0.1em'>"
            f"<tr><th>x₁ x₂</th><th>z</th><th>neuron</th><th>{self.gate.value}</th></tr>{rows}"
            f"</table><b>{self.right.sum()} of 4 rows right.</b>"
        )
        alt = (
            f"Four points labelled by {self.gate.value}; the side where the neuron answers 1 is "
            f"tinted. {self.right.sum()} of 4 are right."
        )
        self.picture.draw(figure, alt)


def _signed(number: float) -> str:
    return f"{number:+.1f}".replace("-", "−")


def logic() -> LogicPlayground:
    """Return a playground in which one neuron is set to be a gate, by hand.

    Returns
    -------
    LogicPlayground
        A box to display.

    Examples
    --------
    >>> box = logic()
    >>> box.weight_2.value, box.bias.value = 1.0, -1.5
    >>> box.outputs
    array([0, 0, 0, 1])
    """
    return LogicPlayground()
