"""Learning: compile, fit, evaluate, predict."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnlab import losses, metrics, optimizers
from nnlab.callbacks import Callback, CallbackList, EpochLines, History, ProgressBar
from nnlab.layers import Dense, Layer
from nnlab.metrics import names
from nnlab.models import data
from nnlab.models.means import Means
from nnlab.models.objective import Objective
from nnlab.models.steps import Steps

if TYPE_CHECKING:
    from nnlab.models.sequential import Sequential


class Trainable(Layer):
    """A layer that can be taught; what it is made of, the subclass says.

    Attributes
    ----------
    history : History or None
        What the last ``fit`` returned.
    stop_training : bool
        Whether a callback has asked for the end of the training.

    Examples
    --------
    >>> from nnlab import Sequential, layers
    >>> X = np.linspace(-1, 1, 50).reshape(-1, 1)
    >>> model = Sequential([layers.Dense(1)], seed=0)
    >>> model.compile(optimizers.SGD(0.1), loss="mse")
    >>> history = model.fit(X, 3 * X + 1, epochs=100, verbose=0)
    >>> [weight.round(3).ravel() for weight in model.get_weights()]
    [array([3.], dtype=float32), array([1.], dtype=float32)]
    """

    dtype: np.dtype
    layers: list[Layer]
    stop_training = False
    history: History | None = None
    _objective: Objective | None = None

    def compile(
        self,
        optimizer: str | type[optimizers.Optimizer] | optimizers.Optimizer = "rmsprop",
        loss: Any = None,
        metrics: str | metrics.Metric | Sequence[str | metrics.Metric] | None = None,
    ) -> None:
        """Say how the model learns.

        Parameters
        ----------
        optimizer : str, class or Optimizer, default "rmsprop"
            What moves the parameters.
        loss : str, class or loss
            What is minimized.
        metrics : str, callable or sequence of these, optional
            What is recorded beside it; ``"accuracy"`` finds its kind by the targets.

        Raises
        ------
        ValueError, TypeError
            If the optimizer or the loss is unknown, there is no loss, or something is no metric.
            A metric of unknown name shows in ``fit``, which knows the targets.
        """
        if loss is None:
            raise ValueError("Received no loss. Expected one, such as loss='mse'.")
        if isinstance(metrics, str) or callable(metrics):
            metrics = [metrics]
        self.optimizer = optimizers.get(optimizer)
        self.loss = losses.get(loss)
        self.metrics = list(metrics or [])
        self._metric_names = names(self.metrics)
        self._objective = Objective(self.loss, self)

    def fit(
        self,
        x: ArrayLike,
        y: ArrayLike,
        batch_size: int | None = 32,
        epochs: int = 1,
        verbose: str | int = "auto",
        callbacks: Callback | Sequence[Callback] | None = None,
        validation_split: float = 0.0,
        validation_data: tuple[ArrayLike, ArrayLike] | None = None,
        shuffle: bool = True,
    ) -> History:
        """Train, and return what happened by epoch.

        Parameters
        ----------
        x : array_like of shape (n_samples, ...)
            Inputs; converted batch by batch if they have another dtype than the model.
        y : array_like
            Targets: of the output's shape, or class numbers for a sparse loss.
        batch_size : int, default 32
            Samples a step; the last batch of an epoch may be smaller.
        epochs : int, default 1
            How often all samples are seen.
        verbose : {"auto", 0, 1, 2}
            Silent (0), a progress bar (1, "auto"), or a line an epoch (2).
        callbacks : Callback or sequence of Callback, optional
            What else happens meanwhile.
        validation_split : float in [0, 1), default 0
            The share of the last samples, before shuffling, that is held out.
        validation_data : tuple (x, y), optional
            Samples to validate on; comes before ``validation_split``.
        shuffle : bool, default True
            Whether each epoch has an order of its own.

        Raises
        ------
        ValueError, TypeError
            If the model is not compiled, a metric is unknown, or the data do not fit the model:
            shape, dtype, empty, not finite.
        """
        objective = self._compiled("fit")
        x, y = self._fitting(x, y)
        validation = None
        if validation_data is not None:
            if len(validation_data) != 2:
                raise ValueError(
                    f"Received validation_data of length {len(validation_data)}. Expected inputs "
                    "and targets: validation_data=(x, y)."
                )
            validation = self._fitting(*validation_data)
        elif validation_split:
            (x, y), validation = data.split(x, y, validation_split)
        batch_size = data.checked_batch_size(batch_size)
        epochs = data.checked_count("epochs", epochs)
        functions = self._metric_functions(y)

        if isinstance(callbacks, Callback):
            callbacks = [callbacks]
        self.history = History()
        bars: dict[str | int, list[Callback]] = {0: [], 2: [EpochLines()]}
        hooks = CallbackList(
            [*(callbacks or []), *bars.get(verbose, [ProgressBar()]), self.history]
        )
        hooks.set_model(cast("Sequential", self))
        steps = -(-len(x) // batch_size)
        hooks.set_params({"epochs": epochs, "steps": steps, "verbose": verbose})
        training = Steps(self, objective, self.optimizer, hooks, batch_size)
        self.stop_training = False
        logs: dict[str, float] = {}
        hooks.on_train_begin()
        for epoch in range(epochs):
            hooks.on_epoch_begin(epoch)
            order = self.rng.permutation(len(x)) if shuffle else None
            means = self._means(objective, functions)
            with training.epoch():
                for step, (x_batch, y_batch) in enumerate(
                    data.batches(x, y, batch_size, self.dtype, order)
                ):
                    outputs = self.forward(x_batch, training=True)
                    means.add(y_batch, outputs, objective.seen(outputs))
                    # The first step checks, and the last leaves gradients to be looked at.
                    training.take(y_batch, outputs, with_gradients=step in (0, steps - 1))
                    if hooks.watching_steps:
                        hooks.on_train_batch_end(step, means.logs())
                    if self.stop_training:
                        break
            logs = means.logs()
            if validation is not None:
                held_out = self._evaluate(*validation, functions, batch_size)
                logs |= {f"val_{name}": value for name, value in held_out.items()}
            hooks.on_epoch_end(epoch, logs)
            if self.stop_training:
                break
        hooks.on_train_end(logs)
        return self.history

    def evaluate(
        self,
        x: ArrayLike,
        y: ArrayLike,
        batch_size: int | None = 32,
        verbose: str | int = "auto",
        *,
        return_dict: bool = False,
    ) -> float | list[float] | dict[str, float]:
        """Return the mean loss and metrics on these samples; nothing learns.

        Parameters
        ----------
        x, y, batch_size
            As for :meth:`fit`.
        verbose : object
            Taken for Keras' sake; it is silent.
        return_dict : bool, default False
            Whether to return the values by name.

        Returns
        -------
        float, list of float or dict of float
            A list in the order loss, metrics; a bare number if there are no metrics.

        Raises
        ------
        ValueError, TypeError
            As for :meth:`fit`.
        """
        self._compiled("evaluate")
        x, y = self._fitting(x, y)
        size = data.checked_batch_size(batch_size)
        logs = self._evaluate(x, y, self._metric_functions(y), size)
        if return_dict:
            return logs
        values = list(logs.values())
        return values if self.metrics else values[0]

    def _evaluate(
        self, x: NDArray, y: NDArray, functions: dict[str, metrics.Metric], batch_size: int
    ) -> dict[str, float]:
        objective = self._compiled("evaluate")
        means = self._means(objective, functions)
        for x_batch, y_batch in data.batches(x, y, batch_size, self.dtype):
            outputs = self.forward(x_batch)
            means.add(y_batch, outputs, objective.seen(outputs))
        return means.logs()

    def predict(
        self, x: ArrayLike, batch_size: int | None = 32, verbose: str | int = "auto"
    ) -> NDArray:
        """Return the outputs for these inputs.

        Parameters
        ----------
        x : array_like of shape (n_samples, ...)
            Inputs.
        batch_size : int, default 32
            Samples that go forward together.
        verbose : object
            Taken for Keras' sake; it is silent.

        Raises
        ------
        ValueError, TypeError
            If the inputs do not fit the model: shape, dtype, empty, not finite.
        """
        x = data.checked_inputs(x, dtype=self.dtype)
        self.build(x.shape[1:])
        size = data.checked_batch_size(batch_size)
        parts = [
            self.forward(x[i : i + size].astype(self.dtype, copy=False))
            for i in range(0, len(x), size)
        ]
        return np.concatenate(parts)

    def _compiled(self, method: str) -> Objective:
        if self._objective is None:
            raise ValueError(
                f"Received a call of {method} on a model that is not compiled. Call "
                "model.compile(optimizer='sgd', loss='mse') first, so that it knows its loss."
            )
        return self._objective

    def _fitting(self, x: ArrayLike, y: ArrayLike) -> tuple[NDArray, NDArray]:
        x = data.checked_inputs(x, dtype=self.dtype)
        self.build(x.shape[1:])
        sparse = self._compiled("fit").sparse
        return x, data.checked_targets(y, len(x), self.output_shape, sparse, self.dtype)

    def _metric_functions(self, y: NDArray) -> dict[str, metrics.Metric]:
        return {
            name: metrics.get(metric, y, self.output_shape)
            for name, metric in zip(self._metric_names, self.metrics, strict=True)
        }

    def _means(self, objective: Objective, functions: dict[str, metrics.Metric]) -> Means:
        def measure(y: NDArray, outputs: NDArray, seen: NDArray) -> list[float]:
            loss = objective.value(y, seen) + self.penalty()
            return [loss, *(function(y, outputs) for function in functions.values())]

        # A penalty changes with each step, and a metric of the user's may be no mean over samples.
        together = not any(map(_is_priced, self.leaves())) and all(
            isinstance(metric, str) for metric in self.metrics
        )
        return Means(["loss", *functions], measure, together=together)


def _is_priced(leaf: Layer) -> bool:
    own = type(leaf).penalty not in (Layer.penalty, Dense.penalty)
    return own or getattr(leaf, "kernel_regularizer", None) is not None
