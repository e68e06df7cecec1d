"""The words of a verdict: what was seen, then the likely cause, then one question."""

from itertools import takewhile
from typing import Any

import numpy as np

from nnlab.checks.compare import Difference
from nnlab.checks.exercise import Exercise
from nnlab.checks.frames import raised_below, students_line
from nnlab.checks.outcome import Outcome
from nnlab.checks.verdict import Verdict

Words = tuple[str, str]

_MOST_DIGITS = 9
_FEW = 8  # numbers that are shown one by one
_MOST_CHARACTERS = 2000  # of an exception's own text


def passed(exercise: Exercise, got: list[Outcome]) -> str:
    """Praise with numbers, and pass on what NumPy warned of."""
    probes = len(got)
    text = f"**{exercise.function}: {probes} of {probes} probes agree** with the reference"
    text += f" to {exercise.tolerance:.0e}." if exercise.tolerance else "."
    warned = next((outcome.warned[0] for outcome in got if outcome.warned), "")
    if warned:
        text += f" (NumPy warned on the way: *{warned}*. The values are right all the same.)"
    return text


def not_started(name: str) -> Words:
    """Say that the stub is still there."""
    return f"**Not started:** `{name}` still raises `NotImplementedError`.", ""


def not_a_function(name: str, answer: Any) -> Words:
    """Say that the function itself is wanted, not what it returned."""
    return (
        f"**The check wants the function itself**, and received {describe(answer)}.",
        f"Did you write `{name}(...)` with brackets where `{name}` was meant?",
    )


def raised(exercise: Exercise, names: tuple[str, ...], outcome: Outcome) -> tuple[Words, str]:
    """Show the exception, the student's own line, and the arguments.

    The text of the exception and the line are the student's: the message comes without them, too.
    """
    error = outcome.error
    name = type(error).__name__
    called = f"It was called with {arguments(names, outcome.args)}."
    said = str(error)[:_MOST_CHARACTERS].replace("`", "'")
    said = f":** `{said}`" if said.strip() else "**"
    message = f"**Your function raised {name}{said}{students_line(error)}. {called}"
    asks = f"What does `{exercise.function}` give when you call it with these by hand?"
    return (message, asks), f"**Your function raised {name}.** {called}"


def needs_another(exercise: Exercise, outcome: Outcome) -> tuple[Words, str]:
    """Say that the answer calls a function that is not written yet."""
    stub = raised_below(outcome.error)
    message = "**`{}` calls {}, which still raises `NotImplementedError`.**"
    asks = "Which of the two do you want to write first?"
    unquoted = message.format(exercise.function, "another function")
    return (message.format(exercise.function, f"`{stub}`"), asks), unquoted


def did_not_raise(names: tuple[str, ...], outcome: Outcome) -> Words:
    """Say that an error was asked for."""
    return (
        f"**A {type(outcome.error).__name__} was expected and none came**, "
        f"for {arguments(names, outcome.args)}.",
        "What does the exercise ask for in this case?",
    )


def unusable(exercise: Exercise, names: tuple[str, ...], outcome: Outcome) -> Words:
    """Say why the result cannot be used."""
    if outcome.value is None:
        return _nothing(arguments(names, outcome.args))
    return (
        f"**The result cannot be used:** {outcome.unusable} "
        f"`{exercise.function}` was called with {arguments(names, outcome.args)}.",
        "What does the exercise ask you to return?",
    )


def differs(
    exercise: Exercise, names: tuple[str, ...], difference: Difference, outcome: Outcome
) -> Words:
    """Say what differs before any value is compared: type, shape, dtype, or a nan."""
    part, _ = _place(exercise, difference)
    called = arguments(names, outcome.args)
    expected, got = describe(difference.expected), describe(difference.got)
    match difference.kind:
        case "shape" | "type" if not difference.path and len(exercise.returns) > 1:
            wanted = ", ".join(f"`{_label(label)}`" for label in exercise.returns)
            return f"**{len(exercise.returns)} things should come back** ({wanted}); got {got}.", (
                "What does your `return` line hold?"
            )
        case "type" if difference.got is None:
            return _nothing(called)
        case "dtype" if np.asarray(difference.got).dtype.kind == "b":
            return (
                f"**The {part} holds True and False; numbers are expected.** "
                "`True - True` is an error in NumPy, and the next step will subtract.",
                "How do you turn a comparison into 0 and 1?",
            )
        case "dtype":
            kinds = {"b": "True or False", "U": "text", "O": "objects of no single type"}
            wanted, came = (
                kinds.get(np.asarray(value).dtype.kind, "numbers")
                for value in (difference.expected, difference.got)
            )
            return f"**The {part} should hold {wanted}; yours holds {came}.**", (
                "Which values does the exercise ask for?"
            )
        case "non-finite":
            return (
                f"**There is {difference.got} in the {part}{_at(exercise, difference)}**, "
                f"for {called}.",
                "Which operation met a number too large for it, or a zero below a fraction line?",
            )
    axes = difference.kind == "shape" and np.ndim(difference.got) > 0
    return (
        f"**The {part} has the wrong {difference.kind}:** expected {expected}, got {got}, "
        f"for {called}.",
        "Which axis holds what?" if axes else "What should come back?",
    )


