"""The two ways of a training step: the readable one, and a faster one with the same end.

A gradient is as large as the kernel: to write it down and to read it again takes as long as to
compute it. Where it is needed for nothing but the plain step
:math:`W \\leftarrow W - \\eta\\, dW`, the layers take that on their way back
(:mod:`nnlab.layers.descent`).
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from nnlab.callbacks import CallbackList, ProgressBar
from nnlab.layers import Dense, Layer
from nnlab.layers.descent import Descent
from nnlab.models.objective import Objective
from nnlab.optimizers import SGD, Optimizer


class Steps:
    """Takes a model's steps.

    Parameters
    ----------
    model : Layer
        Has just gone forward when a step is taken.
    objective : Objective
        Goes back from its loss.
    optimizer : Optimizer
        Moves its parameters.
    hooks : CallbackList
        Those that look at each step want to see gradients.
    batch_size : int
        Samples a step.

    Examples
    --------
    >>> import numpy as np
    >>> from nnlab import losses
    >>> layer = Dense(1, kernel_initializer="zeros")
    >>> y, out = np.array([[1.0]]), layer(np.array([[1.0, 2.0]]))
    >>> objective = Objective(losses.MeanSquaredError(), layer)
    >>> steps = Steps(layer, objective, SGD(0.5), CallbackList([]), batch_size=1)
    >>> steps.take(y, out, with_gradients=True)
    >>> layer.params["bias"]
    array([1.])
    """

    def __init__(
        self,
        model: Layer,
        objective: Objective,
        optimizer: Optimizer,
        hooks: CallbackList,
        batch_size: int,
    ) -> None:
        self.objective = objective
        self.optimizer = optimizer
        self.grads = list(model.grads.values())
        self.params = list(model.params.values())
        learning = [leaf for leaf in model.leaves() if isinstance(leaf, Dense)]
        self.batch_size = batch_size
        self.plain = (
            type(optimizer) is SGD
            and not optimizer.momentum
            and optimizer.clipnorm is optimizer.clipvalue is optimizer.global_clipnorm is None
            and all(type(leaf) is Dense for leaf in model.leaves() if leaf.params)
            and all(leaf.kernel_regularizer is None for leaf in learning)
            and all(param.dtype in ("f4", "f8") for param in self.params)
            and all(isinstance(c, ProgressBar) for c in hooks.watching_steps)
        )
        self.descents = {
            leaf: Descent(leaf.params["kernel"], room=leaf.grads["kernel"])
            for leaf in learning
            if self.plain
        }

    @contextmanager
    def epoch(self) -> Iterator[None]:
        """Prepare for steps, and leave all parameters up to date however they end."""
        # Products of single samples are too small to share between cores.
        one = threadpool_limits(1, "blas") if self.batch_size == 1 else nullcontext()
        with one:
            try:
                yield
            finally:
                self._readable()

    def take(self, y: NDArray, outputs: NDArray, *, with_gradients: bool) -> None:
        """Go back and step.

        Parameters
        ----------
        y, outputs : ndarray
            Targets and outputs of the batch that has just gone forward.
        with_gradients : bool
            Whether to leave the gradients in the layers, which takes longer.
        """
        if self.plain and not with_gradients:
            learning_rate = self.optimizer.learning_rate
            for layer, descent in self.descents.items():
                layer.descent, descent.learning_rate = descent, learning_rate
            self.objective.backward(y, outputs)
            self.optimizer.iterations += 1
        else:
            self._readable()
            self.objective.backward(y, outputs)
            self.optimizer.apply(self.grads, self.params)

    def _readable(self) -> None:
        for layer, descent in self.descents.items():
            descent.finish()
            layer.descent = None
