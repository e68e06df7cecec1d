"""The perceptron rule, one point at a time: watch the line turn and count the mistakes."""

from collections.abc import Callable, Iterator

import ipywidgets as widgets
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from sklearn.svm import SVC

from nnlab import plots
from nnlab.datasets import make_blobs
from nnlab.perceptron import Step, mistake_bound, perceptron_steps
from nnlab.playgrounds.view import Message, Picture, button, slider
from nnlab.plots import style

_MAX_EPOCHS = 10_000


class Training:
    """A run of the perceptron rule that can be taken step by step and begun again.

    Parameters
    ----------
    n_samples : int
        Number of points.
    margin : float
        No point is nearer than this to the true line.
    eta0 : float
        The learning rate.
    seed : int
        Where the points come from.

    Attributes
    ----------
    X, y : ndarray of shape (n_samples, 2) and (n_samples,)
        The points and their classes, 0 or 1.
    weights, bias : ndarray of shape (2,) and float
        What the neuron has learnt so far.
    last : Step or None
        The step just taken.
    mistakes : int
        Mistakes so far.
    bound : float
        (R/γ)² of these points, for the widest margin that a line can have.

    Examples
    --------
    >>> training = Training(n_samples=20, margin=0.5, seed=1)
    >>> training.run()
    >>> training.finished and training.mistakes <= training.bound
    True
    """

    def __init__(
        self, n_samples: int = 30, margin: float = 0.3, eta0: float = 1.0, seed: int = 0
    ) -> None:
        self.n_samples, self.margin, self.eta0 = n_samples, margin, eta0
        self._seed, self._draw = seed, 0
        self.draw_points()

    def draw_points(self) -> None:
        """Make the points of the present draw, and begin again."""
        rng = np.random.default_rng([self._seed, self._draw])
        self.X, self.y = make_blobs(self.n_samples, margin=self.margin, rng=rng)
        self.bound = mistake_bound(self.X, self.y, *_widest_line(self.X, self.y))
        self.reset()

    def new_points(self) -> None:
        """Draw other points, and begin again."""
        self._draw += 1
        self.draw_points()

    def reset(self) -> None:
        """Begin again on the same points, with all weights zero."""
        self.weights, self.bias = np.zeros(2), 0.0
        self.last: Step | None = None
        self.mistakes = 0
        self._steps: Iterator[Step] = perceptron_steps(
            self.X, self.y, eta0=self.eta0, max_iter=_MAX_EPOCHS
        )
        self._next = next(self._steps, None)

    @property
    def finished(self) -> bool:
        """Whether a whole epoch has passed without a mistake."""
        return self._next is None

    def step(self) -> None:
        """Look at the next point; when finished, do nothing."""
        if self._next is None:
            return
        self.last = self._next
        self.weights, self.bias = self.last.weights, self.last.bias
        self.mistakes += bool(self.last.mistake)
        self._next = next(self._steps, None)

    def run_epoch(self) -> None:
        """Look at the points that are left in this epoch, at a whole epoch when none is."""
        if self._next is None:
            return
        epoch = self._next.epoch
        while self._next is not None and self._next.epoch == epoch:
            self.step()

    def run(self) -> None:
        """Go on until a whole epoch makes no mistake."""
        while not self.finished:
            self.step()


class PerceptronPlayground(widgets.VBox):
    """The controls and the picture of a :class:`Training`."""

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
        self.margin = slider("margin", training.margin, 0.05, 1.0, 0.05)
        self.n_samples = slider("points", training.n_samples, 10, 100, 5)
        self.eta0 = slider("learning rate η", training.eta0, 0.1, 2.0, 0.1)
        for control in (self.margin, self.n_samples, self.eta0):
            control.observe(self.message.guard(self._changed), names="value")
        rows = ((*self.buttons.values(),), (self.margin, self.n_samples, self.eta0))
        wrap = widgets.Layout(flex_flow="row wrap")
        super().__init__(
            [*(widgets.HBox(row, layout=wrap) for row in rows), self.picture, self.message]
        )
        self._show()

    def _then_show(self, action: Callable[[], None]) -> Callable[[widgets.Button], None]:
        def clicked(_: widgets.Button) -> None:
            action()
            self._show()

        return clicked

    def _changed(self, change: dict) -> None:
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
        self.buttons["Step"].disabled = training.finished
        self.buttons["Epoch"].disabled = training.finished
        self.buttons["To the end"].disabled = training.finished
        alt = (
            f"{training.n_samples} points of two classes and the neuron's line; "
            f"{training.mistakes} mistakes so far, at most {training.bound:.0f} possible."
        )
        self.picture.draw(_draw(training), alt)
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


def _widest_line(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Return weights and bias whose unit-length (w, b) separates with the widest margin."""
    # A support vector machine leaves its intercept out of the length. Here the bias is a weight
    # on a column of ones, and each point's mirror image keeps the intercept itself at zero.
    signs = np.where(y == 1, 1.0, -1.0)
    rows = np.column_stack([X, np.ones(len(X))]) * signs[:, np.newaxis]
    mirrored = np.concatenate([rows, -rows])
    machine = SVC(kernel="linear", C=1e9, tol=1e-6)
    machine.fit(mirrored, np.repeat([1, 0], len(rows)))
    first, second, bias = machine.coef_[0]
    return np.array([first, second]), float(bias)


def _draw(training: Training) -> Figure:
    # A fixed layout: the picture stands still from step to step, and is drawn in half the time.
    figure, (plane, bar) = plots.figure(
        ncols=2, size=(6.6, 4.4), width_ratios=(4.6, 1), layout="none"
    )
    figure.subplots_adjust(left=0.08, right=0.98, bottom=0.11, top=0.91, wspace=0.35)
    plots.data(training.X, training.y, ax=plane)
    plane.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False)
    reach = 1.1 * np.abs(training.X).max()
    plane.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    plots.line(training.weights, training.bias, ax=plane)
    if training.last is not None:
        color = style.VERMILION if training.last.mistake else style.BLACK
        point = training.X[training.last.index]
        plane.scatter(*point, s=210, facecolor="none", edgecolor=color, linewidth=2, zorder=4)
    bar.bar(0, training.mistakes, width=0.6, color=style.VERMILION, edgecolor=style.BLACK)
    bar.text(0, training.mistakes, f"{training.mistakes}", ha="center", va="bottom")
    bar.axhline(training.bound, color=style.BLACK, ls="--", lw=1.4)
    bar.set(
        title=rf"$(R/\gamma)^2 = {training.bound:.0f}$",
        ylabel="mistakes",
        xlim=(-0.6, 0.6),
        ylim=(0, 1.08 * training.bound),
        xticks=(),
    )
    bar.yaxis.set_major_locator(MaxNLocator(integer=True))
    return figure


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
