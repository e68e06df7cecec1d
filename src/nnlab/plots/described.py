"""A figure that says in words what it shows, where the front end has no place for alt text.

JupyterLab shows a PNG without alt text. As HTML the same picture can carry one, made of what is
written in the figure itself: it stays true when a student changes the code.
"""

import base64
import html
import io

from matplotlib.axes import Axes
from matplotlib.figure import Figure


class DescribedFigure(Figure):
    """A matplotlib figure with alt text in Jupyter.

    Examples
    --------
    >>> figure = DescribedFigure()
    >>> ax = figure.subplots()
    >>> _ = ax.set(title="A run", xlabel="epoch", ylabel="mistakes")
    >>> figure.description()
    'Figure. A run: mistakes against epoch.'
    """

    def description(self) -> str:
        """Return titles, axes and legends in words."""
        panels = [ax for ax in self.axes if ax.get_label() != "<colorbar>"]
        said = dict.fromkeys(filter(None, map(_describe, self.axes)))
        return " ".join([f"Figure with {len(panels)} panels." if panels[1:] else "Figure.", *said])

    def _repr_html_(self) -> str:
        png = io.BytesIO()
        self.savefig(png, format="png", bbox_inches="tight")
        source = base64.b64encode(png.getvalue()).decode()
        return f'<img alt="{html.escape(self.description())}" src="data:image/png;base64,{source}">'


def _describe(ax: Axes) -> str:
    if not ax.axison:  # a drawing: the words in it are all there is
        return "A drawing with " + ", ".join(_plain(text.get_text()) for text in ax.texts) + "."
    said = " against ".join(filter(None, (ax.get_ylabel(), ax.get_xlabel())))
    if ax.get_title():
        said = f"{ax.get_title()}: {said}" if said else ax.get_title()
    legend = ax.get_legend()
    if legend is not None:
        said += " (" + ", ".join(text.get_text() for text in legend.get_texts()) + ")"
    if ax.images and not said:
        height, width = ax.images[0].get_size()
        said = f"An image of {height} × {width} pixels"
    return _plain(said) + "." if said else ""


def _plain(text: str) -> str:
    return text.replace("$", "").replace("\n", " ")
