"""Two classic tables, which come with scikit-learn: its files alone, as importing it takes long."""

from importlib.util import find_spec
from pathlib import Path

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
    return _read("iris.csv", skiprows=1)


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
    return _read("digits.csv.gz")


def _read(name: str, skiprows: int = 0) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Read a table whose last column is the class."""
    spec = find_spec("sklearn")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            f"{name} comes with scikit-learn, which is not installed: pip install scikit-learn"
        )
    path = Path(spec.origin).parent / "datasets" / "data" / name
    table = np.loadtxt(path, delimiter=",", skiprows=skiprows)
    return table[:, :-1], table[:, -1].astype(np.int64)
