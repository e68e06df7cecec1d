"""What all playgrounds share: a picture with alt text, and errors that are seen."""

import base64
import html
import io
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

BUTTON = widgets.Layout(width="auto", min_width="6.5rem")


class Picture(widgets.HTML):
    """A matplotlib figure as an image that a screen reader can read.

    Examples
    --------
    >>> picture = Picture()
    >>> picture.draw(plt.figure(), alt="An empty figure.")
    >>> picture.value[:27]
    '<img alt="An empty figure."'
    """

    def draw(self, figure: Figure, alt: str) -> None:
        """Show a figure, and close it.

        Parameters
        ----------
        figure : Figure
            The figure.
        alt : str
            What it shows, in words.
        """
        plt.close(figure)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        self.show(np.asarray(canvas.buffer_rgba()), alt)

    def show(self, pixels: np.ndarray, alt: str) -> None:
        """Show an array as an image.

        Parameters
        ----------
        pixels : ndarray of shape (height, width, 4) and dtype uint8
            Red, green, blue, opacity.
        alt : str
            What it shows, in words.
        """
        png = io.BytesIO()
        Image.fromarray(pixels).save(png, format="png", compress_level=1)
        source = base64.b64encode(png.getvalue()).decode()
        self.value = (
            f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{source}" '
            'style="max-width: 100%">'
        )


class Message(widgets.HTML):
    """A line of text under a picture; also where the error of a callback is shown.

    Examples
    --------
    >>> message = Message()
    >>> message.guard(lambda: 1 / 0)()
    >>> "ZeroDivisionError" in message.value
    True
    """

    def say(self, text: str) -> None:
        """Show a sentence, which may hold HTML."""
        self.value = f'<div role="status" style="line-height: 1.5">{text}</div>'

    def guard(self, callback: Callable[..., None]) -> Callable[..., None]:
        """Wrap ``callback`` so that its error is shown here: Jupyter would swallow it."""

        @wraps(callback)
        def guarded(*args: Any) -> None:
            try:
                callback(*args)
            except Exception:
                trace = html.escape(traceback.format_exc())
                self.value = f'<pre role="alert" style="color: #a03000">{trace}</pre>'

        return guarded


def slider(name: str, value: float, low: float, high: float, step: float) -> Any:
    """Return a labelled slider, of integers where all its numbers are.

    Parameters
    ----------
    name : str
        The label.
    value, low, high, step : float
        Where it stands, its ends, and the least that it moves.

    Examples
    --------
    >>> slider("points", 40, 10, 100, 5).value
    40
    """
    numbers = (value, low, high, step)
    room = 1 + 0.45 * len(name)  # for the name, so that it is not cut off
    kind = widgets.IntSlider if all(isinstance(n, int) for n in numbers) else widgets.FloatSlider
    return kind(
        value=value,
        min=low,
        max=high,
        step=step,
        description=name,
        style={"description_width": f"{room}rem"},
        continuous_update=False,
        layout=widgets.Layout(width=f"{11 + room}rem"),
    )


def button(name: str, tooltip: str, callback: Callable[..., None]) -> widgets.Button:
    """Return a button that calls ``callback``.

    Parameters
    ----------
    name, tooltip : str
        What stands on it, and what appears beside the mouse.
    callback : callable
        Takes the button.

    Examples
    --------
    >>> button("Step", "look at one point", lambda clicked: print(clicked.tooltip)).click()
    look at one point
    """
    made = widgets.Button(description=name, tooltip=tooltip, layout=BUTTON)
    made.on_click(callback)
    return made
