"""The perceptron rule, one point at a time: watch the line turn and count the mistakes."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.ticker import MaxNLocator

from nnlab import plots
from nnlab.playgrounds.training import Training
from nnlab.playgrounds.view import Message, Picture, button, slider
from nnlab.plots import style


class PerceptronPlayground(widgets.VBox):
    """The controls and the picture of a :class:`~nnlab.playgrounds.training.Training`.

    Parameters
    ----------
    training : Training
        What the buttons move; it may be moved and read from outside as well.

    Examples
    --------
    >>> box = PerceptronPlayground(Training(seed=3))
    >>> box.buttons["Step"].click()
    >>> box.training.last.index
    0
    """

    def __init__(self, training: Training) -> None:
        self.training = training
        self.picture, self.message = Picture(), Message()
        self.buttons = {
            name: button(name, tooltip, self.message.guard(self._then_show(action)))
            for name, tooltip, action in (
                ("Step", "look at one point", training.step),
                ("Epoch", "look at every point once", training.run_epoch),
                ("To the end", "until a whole epoch makes no mistake", training.run),
                ("Reset", "all weights zero, same points", training.reset),
                ("New points", "other points, another line", training.new_points),
            )
        }
        self.margin = slider("margin", training.margin, 0.02, 0.4, 0.02)
        self.n_samples = slider("points", training.n_samples, 10, 100, 5)
        self.eta0 = slider("learning rate η", training.eta0, 0.1, 2.0, 0.1)
        for control in (self.margin, self.n_samples, self.eta0):
            control.observe(self.message.guard(self._changed), names="value")
        rows = ((*self.buttons.values(),), (self.margin, self.n_samples, self.eta0))
        wrap = widgets.Layout(flex_flow="row wrap")
        super().__init__(
            [*(widgets.HBox(row, layout=wrap) for row in rows), self.picture, self.message]
        )
        self._scene = _Scene(training)
        self._show()

    def _then_show(self, action: Callable[[], None]) -> Callable[[widgets.Button], None]:
        def clicked(_: widgets.Button) -> None:
            action()
            self._show()

        return clicked

    def _changed(self, change: dict[str, Any]) -> None:
        training = self.training
        if change["owner"] is self.eta0:
            training.eta0 = self.eta0.value
            training.reset()
        else:
            training.margin, training.n_samples = self.margin.value, self.n_samples.value
            training.draw_points()
        self._show()

    def _show(self) -> None:
        training = self.training
        if self._scene.X is not training.X:
            self._scene = _Scene(training)
        for name in ("Step", "Epoch", "To the end"):
            self.buttons[name].disabled = training.finished
        alt = (
            f"{len(training.X)} points of two classes and the neuron's line; "
            f"{training.mistakes} mistakes so far, at most {training.bound:.0f} possible."
        )
        self.picture.show(self._scene.paint(training), alt)
        self.message.say(_tell(training))


def perceptron(seed: int = 0) -> PerceptronPlayground:
    """Return a playground of the perceptron rule.

    Parameters
    ----------
    seed : int
        Where its points come from.

    Returns
    -------
    PerceptronPlayground
        A box to display.

    Examples
    --------
    >>> box = perceptron(seed=3)
    >>> box.buttons["To the end"].click()
    >>> box.training.finished
    True
    """
    return PerceptronPlayground(Training(seed=seed))


class _Scene:
    """What stays while the line turns is drawn once; only what moves is painted at each step."""

    def __init__(self, training: Training) -> None:
        self.X = training.X
        figure, (self.plane, self.bar) = plots.figure(
            ncols=2, size=(6.6, 4.4), width_ratios=(4.6, 1), layout="none"
        )
        figure.subplots_adjust(left=0.08, right=0.98, bottom=0.11, top=0.91, wspace=0.35)
        plots.data(training.X, training.y, ax=self.plane)
        self.plane.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False)
        self.plane.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), aspect="equal")
        self.bar.axhline(training.bound, color=style.BLACK, ls="--", lw=1.4)
        self.bar.set(
            title=rf"$(R/\gamma)^2 = {training.bound:.0f}$",
            ylabel="mistakes",
            xlim=(-0.6, 0.6),
            ylim=(0, 1.08 * training.bound),
            xticks=(),
        )
        self.bar.yaxis.set_major_locator(MaxNLocator(integer=True))
        plt.close(figure)
        self.canvas = FigureCanvasAgg(figure)
        self.canvas.draw()
        self.background = self.canvas.copy_from_bbox(figure.bbox)

    def paint(self, training: Training) -> np.ndarray:
        """Return the picture as pixels, of shape (height, width, 4)."""
        self.canvas.restore_region(self.background)
        before = set(self._artists())
        plots.line(training.weights, training.bias, ax=self.plane)
        if training.last is not None:
            color = style.VERMILION if training.last.mistake else style.BLACK
            x, y = training.X[training.last.index]
            self.plane.scatter(x, y, s=210, facecolor="none", edgecolor=color, linewidth=2)
        self.bar.bar(0, training.mistakes, width=0.6, fc=style.VERMILION, ec=style.BLACK)
        self.bar.text(0, training.mistakes, f"{training.mistakes}", ha="center", va="bottom")
        for artist, ax in self._artists().items():
            if artist not in before:
                ax.draw_artist(artist)
                artist.remove()
        return np.asarray(self.canvas.buffer_rgba())

    def _artists(self) -> dict[Any, Axes]:
        return {
            artist: ax
            for ax in (self.plane, self.bar)
            for artist in (*ax.lines, *ax.collections, *ax.patches, *ax.texts)
        }


def _tell(training: Training) -> str:
    last = training.last
    if last is None:
        return "All weights are zero: no line yet. Press <b>Step</b>."
    truth = int(training.y[last.index])
    told = f"Epoch {last.epoch + 1}: a point of class {truth}, the neuron says {last.prediction}. "
    if last.mistake:
        verb = "added to" if truth == 1 else "taken from"
        told += f"<b>Mistake</b>: η times the point is {verb} the weights."
    else:
        told += "Right: nothing moves."
    first, second = training.weights
    told += f" Now w = ({first:.2f}, {second:.2f}), b = {training.bias:.2f}.".replace("-", "−")
    if training.finished:
        told += (
            f"<br><b>Done:</b> an epoch without a mistake, after {training.mistakes} mistakes. "
            f"The theorem allowed {training.bound:.0f}."
        )
    return told
