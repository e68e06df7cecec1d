"""The two ways of a training step: the readable one, and a faster one with the same end.

The gradient of a single sample is as large as the kernel and as much work to write down as all the
rest of the step. Where it is needed for nothing but the plain step
:math:`W \\leftarrow W - \\eta\\, dW`, the layers take that on their way back
(:mod:`nnlab.layers.descent`).
"""

from contextlib import AbstractContextManager, nullcontext

from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from nnlab.callbacks import CallbackList, ProgressBar
from nnlab.layers import Dense, Layer
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
        self.learning = [leaf for leaf in model.leaves() if isinstance(leaf, Dense)]
        self.batch_size = batch_size
        self.plain = (
            batch_size == 1
            and type(optimizer) is SGD
            and not optimizer.momentum
            and optimizer.clipnorm is optimizer.clipvalue is optimizer.global_clipnorm is None
            and all(type(leaf) is Dense for leaf in model.leaves() if leaf.params)
            and all(leaf.kernel_regularizer is None for leaf in self.learning)
            and all(param.dtype in ("f4", "f8") for param in self.params)
            and all(isinstance(c, ProgressBar) for c in hooks.watching_steps)
        )

    def threads(self) -> AbstractContextManager[object]:
        """Return what keeps the products of single samples, too small to share, on one core."""
        return threadpool_limits(1, "blas") if self.batch_size == 1 else nullcontext()

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
            for leaf in self.learning:
                leaf.descent_rate = self.optimizer.learning_rate
            try:
                self.objective.backward(y, outputs)
            finally:
                for leaf in self.learning:
                    leaf.descent_rate = None
            self.optimizer.iterations += 1
        else:
            self.objective.backward(y, outputs)
            self.optimizer.apply(self.grads, self.params)
