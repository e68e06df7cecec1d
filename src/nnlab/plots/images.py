"""Images side by side: of a data set, or weights seen as images."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnlab.plots import style


def images(images: ArrayLike, titles: Sequence[str] | None = None, *, ncols: int = 8) -> NDArray:
    """Draw images in a grid, all on one scale of grey.

    Where some values are negative, as in weights, the scale is coloured instead, with 0 in its
    middle, and a bar tells the values.

    Parameters
    ----------
    images : array_like of shape (n_images, height, width)
        For the weights of the first layer of a model of 28 × 28 pixels:
        ``kernel.T.reshape(-1, 28, 28)``.
    titles : sequence of str, optional
        One for each image.
    ncols : int, default 8
        How many in a row.

    Returns
    -------
    ndarray of Axes
        One for each image.

    Raises
    ------
    ValueError
        If there are no images, they have another shape, or not one title each.

    Examples
    --------
    >>> panels = images(np.zeros((3, 28, 28)), ["coat", "bag", "coat"])
    >>> panels[1].get_title()
    'bag'
    """
    pixels = np.asarray(images)
    if pixels.ndim != 3 or not pixels.size:
        raise ValueError(
            f"received images of shape {pixels.shape}, expected (n_images, height, width): "
            "rows of 784 pixels become images by X.reshape(-1, 28, 28)"
        )
    if titles is not None and len(titles) != len(pixels):
        raise ValueError(
            f"received {len(titles)} titles for {len(pixels)} images, one each is needed"
        )
    ncols = min(ncols, len(pixels))
    nrows = -(-len(pixels) // ncols)
    signed = pixels.min() < 0
    top = np.abs(pixels).max()
    height = 1.15 if titles is None else 1.4
    figure, panels = style.figure(nrows, ncols, size=(1.15 * ncols + signed, height * nrows),
                                  squeeze=False)  # fmt: skip
    panels = panels.ravel()
    for ax, image in zip(panels, pixels, strict=False):
        ax.imshow(image, cmap="cividis" if signed else "gray_r", vmin=-top if signed else 0,
                  vmax=top)  # fmt: skip
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
    for ax in panels[len(pixels) :]:
        figure.delaxes(ax)
    panels = panels[: len(pixels)]
    for ax, title in zip(panels, [] if titles is None else titles, strict=False):
        ax.set_title(title, fontsize=9)
    if signed:
        figure.colorbar(panels[0].images[0], ax=panels, label="weight")
    return panels
