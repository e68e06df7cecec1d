"""What an exercise knows: its reference, its probes, the wrong answers and the other right ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from nnlab.checks.outcome import parameter_names

Answer = Callable[..., Any]
Probes = Callable[[np.random.Generator], Sequence[tuple[Any, ...]]]


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer, executable, with the words for a student who gives it.

    Parameters
    ----------
    name
        What is wrong, in a few words: the class report counts by it.
    wrong
        The wrong answer, a function like the reference.
    says
        What was seen, then the likely cause. Markdown of one paragraph; a format string that may
        use ``{args}``, ``{got}``, ``{expected}`` (the first numbers that differ) and ``{where}``.
    asks
        One question that leads on. Never the solution.
    """

    name: str
    wrong: Answer
    says: str
    asks: str


@dataclass
class Exercise:
    """One thing a student is asked to write, and all that is needed to judge it.

    Parameters
    ----------
    id
        ``"chapter.name"``; the student's function is called ``name``.
    reference
        The right answer.
    probes
        Draws the arguments to try, as a list of tuples, from a generator. Dimensions are distinct
        primes, so that a constant ratio names its cause and a transpose cannot hide.
    returns
        Labels of what is returned, one a part, with the names of the axes:
        ``("weights[step, feature]", "bias[step]")``. The first part that differs is reported.
    tolerance
        Largest accepted difference, relative to ``max(1, |expected|)``, in float64.
    observe
        Turns a result into what is compared, ``observe(result, *args)``, where many results are
        right (any weights that compute AND). Raises ValueError on a result it cannot use, in words
        that quote no text of it: they are shown after it has seen hidden inputs, too.
    mistakes, accept
        The banked answers: filled in by :meth:`mistake` and :meth:`accepts`.
    expected, mistaken, common
        What the reference gave, by seed, and each mistake, by name and seed; the numbers of the
        probes that a seed does not change. Filled in as they are asked for.
    tried
        The last answer on the visible probes, for a check with hidden ones that follows.

    Examples
    --------
    >>> double = Exercise("demo.double", reference=lambda x: 2 * x, probes=lambda rng: [(3.0,)])
    >>> @double.mistake("squares", says="You got {got}, a square.", asks="What is twice 3?")
    ... def squares(x):
    ...     return x**2
    >>> double.function, [mistake.name for mistake in double.mistakes]
    ('double', ['squares'])
    """

    id: str
    reference: Answer
    probes: Probes
    returns: tuple[str, ...] = ("result",)
    tolerance: float = 1e-12
    observe: Answer | None = None
    mistakes: list[Mistake] = field(default_factory=list)
    accept: list[Answer] = field(default_factory=list)
    expected: dict[int, list[Any]] = field(default_factory=dict, repr=False, compare=False)
    mistaken: dict[tuple[str, int], list[Any]] = field(
        default_factory=dict, repr=False, compare=False
    )
    common: dict[int, frozenset[int]] = field(default_factory=dict, repr=False, compare=False)
    tried: Any = field(default=None, repr=False, compare=False)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of the reference's parameters."""
        return parameter_names(self.reference)

    @property
    def function(self) -> str:
        """The name the student gives to the answer."""
        return self.id.rpartition(".")[2]

    def mistake(self, name: str, *, says: str, asks: str) -> Callable[[Answer], Answer]:
        """Bank the decorated function as a wrong answer."""

        def bank(wrong: Answer) -> Answer:
            self.mistakes.append(Mistake(name, wrong, says, asks))
            return wrong

        return bank

    def accepts(self, right: Answer) -> Answer:
        """Register the decorated function as another right answer."""
        self.accept.append(right)
        return right
