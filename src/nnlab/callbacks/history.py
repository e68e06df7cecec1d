"""What a training leaves behind: loss and metrics by epoch."""

from nnlab.callbacks.callback import Callback, Logs


class History(Callback):
    """Collect the logs of each epoch; ``fit`` adds one and returns it.

    Attributes
    ----------
    history : dict of list
        Such as ``{"loss": [...], "accuracy": [...], "val_loss": [...]}``.
    epoch : list of int
        The epochs, from 0.

    Examples
    --------
    >>> history = History()
    >>> history.on_epoch_end(0, {"loss": 0.7})
    >>> history.on_epoch_end(1, {"loss": 0.5})
    >>> history.history
    {'loss': [0.7, 0.5]}
    """

    def __init__(self) -> None:
        self.history: dict[str, list[float]] = {}
        self.epoch: list[int] = []

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:  # noqa: D102
        self.epoch.append(epoch)
        for name, value in logs.items():
            self.history.setdefault(name, []).append(value)
