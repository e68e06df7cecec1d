"""How large the gradients are, layer by layer: where they vanish, it shows."""

import numpy as np

from nnlab.callbacks.callback import Callback, Logs


class GradientNorms(Callback):
    r"""Record the norm of each kernel's gradient, averaged over the steps of each epoch.

    Attributes
    ----------
    norms : dict of list
        For each layer with a kernel, by name, one :math:`\lVert dW \rVert_2` for each epoch. The
        gradients are those of the loss, before clipping. Layers of nested models count as well;
        where names repeat, all get their number.

    Examples
    --------
    >>> from nnlab import Sequential, layers
    >>> model = Sequential([layers.Dense(3, "sigmoid"), layers.Dense(1)], seed=0)
    >>> model.compile("sgd", "mse")
    >>> recorder = GradientNorms()
    >>> _ = model.fit(np.ones((8, 2)), np.ones((8, 1)), callbacks=[recorder], verbose=0)
    >>> list(recorder.norms)
    ['dense', 'dense_1']
    """

    def on_train_begin(self, logs: Logs | None = None) -> None:  # noqa: D102
        # By position: two models in one may both have a layer called dense.
        self._layers = [leaf for leaf in self.model.leaves() if "kernel" in leaf.params]
        names = [str(layer.name) for layer in self._layers]
        if len(set(names)) < len(names):
            names = [f"{name} ({number})" for number, name in enumerate(names)]
        self.norms: dict[str, list[float]] = {name: [] for name in names}

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:  # noqa: D102
        self._sums = dict.fromkeys(self.norms, 0.0)
        self._steps = 0

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:  # noqa: D102
        self._steps += 1
        for name, layer in zip(self.norms, self._layers, strict=True):
            self._sums[name] += float(np.linalg.norm(layer.grads["kernel"]))

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:  # noqa: D102
        for name, total in self._sums.items():
            self.norms[name].append(total / self._steps)
