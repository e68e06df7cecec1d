"""Models in files: layers as JSON and weights as arrays, in NumPy's npz. Nothing is unpickled."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import BadZipFile

import numpy as np

from nnlab import activations, layers, regularizers
from nnlab.models.sequential import Sequential

_LAYERS = {name: getattr(layers, name) for name in layers.__all__ if name != "Layer"}
_LAYERS["Sequential"] = Sequential
_ARCHITECTURE = "architecture"  # no parameter is called so: theirs are "layer/kernel"


def save_model(model: Sequential, filepath: str | Path) -> None:
    """Write layers and weights; the optimizer's state is not kept.

    Parameters
    ----------
    model : Sequential
        A built model.
    filepath : str or Path
        Where to; what is there is replaced. The name is taken as it is, ``.npz`` or not.

    Raises
    ------
    ValueError
        If the model is not built, or holds a layer, an activation or a regularizer of your own.

    Examples
    --------
    >>> import tempfile
    >>> model = Sequential([layers.Input((2,)), layers.Dense(3, "relu")], seed=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_model(model, f"{folder}/model.npz")
    ...     sorted(np.load(f"{folder}/model.npz"))
    ['architecture', 'dense/bias', 'dense/kernel']
    """
    if not model.built:
        raise ValueError(
            "This model is not built, so there are no weights to save. "
            "Call model.build((n_features,)) or model.fit first."
        )
    architecture = json.dumps({"config": _plain(model), "input_shape": model.input_shape})
    path = Path(filepath)
    beside = path.with_name(f"{path.name}.part")  # so that a failure leaves the old file whole
    with beside.open("wb") as file:
        np.savez(file, **{_ARCHITECTURE: architecture}, **model.params)  # pyright: ignore[reportArgumentType]
    beside.replace(path)


def load_model(filepath: str | Path) -> Sequential:
    """Read what :meth:`Sequential.save` wrote; compile it to go on training.

    Parameters
    ----------
    filepath : str or Path
        The file.

    Raises
    ------
    FileNotFoundError
        If there is none.
    ValueError
        If it is no saved model.

    Examples
    --------
    >>> import tempfile
    >>> model = Sequential([layers.Input((2,)), layers.Dense(3, "relu")], seed=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     model.save(f"{folder}/model.npz")
    ...     again = load_model(f"{folder}/model.npz")
    >>> bool(np.array_equal(again.predict(np.eye(2)), model.predict(np.eye(2))))
    True
    """
    try:
        with np.load(filepath, allow_pickle=False) as file:
            saved = dict(file)
        architecture = json.loads(str(saved.pop(_ARCHITECTURE)))
        model = _object(architecture["config"])
    except (ValueError, TypeError, KeyError, OSError, EOFError, BadZipFile) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise ValueError(
            f"Received {str(filepath)!r}, which is no saved model ({error}). "
            "Expected a file written by model.save(filepath)."
        ) from error
    model.build(architecture["input_shape"])
    if list(saved) != list(model.params):
        raise ValueError(
            f"The file holds the weights {list(saved)}. Expected {list(model.params)}."
        )
    model.set_weights(list(saved.values()))
    return model


def _plain(value: Any) -> Any:
    """Turn layers, activations and regularizers into what JSON can say."""
    if isinstance(value, layers.Layer):
        kind = type(value).__name__
        if _LAYERS.get(kind) is not type(value):
            raise ValueError(f"Received a layer of class {kind}. Only nnlab's own can be saved.")
        return {"layer": kind, **{k: _plain(v) for k, v in value.get_config().items()}}
    if _is_own(value, activations):
        return {"activation": value.name, **{k: _plain(v) for k, v in vars(value).items()}}
    if _is_own(value, regularizers):
        kind = type(value).__name__
        return {"regularizer": kind, **{k: _plain(v) for k, v in vars(value).items()}}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (str, int, float)):
        return value
    raise ValueError(f"Received {value!r} in a model. Only nnlab's own can be saved.")


def _is_own(value: Any, module: ModuleType) -> bool:
    return getattr(module, type(value).__name__, None) is type(value)


def _object(config: Any) -> Any:
    """Undo :func:`_plain`. Names are looked up in fixed tables: a file cannot name other code."""
    if isinstance(config, list):
        return [_object(item) for item in config]
    if not isinstance(config, dict):
        return config
    kind, *arguments = config
    name = config[kind]
    settings = {key: _object(config[key]) for key in arguments}
    if kind == "layer":
        return _LAYERS[name](**settings)
    if kind == "activation":
        activation = activations.get(name)
        return type(activation)(**settings) if settings else activation
    regularizer = getattr(regularizers, name, None)
    if not (isinstance(regularizer, type) and issubclass(regularizer, regularizers.Regularizer)):
        raise ValueError(f"The file names an unknown regularizer {name!r}.")
    return regularizer(**settings)
