"""How large the gradients are, layer by layer: where they vanish, it shows."""

import numpy as np

from nnlab.callbacks.callback import Callback, Logs


class GradientNorms(Callback):
    r"""Record the norm of each kernel's gradient, averaged over the steps of each epoch.

    Attributes
    ----------
    norms : dict of list
        For each layer with a kernel, by name, one :math:`\lVert dW \rVert_2` for each epoch. The
        gradients are those of the loss, before clipping.
    """

    def on_train_begin(self) -> None:  # noqa: D102
        self.norms: dict[str, list[float]] = {
            str(layer.name): [] for layer in self.model.layers if "kernel" in layer.params
        }

    def on_epoch_begin(self, epoch: int) -> None:  # noqa: D102
        self._sums = dict.fromkeys(self.norms, 0.0)
        self._steps = 0

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:  # noqa: D102
        self._steps += 1
        for layer in self.model.layers:
            if "kernel" in layer.grads:
                self._sums[str(layer.name)] += float(np.linalg.norm(layer.grads["kernel"]))

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:  # noqa: D102
        for name, total in self._sums.items():
            self.norms[name].append(total / self._steps)
