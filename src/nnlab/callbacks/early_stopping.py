"""Early stopping: end the training when it no longer helps."""

import math

import numpy as np

from nnlab.callbacks.callback import Callback, Logs
from nnlab.callbacks.monitoring import checked_mode, improves, monitored


class EarlyStopping(Callback):
    """Stop when the monitored value has not improved for ``patience`` epochs.

    An epoch improves if its value beats the best one so far by more than ``min_delta``. As in
    Keras, the weights stay those of the last epoch unless ``restore_best_weights`` is set; with it
    the best ones return, also when the training ends without a stop.

    Parameters
    ----------
    monitor : str, default "val_loss"
        Which of the logs to watch.
    min_delta : float, default 0
        Smaller changes are no improvement.
    patience : int, default 0
        How many epochs without improvement are borne; 0 and 1 stop at the first.
    mode : {"auto", "min", "max"}
        Whether low or high is good. ``"auto"``: high for accuracies, low for the rest.
    restore_best_weights : bool, default False
        Whether to return to the best epoch's weights.

    Attributes
    ----------
    best : float
        The best value seen.
    best_epoch, stopped_epoch : int
        Epochs from 0; ``stopped_epoch`` stays 0 if the training was not stopped.

    Raises
    ------
    ValueError
        If ``mode`` is unknown, ``patience`` or ``min_delta`` is negative, or the logs do not hold
        ``monitor``.

    References
    ----------
    L. Prechelt, "Early stopping – but when?", 1998.

    Examples
    --------
    >>> from nnlab import Sequential, layers
    >>> rng = np.random.default_rng(0)
    >>> X, y = rng.normal(size=(60, 3)), rng.normal(size=(60, 1))  # nothing to be learnt
    >>> model = Sequential([layers.Dense(30, "tanh"), layers.Dense(1)], seed=0)
    >>> model.compile("adam", "mse")
    >>> stopping = EarlyStopping(patience=3, restore_best_weights=True)
    >>> history = model.fit(
    ...     X, y, epochs=500, validation_split=0.5, callbacks=[stopping], verbose=0
    ... )
    >>> stopping.stopped_epoch - stopping.best_epoch
    3
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0.0,
        patience: int = 0,
        mode: str = "auto",
        restore_best_weights: bool = False,
    ) -> None:
        if patience < 0 or min_delta < 0:
            raise ValueError(
                f"Received patience={patience}, min_delta={min_delta}. Expected 0 or above."
            )
        self.monitor = monitor
        self.min_delta = min_delta
        self.patience = patience
        self.mode = checked_mode(mode)
        self.restore_best_weights = restore_best_weights
        self.on_train_begin()

    def on_train_begin(self, logs: Logs | None = None) -> None:  # noqa: D102
        self.best = math.nan
        self.best_epoch = 0
        self.stopped_epoch = 0
        self._wait = 0
        self._best_weights: list[np.ndarray] = []

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:  # noqa: D102
        value = monitored(self, self.monitor, logs)
        self._wait += 1
        if epoch == 0 or improves(value, self.best, self.monitor, self.mode, self.min_delta):
            self.best, self.best_epoch, self._wait = value, epoch, 0
            if self.restore_best_weights:
                self._best_weights = self.model.get_weights()
        elif self._wait >= self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs: Logs | None = None) -> None:  # noqa: D102
        if self._best_weights:
            self.model.set_weights(self._best_weights)
