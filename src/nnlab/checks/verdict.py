"""A verdict in words: a small box in Jupyter, plain text elsewhere."""

import html
import re
from dataclasses import asdict, dataclass
from typing import Any

MIMETYPE = "application/vnd.nnlab.verdict+json"

_COLOURS = {  # border and background, of the same lightness for all eyes; the sign tells as well
    "passed": ("#009E73", "#F0FAF6"),
    "not started": ("#767676", "#F6F6F6"),
    "failed": ("#D55E00", "#FDF5EF"),
}
_SIGNS = {"passed": "✓", "not started": "○", "failed": "✗"}


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    Parameters
    ----------
    exercise
        The exercise's id.
    kind
        ``passed``, ``not started``, ``mistake`` (a banked one), or the step of the diagnosis that
        stopped: ``exception``, ``type``, ``shape``, ``dtype``, ``non-finite``, ``unusable``,
        ``input modified``, ``not deterministic``, ``ratio``, ``value``.
    message
        What was seen, then the likely cause: one paragraph of Markdown.
    asks
        One question that leads on.
    mistake
        The banked mistake's name, else "".
    """

    exercise: str
    kind: str
    message: str
    asks: str = ""
    mistake: str = ""

    @property
    def passed(self) -> bool:
        """Whether the answer is right."""
        return self.kind == "passed"

    @property
    def text(self) -> str:
        """The verdict as plain text."""
        sign = _SIGNS[self._state]
        return " ".join(part for part in (sign, _plain(self.message), _plain(self.asks)) if part)

    @property
    def headline(self) -> str:
        """The words in bold with which the message begins."""
        bold = re.match(r"\*\*(.+?)[.:]?\*\*", self.message)
        return _plain(bold[1] if bold else self.message)

    @property
    def _state(self) -> str:
        return self.kind if self.kind in ("passed", "not started") else "failed"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            "text/plain": self.text,
            "text/html": self._html(),
            MIMETYPE: {**asdict(self), "passed": self.passed},
        }

    def _html(self) -> str:
        border, background = _COLOURS[self._state]
        asks = f'<div style="margin-top:.5em">→ {_inline(self.asks)}</div>' if self.asks else ""
        return (
            f'<div role="status" style="border-left:5px solid {border};background:{background};'
            "color:#1b1b1b;padding:.7em 1em;margin:.3em 0;max-width:46em;line-height:1.5;"
            'font-family:system-ui,sans-serif;font-size:14px">'
            f'<span style="color:{border};font-weight:bold">{_SIGNS[self._state]}</span> '
            f"{_inline(self.message)}{asks}</div>"
        )


class CheckFailed(AssertionError):
    """Raised by a check that did not pass; shows its words and no stack of frames."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.text)
        self.verdict = verdict

    def _render_traceback_(self) -> list[str]:
        return [f"CheckFailed: {self.verdict.headline}"]


def _inline(markdown: str) -> str:
    """Render the Markdown of a message: code, strong, emphasis."""
    pieces = re.split(r"(`[^`]+`)", markdown)
    for i, piece in enumerate(pieces):
        if piece.startswith("`") and piece.endswith("`") and len(piece) > 2:
            pieces[i] = f"<code>{html.escape(piece[1:-1])}</code>"
        else:
            strong = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(piece, quote=False))
            pieces[i] = re.sub(r"\*(\S(?:.*?\S)?)\*", r"<i>\1</i>", strong)
    return "".join(pieces)


def _plain(markdown: str) -> str:
    """Drop the marks of strong and emphasis, outside code."""
    pieces = re.split(r"(`[^`]+`)", markdown)
    return "".join(
        piece
        if piece.startswith("`")
        else re.sub(r"\*\*(.+?)\*\*|\*(\S(?:.*?\S)?)\*", _inner, piece)
        for piece in pieces
    )


def _inner(match: re.Match[str]) -> str:
    return match[1] or match[2]