def _nothing(called: str) -> Words:
    return (
        f"**Your function returned nothing** (`None`) for {called}.",
        "Is there a `return` on every way through it, and what does it return?",
    )


def modified(exercise: Exercise, outcome: Outcome, values_differ: bool) -> Words:
    """Say which argument was changed in place."""
    changed = " and ".join(f"`{name}`" for name in outcome.modified)
    values = "Values differ, too, and your" if values_differ else "The values are right, but your"
    return (
        f"**{values} function changed the array it was given** ({changed}). The caller still "
        "needs it.",
        "Where do `-=`, `+=` or `x[...] = ` write?",
    )


def not_deterministic(exercise: Exercise) -> Words:
    """Say that two calls gave two results."""
    return (
        f"**The same call of `{exercise.function}` gave two different results.** It depends on "
        "something besides its arguments: a global variable, a random number, or an array from "
        "`np.empty` with places left unfilled.",
        "Which value in your function does not come from its arguments?",
    )


def ratio(value: float, names: tuple[str, ...], outcome: Outcome) -> Words:
    """Name a constant ratio, and the dimension or argument that explains it."""
    if np.isclose(value, -1):
        return (
            "**Every value has the right size and the wrong sign.**",
            "Which way round is the difference?",
        )
    if value == 0:
        return "**All your numbers are 0.**", "Which line should change them, and does it run?"
    _, times = _apart(1.0, value)
    text = f"**Your result is {times} times the expected one**, on every probe."
    for name, argument in zip(names, outcome.args, strict=False):
        for axis, size in enumerate(np.shape(argument) if isinstance(argument, np.ndarray) else ()):
            if size > 1 and (np.isclose(value, size) or np.isclose(value, 1 / size)):
                named = ("rows", "columns")[axis] if axis < 2 else f"entries along axis {axis}"
                question = "Is a sum or a mean asked for here?"
                return f"{text} And `{name}` has {size} {named}.", question
        if isinstance(argument, (float, np.floating)) and argument:
            for power, question in ((1, "used once too often"), (-1, "left out")):
                if np.isclose(value, argument**power):
                    return f"{text} And `{name}` is {argument:.6g}.", f"Is `{name}` {question}?"
    return text, "Which factor is missing, or there twice?"


def value(
    exercise: Exercise,
    names: tuple[str, ...],
    difference: Difference,
    outcome: Outcome,
    agreeing: int,
    probes: int,
) -> Words:
    """Say where the first value differs, and what is right already."""
    part, position = _place(exercise, difference)
    right = " Type and shape are right"
    right += f"; {agreeing} of {probes} probes agree." if agreeing else "."
    if position:
        earlier = " and ".join(f"`{_label(label)}`" for label in exercise.returns[:position])
        right += f" On this probe {earlier} agree{'s' if position == 1 else ''}."
    called = arguments(names, outcome.args)
    small = not any(isinstance(value, np.ndarray) and value.size > _FEW for value in outcome.args)
    expected, got = _both(difference)
    return (
        f"**First difference in the {part}{_at(exercise, difference)}:** expected {expected}, "
        f"got {got}"
        f"{f', for {called}' if names and small else ''}.{right}",
        "Take the smallest case you can and do it by hand: where do you and your function part?"
        if names
        else "Go through what the exercise asks for, point by point: which one do you doubt?",
    )


