"""Predict first: a question to commit to before the cell below is run.

In JupyterLab the question is alive: choose, commit, read whether it was right and why. Where
there is no front end (a terminal, a test, nbconvert) it is text, and nothing waits for an answer.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets as widgets
from IPython.core.getipython import get_ipython
from IPython.display import display

_WIDTH = "46rem"
_STYLE = (
    "font-size: 1em; line-height: 1.5; padding: 0.35em 0.8em; margin: 0.3em 0; "
    "border-left: 4px solid {border}; background: {ground}; color: #222"
)


@dataclass(frozen=True)
class Question:
    """A question with one right option, apart from how it is shown.

    Parameters
    ----------
    id, question, options, answer, why
        As for :func:`quiz`.

    Raises
    ------
    ValueError
        If there are fewer than two options, or ``answer`` is not the index of one.

    Examples
    --------
    >>> question = Question("sum", "What is 1 + 1?", ["1", "2"], 1, "Two ones are two.")
    >>> question.verdict(0)
    (False, 'Two ones are two.')
    >>> print(question)
    Predict first: What is 1 + 1?
      ( ) 1
      ( ) 2
    """

    id: str
    question: str
    options: Sequence[str]
    answer: int
    why: str | Mapping[int, str]

    def __post_init__(self) -> None:
        if len(self.options) < 2:
            raise ValueError(f"received {len(self.options)} options, expected at least two")
        if self.answer not in range(len(self.options)):
            raise ValueError(
                f"received answer={self.answer}, expected the index of the right option: "
                f"0 to {len(self.options) - 1}"
            )

    def __str__(self) -> str:
        lines = [f"Predict first: {self.question}", *(f"  ( ) {text}" for text in self.options)]
        return "\n".join(lines)

    def verdict(self, choice: int) -> tuple[bool, str]:
        """Return whether an option is right, and the sentence that says why.

        Parameters
        ----------
        choice : int
            Its index.
        """
        right = choice == self.answer
        if isinstance(self.why, str):
            return right, self.why
        return right, self.why.get(choice, self.why.get(self.answer, ""))


class QuizBox(widgets.VBox):
    """A :class:`Question` with radio buttons; committing is final until the cell is run again.

    Parameters
    ----------
    question : Question
        What to ask.

    Examples
    --------
    >>> box = QuizBox(Question("sum", "What is 1 + 1?", ["1", "2"], 1, "Two ones are two."))
    >>> box.choices.value = 1
    >>> box.commit.click()
    >>> "Right." in box.feedback.value
    True
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        ask = widgets.HTMLMath(f"<b>Predict first.</b> {_inline(question.question)}")
        self.choices = widgets.RadioButtons(
            options=[(text, place) for place, text in enumerate(question.options)],
            value=None,
            layout=widgets.Layout(width="auto", margin="0 0 0 0.8em"),
        )
        self.commit = widgets.Button(
            description="Commit", disabled=True, tooltip="Final: run the cell again to retry"
        )
        self.feedback = widgets.HTMLMath()
        super().__init__(
            [ask, self.choices, self.commit, self.feedback],
            layout=widgets.Layout(
                max_width=_WIDTH, border="1px solid #c9c9c9", padding="0.5em 1em", margin="0.3em 0"
            ),
        )
        self.choices.observe(self._chosen, names="value")
        self.commit.on_click(self._committed)

    def _chosen(self, change: dict[str, Any]) -> None:
        self.commit.disabled = change["new"] is None

    def _committed(self, _: widgets.Button) -> None:
        if self.choices.value is None:
            return
        self.choices.disabled = self.commit.disabled = True
        right, why = self.question.verdict(self.choices.value)
        head = (
            "Right." if right else f"Not this time: {self.question.options[self.question.answer]}."
        )
        style = _STYLE.format(
            border="#009E73" if right else "#D55E00", ground="#eef7f3" if right else "#fdf2ea"
        )
        self.feedback.value = (
            f'<div role="status" style="{style}"><b>{_inline(head)}</b> {_inline(why)}</div>'
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        return {**bundle, "text/plain": str(self.question)}


def quiz(
    id: str, question: str, options: Sequence[str], answer: int, why: str | Mapping[int, str]
) -> None:
    """Ask a question before the answer is computed.

    Parameters
    ----------
    id : str
        A name for the question, unique in its notebook.
    question : str
        The question. `` `code` `` and ``$maths$`` are set as such.
    options : sequence of str
        The answers to choose from.
    answer : int
        The index of the right one.
    why : str or mapping of int to str
        What to say after the commit: one sentence, or one for each option.

    Raises
    ------
    ValueError
        If there are fewer than two options, or ``answer`` is not the index of one.

    Examples
    --------
    >>> quiz("sum", "What is 1 + 1?", ["1", "2"], answer=1, why="Two ones are two.")
    Predict first: What is 1 + 1?
      ( ) 1
      ( ) 2
    """
    asked = Question(id, question, options, answer, why)
    shell = get_ipython()
    if shell is not None and getattr(shell, "kernel", None) is not None:
        display(QuizBox(asked))
    else:
        print(asked)


def _inline(text: str) -> str:
    """Escape text for HTML, and set `code` as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))
