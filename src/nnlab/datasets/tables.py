"""Two classic tables, which come with scikit-learn."""

import numpy as np
from numpy.typing import NDArray


def load_iris() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return 150 irises: four lengths in cm, and the species 0 setosa, 1 versicolor, 2 virginica.

    The columns are the length and width of the sepals, and the length and width of the petals.

    Returns
    -------
    X : (150, 4) of float64
    y : (150,) of int64

    References
    ----------
    Fisher (1936), "The use of multiple measurements in taxonomic problems".

    Examples
    --------
    >>> X, y = load_iris()
    >>> X[0], y[0]
    (array([5.1, 3.5, 1.4, 0.2]), np.int64(0))
    """
    from sklearn import datasets

    X, y = datasets.load_iris(return_X_y=True)
    return X, y.astype(np.int64)


def load_digits() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return 1797 handwritten digits of 8 × 8 pixels, each row an image from 0 (white) to 16.

    Returns
    -------
    X : (1797, 64) of float64
    y : (1797,) of int64

    References
    ----------
    Alpaydin and Kaynak (1998), "Optical recognition of handwritten digits", UCI repository.

    Examples
    --------
    >>> X, y = load_digits()
    >>> X.shape, X.max(), y[:5]
    ((1797, 64), np.float64(16.0), array([0, 1, 2, 3, 4]))
    """
    from sklearn import datasets

    X, y = datasets.load_digits(return_X_y=True)
    return X, y.astype(np.int64)