def only_hidden(hidden: Verdict) -> Words:
    """Say what may be said of probes that a student cannot see: no number of theirs."""
    named = f" It looks like this: *{hidden.mistake}*." if hidden.mistake else ""
    return (
        "**Right on the inputs you can see, not on others of the same kind** "
        f"(what differs: {hidden.kind}).{named}",
        hidden.asks or "What do the inputs you can see have in common?",
    )


def fill(says: str, exercise: Exercise, got: Outcome, difference: Difference | None) -> str:
    """Fill a mistake's words with the student's own shapes and numbers."""
    if difference is None:
        return says.format(args=got.args, got="", expected="", where="")
    wanted, came = _apart(difference.expected, difference.got)
    return says.format(
        args=got.args,
        got=came,
        expected=wanted,
        where=_at(exercise, difference).removeprefix(", "),
    )


def describe(value: Any) -> str:
    """Say what a value is, in a few words.

    Examples
    --------
    >>> describe(np.zeros((7, 3))), describe(2.5), describe((1, 2))
    ('an array of shape (7, 3)', 'the number 2.5', 'a tuple of 2')
    """
    if isinstance(value, np.ndarray):
        if type(value) is not np.ndarray:  # a matrix or a masked array looks like one
            return f"a `{type(value).__name__}` of shape {value.shape}"
        kind = "" if value.dtype.kind in "iufc" else f" of {value.dtype}"
        return f"an array{kind} of shape {value.shape}"
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, float, complex, np.number)):
        return f"the number {number(value)}"
    if isinstance(value, (tuple, list, dict)):
        article = {"tuple": "a tuple", "list": "a list", "dict": "a dict"}
        return f"{article.get(type(value).__name__, type(value).__name__)} of {len(value)}"
    if isinstance(value, str):
        return f"a text of {len(value)} characters"
    return f"an object of type {type(value).__name__}"


def number(value: Any, digits: int = 6) -> str:
    """Write a number as a student would: six digits, no dtype."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value)) if abs(int(value)) < 10**_MOST_DIGITS else "a huge integer"
    if isinstance(value, (float, complex, np.inexact)):
        return f"{value:.{digits}g}"
    return describe(value)


def arguments(names: tuple[str, ...], args: tuple[Any, ...]) -> str:
    """Name the arguments of a call, small ones with their values."""
    named = zip(names, args, strict=False)
    return ", ".join(f"`{name}` = {_argument(value)}" for name, value in named) or "no arguments"


def _argument(value: Any) -> str:
    if isinstance(value, np.ndarray) and 0 < value.size <= _FEW:
        return f"`{np.array2string(value, precision=3, separator=', ')}`".replace("\n", "")
    if isinstance(value, str):
        return f"`{value!r}`"
    return f"`{number(value)}`" if np.isscalar(value) else describe(value)


def _both(difference: Difference) -> tuple[str, str]:
    """Say what was expected and what came; of a student's text, how far it is right."""
    expected, got = difference.expected, difference.got
    if not isinstance(expected, str):
        return _apart(expected, got)
    pairs = zip(expected, got, strict=False)
    right = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return repr(expected), f"a text that begins to differ after {right} characters"


def _apart(one: Any, other: Any) -> tuple[str, str]:
    """Write two values with as many digits as it takes to see that they differ."""
    texts = number(one), number(other)
    for digits in range(7, 18):
        if texts[0] != texts[1]:
            break
        texts = number(one, digits), number(other, digits)
    return texts


def _label(label: str) -> str:
    return label.partition("[")[0]


def _place(exercise: Exercise, difference: Difference) -> tuple[str, int]:
    position = next(iter(difference.path), 0)
    if isinstance(position, str):
        return f"entry `{position}`", 0
    if position < len(exercise.returns) and len(exercise.returns) > 1:
        return f"`{_label(exercise.returns[position])}`", position
    return _label(exercise.returns[0]) if len(exercise.returns) == 1 else "result", 0


def _at(exercise: Exercise, difference: Difference) -> str:
    """Say the place in the array by the names of its axes, as `returns` gives them."""
    position = next(iter(difference.path), 0)
    part = position if isinstance(position, int) else 0
    label = exercise.returns[part] if part < len(exercise.returns) else ""
    axes = [axis.strip() for axis in label.partition("[")[2].rstrip("]").split(",") if axis]
    if not difference.index:
        return ""
    if len(axes) != len(difference.index):
        return f", at index {difference.index}"
    return ", at " + ", ".join(f"{a} {i}" for a, i in zip(axes, difference.index, strict=True))
