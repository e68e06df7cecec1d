"""Outputs of cells as HTML that stands still."""

import base64
import binascii
from typing import Any

from markupsafe import Markup, escape

from autograder.feedback.markup import html, markdown, plain
from autograder.feedback.mathml import mathml
from autograder.words import visible

_LONGEST, _MOST_RICH = 20_000, 4_000_000
_SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def outputs(found: list[dict[str, Any]], *, rich: bool = True) -> Markup:
    """Render outputs as :func:`autograder.outputs.clean` gives them; if not `rich`, their text.

    Of what becomes very long, only the text is given from there on.
    """
    pages: list[Markup] = []
    written = 0
    for output in found:
        pages.append(_output(output, rich and written <= _MOST_RICH))
        written += len(pages[-1])
    return Markup("").join(pages)


def size(found: list[dict[str, Any]]) -> int:
    """Return how many characters outputs have."""
    return sum(
        sum(map(len, output["data"].values())) if "data" in output else len(str(output))
        for output in found
    )


def _output(output: dict[str, Any], rich: bool) -> Markup:
    kind = output["output_type"]
    if kind == "stream":
        return Markup('<div class="out {}">{}</div>').format(output["name"], _text(output["text"]))
    if kind == "error":
        trace = "\n".join(output["traceback"]) or f"{output['ename']}: {output['evalue']}"
        return Markup('<div class="out error">{}</div>').format(_text(trace, tail=True))
    data = output["data"] if rich else {"text/plain": output["data"].get("text/plain", "")}
    return Markup('<div class="out">{}</div>').format(_best(data))


def _text(text: str, *, tail: bool = False) -> Markup:
    text = visible(text)
    left = len(text) - _LONGEST
    if left <= 0:
        return plain(text)
    note = Markup('<p class="note">{:,} more characters are not shown.</p>').format(left)
    return note + plain(text[-_LONGEST:]) if tail else plain(text[:_LONGEST]) + note


def _best(data: dict[str, str]) -> Markup:
    """Choose as Jupyter does: a picture before HTML, HTML before text."""
    words = visible(data.get("text/plain", ""))[:200]
    for kind, signature in _SIGNATURES.items():
        picture = _decode(data.get(kind, ""))
        if picture.startswith(signature):
            return _picture(kind, picture, words)
    if data.get("image/svg+xml"):
        return _picture("image/svg+xml", data["image/svg+xml"].encode(), words)
    if data.get("text/html"):
        page = html(data["text/html"])
        if page.striptags() or "<img" in page:
            return Markup('<div class="html">{}</div>').format(page)
    if data.get("text/markdown"):
        return markdown(data["text/markdown"])
    if data.get("text/latex"):
        return Markup(mathml(data["text/latex"].strip("$ \n"), display=True))
    return _text(data.get("text/plain", ""))


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _picture(kind: str, picture: bytes, words: str) -> Markup:
    # A picture in <img> is inert, an SVG too: it runs no script and loads nothing.
    address = f"data:{kind};base64,{base64.b64encode(picture).decode()}"
    return Markup('<img src="{}" alt="{}">').format(address, escape(words))
