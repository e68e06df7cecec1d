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
        Takes the epoch, from 0, and the rate so far; returns the new rate.

    Examples
    --------
    >>> halve = LearningRateScheduler(lambda epoch, rate: rate if epoch < 10 else rate / 2)
    """

    def __init__(self, schedule: Callable[[int, float], float]) -> None:
        self.schedule = schedule

    def on_epoch_begin(self, epoch: int) -> None:  # noqa: D102
        optimizer = self.model.optimizer
        optimizer.learning_rate = self.schedule(epoch, optimizer.learning_rate)

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:  # noqa: D102
        logs["learning_rate"] = self.model.optimizer.learning_rate
