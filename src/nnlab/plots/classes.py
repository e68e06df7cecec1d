"""From a model's outputs to classes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def predicted_classes(outputs: ArrayLike, classes: ArrayLike) -> NDArray:
    """Return the class that each row of ``outputs`` stands for.

    Parameters
    ----------
    outputs : array_like of shape (n,), (n, 1) or (n, n_classes)
        Classes, as scikit-learn's ``predict`` gives them; one probability for the second of two
        classes; or one probability (or score) for each class, of which the largest counts.
    classes : array_like of shape (n_classes,)
        The classes, in sorted order.

    Returns
    -------
    ndarray of shape (n,)

    Raises
    ------
    ValueError
        If outputs and classes do not fit together.

    Examples
    --------
    >>> predicted_classes([[0.2], [0.9]], classes=[0, 1])
    array([0, 1])
    >>> predicted_classes([[0.2, 0.1, 0.7]], classes=["cat", "dog", "owl"])
    array(['owl'], dtype='<U3')
    """
    outputs, classes = np.asarray(outputs), np.asarray(classes)
    if outputs.ndim == 1 and np.isin(outputs, classes).all():
        return outputs
    if outputs.ndim == 2 and outputs.shape[1] == 1 and len(classes) == 2:
        return classes[(outputs[:, 0] > 0.5).astype(int)]
    if outputs.ndim == 2 and outputs.shape[1] == len(classes) > 1:
        return classes[outputs.argmax(axis=1)]
    raise ValueError(
        f"received outputs of shape {outputs.shape}, expected for the {len(classes)} classes "
        f"{classes.tolist()}: classes of shape (n,), or probabilities of shape "
        f"(n, {len(classes)})" + (" or (n, 1)" if len(classes) == 2 else "")
    )
