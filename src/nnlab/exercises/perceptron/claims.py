"""True or false, and show it: eight claims about the chapter."""

from typing import Any

import numpy as np

from nnlab.checks import Exercise

_KEYS = "abcdefgh"


def _claims():
    return {
        "a": False,
        "b": True,
        "c": False,
        "d": True,
        "e": True,
        "f": False,
        "g": False,
        "h": True,
    }


def _counted(result: Any) -> tuple[int, str]:
    """How many are right (which is all that a wrong answer is told), and the answers."""
    if not isinstance(result, dict) or sorted(map(str, result)) != list(_KEYS):
        raise ValueError('Return a dict with the keys "a" to "h".')
    single = all(isinstance(result[key], (bool, int, float, np.generic)) for key in _KEYS)
    if not single or any(result[key] not in (True, False) for key in _KEYS):
        raise ValueError("Each of the eight values should be True or False.")
    right = sum(bool(result[key]) == value for key, value in _claims().items())
    return right, "".join("T" if result[key] else "F" for key in _KEYS)


claims = Exercise(
    id="perceptron.claims",
    reference=_claims,
    probes=lambda rng: [()],
    returns=("number of right answers", "answers"),
    observe=_counted,
)


@claims.mistake(
    "McCulloch and Pitts dated 1944",
    says="**Seven of eight.** Look at (a) again: one of the course's sources has that year wrong.",
    asks="What year stands on the paper in the list of sources of the lesson?",
)
def claims_a():
    return dict(a=True, b=True, c=False, d=True, e=True, f=False, g=False, h=True)


@claims.mistake(
    "perceptron after its critics",
    says="**Seven of eight.** Look at (b) again: Minsky and Papert wrote about a machine that had "
    "been there for years.",
    asks="Where do the two stand on the lesson's timeline?",
)
def claims_b():
    return dict(a=False, b=False, c=False, d=True, e=True, f=False, g=False, h=True)


@claims.mistake(
    "the artificial neuron is a copy",
    says="**Seven of eight.** Look at (c) again: the weighted sum is an idea taken from biology, "
    "not a measurement of it.",
    asks="What does a real neuron send down its axon: a number, or pulses in time?",
)
def claims_c():
    return dict(a=False, b=True, c=True, d=True, e=True, f=False, g=False, h=True)


@claims.mistake(
    "the learning rate decides",
    says="**Seven of eight.** Look at (d) again, and try it: count the mistakes with the two "
    "rates, from weights of zero.",
    asks="What happens to the line when `w` and `b` are both multiplied by 8?",
)
def claims_d():
    return dict(a=False, b=True, c=False, d=False, e=True, f=False, g=False, h=True)


@claims.mistake(
    "the order of the rows decides convergence",
    says="**Seven of eight.** Look at (e) again: does the order of the rows appear anywhere in the "
    "proof of the bound?",
    asks="What does (R/γ)² depend on?",
)
def claims_e():
    return dict(a=False, b=True, c=False, d=True, e=False, f=False, g=False, h=True)


@claims.mistake(
    "XOR only needs patience",
    says="**Seven of eight.** Look at (f) again: the theorem promises an end only when there is a "
    "line.",
    asks="What did the linear program say about XOR?",
)
def claims_f():
    return dict(a=False, b=True, c=False, d=True, e=True, f=True, g=False, h=True)


@claims.mistake(
    "a sum for a probability",
    says="**Seven of eight.** Look at (g) again: all weights times ten make the same perceptron, "
    "with the same mistakes.",
    asks="What would that do to a probability made out of `z`?",
)
def claims_g():
    return dict(a=False, b=True, c=False, d=True, e=True, f=False, g=True, h=True)


@claims.mistake(
    "two layers are not enough",
    says="**Seven of eight.** Look at (h) again: you compiled a truth table yourself.",
    asks="Was there a row of any table that your hidden units could not pick out?",
)
def claims_h():
    return dict(a=False, b=True, c=False, d=True, e=True, f=False, g=False, h=False)


@claims.accepts
def claims_zip():
    return dict(zip("abcdefgh", [False, True, False, True, True, False, False, True]))


@claims.accepts
def claims_numbers():
    return {letter: letter in "bdeh" for letter in "hgfedcba"}


@claims.accepts
def claims_computed():
    order = {"McCulloch and Pitts": 1943, "Rosenblatt": 1957, "Minsky and Papert": 1969}
    answers = {letter: False for letter in "abcdefgh"}
    answers["a"] = order["McCulloch and Pitts"] == 1944
    answers["b"] = order["Rosenblatt"] < order["Minsky and Papert"]
    answers["d"] = answers["e"] = answers["h"] = True
    return answers
