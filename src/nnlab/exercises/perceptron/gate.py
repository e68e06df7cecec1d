"""Logic gates, one unit each."""

from typing import Any

import numpy as np

from nnlab.checks import Exercise
from nnlab.exercises.perceptron.probes import binary_rows, numbers


def _fires(result: Any, gate_name: str, n_inputs: int) -> np.ndarray:
    """What the unit answers to every row of inputs: many weights are right."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise ValueError("Return two things, the weights and the bias: `return w, b`.")
    w = numbers(result[0], (n_inputs,), "w")
    b = numbers(result[1], (), "b")
    return np.where(binary_rows(n_inputs) @ w + b >= 0, 1, 0)


def _gate(name, n_inputs):
    if name == "not":
        return np.array([-1.0]), 0.5
    needed = {"and": n_inputs, "or": 1, "majority": n_inputs // 2 + 1}[name]
    return np.ones(n_inputs), 0.5 - needed


def _gate_probes(rng: np.random.Generator) -> list[tuple[str, int]]:
    n = int(rng.integers(4, 7))
    sizes = {"and": [2, 3, n], "or": [2, 3, n], "not": [1], "majority": [3, 4, 5, n]}
    return [(name, n_inputs) for name, values in sizes.items() for n_inputs in values]


gate = Exercise(
    id="perceptron.gate",
    reference=_gate,
    probes=_gate_probes,
    returns=("answer[row of the truth table]",),
    observe=_fires,
)


@gate.mistake(
    "AND of two only",
    says="**AND is right for two inputs and fires too early for three:** its bias does not grow "
    "with the number of inputs.",
    asks="How large is the weighted sum when all `n` inputs are 1, and when one of them is 0?",
)
def gate_and_of_two(name, n_inputs):
    if name == "not":
        return np.array([-1.0]), 0.5
    bias = {"and": -1.5, "or": -0.5, "majority": -(n_inputs // 2) - 0.5}
    return np.ones(n_inputs), bias[name]


@gate.mistake(
    "OR fires on nothing",
    says="**Your OR fires even when every input is 0:** its bias is 0 or more, and heaviside(0) "
    "is 1.",
    asks="Which sum must stay silent, and which is the smallest that must fire?",
)
def gate_or_of_nothing(name, n_inputs):
    if name == "not":
        return np.array([-1.0]), 0.5
    bias = {"and": -n_inputs + 0.5, "or": 0.0, "majority": -(n_inputs // 2) - 0.5}
    return np.ones(n_inputs), bias[name]


@gate.mistake(
    "a tie is no majority",
    says="**Your majority fires on a tie.** With an even number of inputs exactly half of them is "
    "not *more than half*.",
    asks="For four inputs, what should happen at a sum of 2?",
)
def gate_tie(name, n_inputs):
    if name == "not":
        return np.array([-1.0]), 0.5
    bias = {"and": -n_inputs + 0.5, "or": -0.5, "majority": -n_inputs / 2}
    return np.ones(n_inputs), bias[name]


@gate.mistake(
    "NOT with a positive weight",
    says="**Your NOT repeats its input.** A positive weight makes a unit fire when its input is 1.",
    asks="What must the weight do to the sum when the input switches on?",
)
def gate_not_positive(name, n_inputs):
    if name == "not":
        return np.array([1.0]), -0.5
    bias = {"and": -n_inputs + 0.5, "or": -0.5, "majority": -(n_inputs // 2) - 0.5}
    return np.ones(n_inputs), bias[name]


@gate.mistake(
    "threshold for bias",
    says="**Your gates fire nearly always:** you returned the threshold θ itself. The unit *adds* "
    "its bias, so `b = −θ`.",
    asks="With `b = 1.5`, what is the weighted sum when every input is 0?",
)
def gate_threshold(name, n_inputs):
    if name == "not":
        return np.array([-1.0]), -0.5
    threshold = {"and": n_inputs - 0.5, "or": 0.5, "majority": n_inputs // 2 + 0.5}
    return np.ones(n_inputs), threshold[name]


@gate.mistake(
    "AND misses one",
    says="**Your AND fires although one input is 0:** its bias lets a sum of `n − 1` through.",
    asks="Between which two sums must AND's threshold lie?",
)
def gate_and_early(name, n_inputs):
    if name == "not":
        return np.array([-1.0]), 0.5
    bias = {"and": -n_inputs + 1.0, "or": -0.5, "majority": -(n_inputs // 2) - 0.5}
    return np.ones(n_inputs), bias[name]


@gate.accepts
def gate_on_the_edge(name, n_inputs):
    if name == "not":
        return [-1], 0
    needed = {"and": n_inputs, "or": 1, "majority": n_inputs // 2 + 1}[name]
    return [1] * n_inputs, -needed


@gate.accepts
def gate_averages(name, n_inputs):
    w = np.full(n_inputs, 1 / n_inputs)
    if name == "and":
        return w, -1 + 0.5 / n_inputs
    if name == "or":
        return w, -0.5 / n_inputs
    if name == "not":
        return -10 * w, 3.0
    return w, -0.5 - 0.25 / n_inputs


@gate.accepts
def gate_float32(name, n_inputs):
    if name == "and":
        b = 0.1 - n_inputs
    elif name == "or":
        b = -0.1
    elif name == "not":
        return np.array([-2], dtype=np.float32), np.float32(1)
    else:
        b = -np.floor(n_inputs / 2) - 0.7
    return np.ones(n_inputs, dtype=np.float32), b
