"""From an answer to a verdict, in a fixed order; the bank of mistakes has the first word.

The order: not started; a banked mistake (the same outcome on every probe); exception; type; shape;
dtype; non-finite; input modified; not deterministic; constant ratio; value.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nnlab.checks import wording
from nnlab.checks.compare import KINDS, Difference, first_difference
from nnlab.checks.exercise import Exercise, Mistake
from nnlab.checks.frames import raised_below
from nnlab.checks.outcome import Outcome, agree, changed, run_each
from nnlab.checks.verdict import Verdict

VISIBLE_SEED = 0
_REPEATED = 3


def diagnose(exercise: Exercise, answer: Callable[..., Any], seed: int | None = None) -> Verdict:
    """Run an answer on the exercise's probes and say what it is.

    Parameters
    ----------
    exercise
        The exercise.
    answer
        The student's function.
    seed
        None for the visible probes. A number draws other probes, whose values are then kept out
        of the words, unless the visible probes fail as well.

    Examples
    --------
    >>> from nnlab.exercises import find
    >>> diagnose(find("perceptron.heaviside"), lambda z: np.where(z > 0, 1, 0)).mistake
    'zero left out'
    """
    if not callable(answer):
        return Verdict(exercise.id, "type", *wording.not_a_function(exercise.function, answer))
    # The visible probes go first: what is told of them then comes from an answer that has seen no
    # hidden one, and cannot carry it out.
    if seed is None or exercise.tried is None or exercise.tried.answer is not answer:
        exercise.tried = _Trial(exercise, answer, VISIBLE_SEED)
    visible: _Trial = exercise.tried
    if seed is None:
        return visible.verdict(repeat=True)
    hidden = _Trial(exercise, answer, seed, visible).verdict()
    if hidden.passed or hidden.kind == "not started":
        return hidden
    shown = visible.verdict()
    if not shown.passed:
        return shown
    return Verdict(exercise.id, hidden.kind, *wording.only_hidden(hidden), hidden.mistake)


def prepare(exercise: Exercise, seed: int | None) -> None:
    """Compute beforehand all that a diagnosis needs and that no answer changes."""
    seed = VISIBLE_SEED if seed is None else seed
    common(exercise, seed)
    for mistake in exercise.mistakes:
        mistaken(exercise, mistake, seed)


def expected(exercise: Exercise, seed: int) -> list[Outcome]:
    """Return what the reference does on the probes of a seed. It is run once."""
    if seed not in exercise.expected:
        probes = exercise.probes(np.random.default_rng(seed))
        outcomes = run_each(exercise.reference, probes, exercise.observe, exercise.parameters)
        exercise.expected[seed] = outcomes
    return exercise.expected[seed]


def mistaken(exercise: Exercise, mistake: Mistake, seed: int) -> list[Outcome]:
    """Return what a banked mistake does on the probes of a seed. It is run once."""
    if (mistake.name, seed) not in exercise.mistaken:
        probes = [outcome.args for outcome in expected(exercise, seed)]
        with np.errstate(all="ignore"):
            outcomes = run_each(mistake.wrong, probes, exercise.observe, exercise.parameters)
        exercise.mistaken[mistake.name, seed] = outcomes
    return exercise.mistaken[mistake.name, seed]


def common(exercise: Exercise, seed: int) -> frozenset[int]:
    """Return the numbers of the probes that a seed leaves as they are. It is looked once."""
    if seed not in exercise.common:
        pairs = zip(expected(exercise, VISIBLE_SEED), expected(exercise, seed), strict=False)
        same = (n for n, (one, other) in enumerate(pairs) if not changed(one.args, other.args))
        exercise.common[seed] = frozenset(same)
    return exercise.common[seed]


class _Trial:
    """An answer on the probes of one seed: run at once, judged when somebody asks.

    Those that no seed changes are taken from the trial on the visible ones.
    """

    def __init__(
        self,
        exercise: Exercise,
        answer: Callable[..., Any],
        seed: int,
        visible: "_Trial | None" = None,
    ) -> None:
        self.exercise, self.answer, self.seed = exercise, answer, seed
        self.names = exercise.parameters
        self.expected = expected(exercise, seed)
        self.probes = [outcome.args for outcome in self.expected]
        known = common(exercise, seed) if visible else ()
        fresh = [args for number, args in enumerate(self.probes) if number not in known]
        outcomes = iter(run_each(answer, fresh, exercise.observe, self.names))
        self.got = [
            visible.got[number] if visible and number in known else next(outcomes)
            for number in range(len(self.probes))
        ]

    def verdict(self, *, repeat: bool = False) -> Verdict:
        """Judge what came back; with `repeat`, run a right answer again to see it stay right."""
        exercise, got, expected = self.exercise, self.got, self.expected

        if any(_is_stub(outcome.error) for outcome in got):
            return Verdict(exercise.id, "not started", *wording.not_started(exercise.function))
        if all(_right(e, g, exercise.tolerance) for e, g in zip(expected, got, strict=True)):
            if not repeat or self._repeats():
                return Verdict(exercise.id, "passed", wording.passed(exercise, got))
            return Verdict(exercise.id, "not deterministic", *wording.not_deterministic(exercise))

        for mistake in exercise.mistakes:
            wrong = mistaken(exercise, mistake, self.seed)
            if all(agree(w, g, exercise.tolerance) for w, g in zip(wrong, got, strict=True)):
                return _named(exercise, mistake, expected, got)
        return self._unnamed()

    def _repeats(self) -> bool:
        """Run the answer again on the first probes: chance or memory shows on any."""
        first = self.probes[:_REPEATED]
        again = run_each(self.answer, first, self.exercise.observe, self.names)
        return all(map(_same, self.got, again))

    def _unnamed(self) -> Verdict:
        exercise, names = self.exercise, self.names
        pairs = list(zip(self.expected, self.got, strict=True))

        for e, g in pairs:
            if isinstance(g.error, NotImplementedError):
                words, unquoted = wording.needs_another(exercise, g)
                return Verdict(exercise.id, "exception", *words, unquoted=unquoted)
            if g.error is not None and e.error is None:
                words, unquoted = wording.raised(exercise, names, g)
                return Verdict(exercise.id, "exception", *words, unquoted=unquoted)
            if e.error is not None and g.error is None:
                return Verdict(exercise.id, "exception", *wording.did_not_raise(names, e))
        for _, g in pairs:
            if g.unusable:
                return Verdict(exercise.id, "unusable", *wording.unusable(exercise, names, g))

        found = [
            (difference, g)
            for e, g in pairs
            if (difference := first_difference(e.value, g.value, exercise.tolerance)) is not None
        ]
        first = min(found, key=lambda pair: KINDS.index(pair[0].kind), default=None)
        if first is not None and first[0].kind != "value":
            difference, outcome = first
            return Verdict(
                exercise.id, difference.kind, *wording.differs(exercise, names, difference, outcome)
            )
        for _, g in pairs:
            if g.modified:
                return Verdict(
                    exercise.id, "input modified", *wording.modified(exercise, g, bool(found))
                )
        if not self._repeats():
            return Verdict(exercise.id, "not deterministic", *wording.not_deterministic(exercise))
        # What `observe` made of a result are not the numbers that the student returned.
        if exercise.observe is None and (ratio := constant_ratio(pairs)) is not None:
            return Verdict(exercise.id, "ratio", *wording.ratio(ratio, names, self.got[0]))
        difference, outcome = _only(first)
        agreeing = len(pairs) - len(found)
        return Verdict(
            exercise.id,
            "value",
            *wording.value(exercise, names, difference, outcome, agreeing, len(pairs)),
        )


def _right(expected: Outcome, got: Outcome, tolerance: float) -> bool:
    if expected.error is not None:
        return isinstance(got.error, type(expected.error))
    clean = got.error is None and not got.unusable and not got.modified
    return clean and first_difference(expected.value, got.value, tolerance) is None


def _is_stub(error: BaseException | None) -> bool:
    """Tell whether it was the answer itself that is not implemented, and no function it calls."""
    return isinstance(error, NotImplementedError) and not raised_below(error)


def _same(one: Outcome, other: Outcome) -> bool:
    return agree(one, other, tolerance=1e-15)


def _named(
    exercise: Exercise, mistake: Mistake, expected: Sequence[Outcome], got: Sequence[Outcome]
) -> Verdict:
    e, g = next(
        (e, g) for e, g in zip(expected, got, strict=True) if not _right(e, g, exercise.tolerance)
    )
    difference = first_difference(e.value, g.value, exercise.tolerance)
    message = wording.fill(mistake.says, exercise, g, difference)
    return Verdict(exercise.id, "mistake", message, mistake.asks, mistake.name)


def _only(first: tuple[Difference, Outcome] | None) -> tuple[Difference, Outcome]:
    if first is None:  # every other way to be wrong has returned by now
        raise RuntimeError("An answer was judged wrong and no difference was found.")
    return first


def constant_ratio(pairs: Sequence[tuple[Outcome, Outcome]]) -> float | None:
    """Return r if every result is r times the expected one, on at least three numbers; else None.

    Examples
    --------
    >>> constant_ratio([(Outcome((), np.arange(5.0)), Outcome((), 7 * np.arange(5.0)))])
    7.0
    """
    ratios: list[np.ndarray] = []
    for e, g in pairs:
        expected, got = _numbers(e.value), _numbers(g.value)
        if expected is None or got is None or expected.shape != got.shape:
            return None
        zero = np.abs(expected) < 1e-300
        if np.any(got[zero] != 0):
            return None
        with np.errstate(all="ignore"):
            ratios.append(got[~zero] / expected[~zero])
    ratio = np.concatenate(ratios) if ratios else np.empty(0)
    if ratio.size < 3 or not np.isfinite(ratio).all() or np.ptp(ratio) > 1e-9 * abs(ratio[0]):
        return None
    return float(ratio[0])


def _numbers(value: Any) -> np.ndarray | None:
    parts = value if isinstance(value, (tuple, list)) else [value]
    if any(np.asarray(part).dtype.kind not in "iuf" for part in parts):
        return None
    return np.concatenate([np.ravel(np.asarray(part, dtype=float)) for part in parts])
