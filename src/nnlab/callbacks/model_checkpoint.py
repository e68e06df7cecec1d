"""Keep the model of each epoch, or of the best one, in a file."""

import math
from pathlib import Path

from nnlab.callbacks.callback import Callback, Logs
from nnlab.callbacks.monitoring import checked_mode, improves, monitored


class ModelCheckpoint(Callback):
    """Save the model after each epoch, to be read by :func:`nnlab.models.load_model`.

    Parameters
    ----------
    filepath : str or Path
        Where to; ``{epoch}`` in it becomes the epoch's number, from 1, as in Keras, and the logs
        stand under their names, as in ``{val_loss:.2f}``. Missing folders are made.
    monitor : str, default "val_loss"
        Which of the logs says what is best.
    save_best_only : bool, default False
        Save only when the monitored value improves.
    mode : {"auto", "min", "max"}
        Whether low or high is good. ``"auto"``: high for accuracies, low for the rest.

    Attributes
    ----------
    best : float
        The best value seen, with ``save_best_only``.

    Raises
    ------
    ValueError
        If ``mode`` is unknown, or the logs do not hold what ``save_best_only`` monitors or what
        ``filepath`` names.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> from nnlab import Sequential, layers
    >>> model = Sequential([layers.Dense(1)], seed=0)
    >>> model.compile("sgd", "mse")
    >>> X, y = np.ones((8, 2)), np.ones((8, 1))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     keep = ModelCheckpoint(folder + "/epoch_{epoch}.npz")
    ...     history = model.fit(X, y, epochs=2, callbacks=[keep], verbose=0)
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['epoch_1.npz', 'epoch_2.npz']
    """

    def __init__(
        self,
        filepath: str | Path,
        monitor: str = "val_loss",
        save_best_only: bool = False,
        mode: str = "auto",
    ) -> None:
        self.filepath = str(filepath)
        self.monitor = monitor
        self.save_best_only = save_best_only
        self.mode = checked_mode(mode)
        self.best = math.nan

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:  # noqa: D102
        if self.save_best_only:
            value = monitored(self, self.monitor, logs)
            if not improves(value, self.best, self.monitor, self.mode):
                return
            self.best = value
        values = {"epoch": epoch + 1, **logs}
        try:
            path = Path(self.filepath.format(**values))
        except KeyError as error:
            raise ValueError(
                f"Received filepath={self.filepath!r}, which names {error}. Expected some of "
                f"{sorted(values)}; validation_data or validation_split in fit adds others."
            ) from error
        path.parent.mkdir(parents=True, exist_ok=True)
        self.model.save(path)
