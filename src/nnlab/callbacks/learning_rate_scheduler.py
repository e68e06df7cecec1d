"""A learning rate that changes by epoch."""

from collections.abc import Callable

from nnlab.callbacks.callback import Callback, Logs


class LearningRateScheduler(Callback):
    """Set the rate before each epoch to ``schedule(epoch, learning_rate)``.

    For a rate that changes at every step, give the optimizer a schedule of
    :mod:`nnlab.optimizers.schedules`. The rate is added to the logs as ``"learning_rate"``.

    Parameters
    ----------
    schedule : callable
        Takes the epoch, from 0, and, if it likes, the rate so far; returns the new rate.

    Raises
    ------
    TypeError, ValueError
        In training, if the optimizer follows a schedule of its own, or the new rate is no rate.

    Examples
    --------
    >>> import numpy as np
    >>> from nnlab import Sequential, layers, optimizers
    >>> model = Sequential([layers.Dense(1)], seed=0)
    >>> model.compile(optimizers.SGD(0.1), "mse")
    >>> halve = LearningRateScheduler(lambda epoch, rate: rate / 2 if epoch else rate)
    >>> X, y = np.ones((8, 2)), np.ones((8, 1))
    >>> history = model.fit(X, y, epochs=3, callbacks=[halve], verbose=0)
    >>> history.history["learning_rate"]
    [0.1, 0.05, 0.025]
    """

    def __init__(self, schedule: Callable[..., float]) -> None:
        self.schedule = schedule

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:  # noqa: D102
        optimizer = self.model.optimizer
        try:
            rate = self.schedule(epoch, optimizer.learning_rate)
        except TypeError:  # takes the epoch alone
            rate = self.schedule(epoch)
        optimizer.learning_rate = rate

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:  # noqa: D102
        logs["learning_rate"] = self.model.optimizer.learning_rate
