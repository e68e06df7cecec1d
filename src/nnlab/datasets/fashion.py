"""Fashion-MNIST: 70,000 pictures of clothes in ten classes, found on this machine or fetched."""

import gzip
import hashlib
import os
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DEBIAN = Path("/usr/share/datasets/fashion-mnist")
PUBLIC = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
# Of the unpacked contents: Debian packs the same files into other bytes.
SHA256 = {
    "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}

Images = tuple[NDArray[np.uint8], NDArray[np.uint8]]


def load_fashion_mnist() -> tuple[Images, Images]:
    """Return Fashion-MNIST as Keras does: ``(X_train, y_train), (X_test, y_test)``.

    The files are looked for in the folder of Debian's package ``dataset-fashion-mnist``, then in
    Keras' cache (``~/.keras`` or ``KERAS_HOME``), and are else fetched once by pooch into
    its cache (or the folder that ``NNLAB_DATA`` names). Their checksums are checked each time.

    Returns
    -------
    X_train, X_test : (60000, 28, 28) and (10000, 28, 28) of uint8
        Pixels from 0 (black) to 255.
    y_train, y_test : (60000,) and (10000,) of uint8
        0 T-shirt, 1 trouser, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt, 7 sneaker, 8 bag,
        9 ankle boot.

    Raises
    ------
    FileNotFoundError
        If no file is found and none can be fetched.
    ValueError
        If a file is damaged: it cannot be unpacked or has another checksum.

    References
    ----------
    Xiao, Rasul and Vollgraf (2017), "Fashion-MNIST: a novel image dataset for benchmarking
    machine learning algorithms", arXiv:1708.07747.

    Examples
    --------
    >>> (X_train, y_train), (X_test, y_test) = load_fashion_mnist()
    >>> X_train.shape, y_test.shape
    ((60000, 28, 28), (10000,))
    """
    folder = _find()
    return _read(folder, "train"), _read(folder, "t10k")


def _find() -> Path:
    keras_home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    for folder in (DEBIAN, keras_home / "datasets" / "fashion-mnist"):
        if all((folder / f"{name}.gz").is_file() for name in SHA256):
            return folder
    return _fetch()


def _fetch() -> Path:
    import pooch

    store = pooch.create(
        path=pooch.os_cache("nnlab"),
        base_url=PUBLIC,
        registry={f"{name}.gz": None for name in SHA256},
        env="NNLAB_DATA",
    )
    try:
        for name in store.registry:
            store.fetch(name)
    except OSError as error:
        raise FileNotFoundError(
            "Fashion-MNIST was not found. One of three ways mends it: install Debian's package "
            "(apt install dataset-fashion-mnist); or let Keras fetch it into its cache "
            "(keras.datasets.fashion_mnist.load_data()); or call this again with a connection "
            f"to {PUBLIC}, from where pooch fetches it. Last attempt: {error}"
        ) from error
    return Path(store.abspath)


def _read(folder: Path, part: str) -> Images:
    images = np.frombuffer(_unpack(folder, f"{part}-images-idx3-ubyte"), np.uint8, offset=16)
    labels = np.frombuffer(_unpack(folder, f"{part}-labels-idx1-ubyte"), np.uint8, offset=8)
    return images.reshape(-1, 28, 28), labels


def _unpack(folder: Path, name: str) -> bytearray:
    path = folder / f"{name}.gz"
    try:
        content = bytearray(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{path} is damaged ({error}); remove it and load again.") from error
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise ValueError(f"{path} has not the checksum of {name}; remove it and load again.")
    return content
