"""What every callback is: hooks that a training calls as it goes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nnlab.models import Sequential

Logs = dict[str, float]


class Callback:
    """Base of all callbacks: override the hooks you need.

    Epochs and batches count from 0; ``logs`` holds the loss and the metrics by name, and is empty
    before there are any. Setting ``self.model.stop_training = True`` ends the training.

    Attributes
    ----------
    model : Sequential
        The model in training.
    params : dict
        Its ``"epochs"``, ``"steps"`` (per epoch) and ``"verbose"``.

    Examples
    --------
    >>> class Shout(Callback):
    ...     def on_epoch_end(self, epoch, logs):
    ...         print(f"epoch {epoch}: {logs['loss']}")
    >>> Shout().on_epoch_end(0, {"loss": 0.5})
    epoch 0: 0.5
    """

    model: "Sequential"
    params: dict[str, Any]

    def set_model(self, model: "Sequential") -> None:
        """Say which model is trained."""
        self.model = model

    def set_params(self, params: dict[str, Any]) -> None:
        """Say how it is trained."""
        self.params = params

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Run before the first epoch."""

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Run before each epoch."""

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        """Run after each step; ``logs`` are the means over the epoch so far."""

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Run after each epoch and its validation."""

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Run after the last epoch, with its logs."""


class CallbackList(Callback):
    """Several callbacks as one: each hook calls that of each, in order.

    Parameters
    ----------
    callbacks : iterable of Callback
        Those to call.

    Raises
    ------
    TypeError
        If one of them is no Callback.

    Examples
    --------
    >>> from nnlab.callbacks import EpochLines, History
    >>> history = History()
    >>> hooks = CallbackList([EpochLines(), history])
    >>> hooks.set_params({"epochs": 3})
    >>> hooks.on_epoch_end(0, {"loss": 0.5})
    Epoch 1/3 - loss: 0.5
    >>> history.history
    {'loss': [0.5]}
    """

    def __init__(self, callbacks: Iterable[Callback]) -> None:
        self.callbacks = list(callbacks)
        for callback in self.callbacks:
            if not isinstance(callback, Callback):
                raise TypeError(
                    f"Received the callback {callback!r}. Expected instances of "
                    "nnlab.callbacks.Callback, such as EarlyStopping(patience=3)."
                )
        # Most callbacks skip this hook, and it runs at every step.
        self.watching_steps = [
            callback
            for callback in self.callbacks
            if type(callback).on_train_batch_end is not Callback.on_train_batch_end
        ]

    def set_model(self, model: "Sequential") -> None:  # noqa: D102
        for callback in self.callbacks:
            callback.set_model(model)

    def set_params(self, params: dict[str, Any]) -> None:  # noqa: D102
        for callback in self.callbacks:
            callback.set_params(params)

    def on_train_begin(self, logs: Logs | None = None) -> None:  # noqa: D102
        for callback in self.callbacks:
            callback.on_train_begin(logs or {})

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:  # noqa: D102
        for callback in self.callbacks:
            callback.on_epoch_begin(epoch, logs or {})

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:  # noqa: D102
        for callback in self.watching_steps:
            callback.on_train_batch_end(batch, logs)

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:  # noqa: D102
        for callback in self.callbacks:
            callback.on_epoch_end(epoch, logs)

    def on_train_end(self, logs: Logs | None = None) -> None:  # noqa: D102
        for callback in self.callbacks:
            callback.on_train_end(logs or {})
