"""A verdict in words: a small box in Jupyter, plain text elsewhere."""

import html
import re
from collections.abc import Callable
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
    unquoted
        The message without the words that the answer itself wrote into it, "" if there are none.
        Beyond those, a message holds of an answer only kinds, shapes and numbers.
    """

    exercise: str
    kind: str
    message: str
    asks: str = ""
    mistake: str = ""
    unquoted: str = ""

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
    return _marked(markdown, "<code>{}</code>", "<b>{}</b>", "<i>{}</i>", escape=html.escape)


def _plain(markdown: str) -> str:
    """Drop the marks of strong and emphasis, outside code."""
    return _marked(markdown, "`{}`", "{}", "{}", escape=str)


def _marked(
    markdown: str, code: str, strong: str, emphasis: str, escape: Callable[[str], str]
) -> str:
    # Code is taken out first, so that a star in it is no mark, and put back last.
    markdown = markdown.replace("\0", "")
    spans = re.findall(r"`([^`]+)`", markdown)
    text = escape(re.sub(r"`[^`]+`", "\0", markdown))
    text = re.sub(r"\*\*(.+?)\*\*", lambda match: strong.format(match[1]), text)
    text = re.sub(r"\*(\S(?:[^*]*[^\s*])?)\*", lambda match: emphasis.format(match[1]), text)
    left = iter(spans)
    return re.sub("\0", lambda _: code.format(escape(next(left))), text)
