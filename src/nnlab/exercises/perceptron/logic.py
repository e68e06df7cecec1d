"""Logic with neurons: gates, XOR by two layers, any truth table."""

from itertools import product
from typing import Any

import numpy as np

from nnlab.checks import Exercise


def _binary_rows(n_inputs: int) -> np.ndarray:
    return np.array(list(product([0, 1], repeat=n_inputs)))


def _numbers(value: Any, shape: tuple[int, ...], name: str) -> np.ndarray:
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or not np.isfinite(array).all():
        raise ValueError(f"`{name}` should hold finite numbers; it is {value!r}.")
    if array.shape != shape:
        raise ValueError(f"`{name}` should have shape {shape}; it has {array.shape}.")
    return array


def _fires(result: Any, gate_name: str, n_inputs: int) -> np.ndarray:
    """What the unit answers to every row of inputs: many weights are right."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise ValueError("Return two things, the weights and the bias: `return w, b`.")
    w = _numbers(result[0], (n_inputs,), "w")
    b = _numbers(result[1], (), "b")
    return np.where(_binary_rows(n_inputs) @ w + b >= 0, 1, 0)


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
    says="**With bias 0 your OR fires even when every input is 0:** the weighted sum is then 0, "
    "and heaviside(0) is 1.",
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


def _network(result: Any, n_inputs: int) -> tuple[np.ndarray, ...]:
    if not isinstance(result, (tuple, list)) or len(result) != 4:
        raise ValueError("Return four things: `return W, b, v, c`.")
    W = np.asarray(result[0])
    if W.ndim != 2 or W.shape[0] != n_inputs:
        raise ValueError(
            f"`W` should have one row an input and one column a hidden unit, shape ({n_inputs}, "
            f"units); it has {W.shape}."
        )
    units = W.shape[1]
    return (
        _numbers(W, W.shape, "W"),
        _numbers(result[1], (units,), "b"),
        _numbers(result[2], (units,), "v"),
        _numbers(result[3], (), "c"),
    )


def _two_layers(result: Any, X: np.ndarray) -> np.ndarray:
    W, b, v, c = _network(result, X.shape[1])
    hidden = np.where(X @ W + b >= 0, 1, 0)
    return np.where(hidden @ v + c >= 0, 1, 0)


def _xor_network():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]), np.array([1.0, -1.0]), -0.5


def _xor_answers(result: Any) -> np.ndarray:
    answers = _two_layers(result, _binary_rows(2))
    if (units := np.shape(result[0])[1]) != 2:
        raise ValueError(f"Two hidden units are asked for; `W` has {units} columns.")
    return answers


xor_network = Exercise(
    id="perceptron.xor_network",
    reference=_xor_network,
    probes=lambda rng: [()],
    returns=("answer[row of the truth table]",),
    observe=_xor_answers,
)


@xor_network.mistake(
    "or for xor",
    says="**Your network answers 1 to (1, 1):** it computes OR. The unit that sees *both* should "
    "hold the output back.",
    asks="Which sign has the output's weight for the unit that computes AND?",
)
def xor_is_or():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]), np.array([1.0, 1.0]), -0.5


@xor_network.mistake(
    "xnor for xor",
    says="**Every answer is the opposite of XOR:** your network fires when the inputs are equal.",
    asks="Which way round should the output's weights and bias be?",
)
def xor_is_xnor():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]), np.array([-1.0, 1.0]), 0.5


@xor_network.mistake(
    "and for xor",
    says="**Your network fires for (1, 1) alone:** it computes AND.",
    asks="What should the output do when only one of the hidden units fires?",
)
def xor_is_and():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]), np.array([1.0, 1.0]), -1.5


@xor_network.mistake(
    "always on",
    says="**Your network answers 1 to all four inputs**, so that it says the same for XOR's two "
    "cases. (A slide that this course grew from has that very error.)",
    asks="What does the output unit get when both hidden units are silent?",
)
def xor_always_on():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]), np.array([1.0, 1.0]), 0.0


@xor_network.mistake(
    "one side of xor",
    says="**Your network fires for (1, 0) and not for (0, 1):** one hidden unit finds *the first "
    "without the second*; XOR has a second way to be true.",
    asks="What should the other hidden unit look for?",
)
def xor_one_side():
    return np.array([[1.0, 1.0], [-1.0, -1.0]]), np.array([-0.5, -0.5]), np.array([1.0, 1.0]), -0.5


@xor_network.accepts
def xor_both_sides():
    return np.array([[1, -1], [-1, 1]]), np.array([-1, -1]), np.array([1, 1]), -1


@xor_network.accepts
def xor_nand_and_or():
    return [[-2.0, 2.0], [-2.0, 2.0]], [3.0, -1.0], [2.0, 2.0], -3.0


@xor_network.accepts
def xor_float32():
    W = np.ones((2, 2), dtype=np.float32)
    return W, np.array([-1, -2], dtype=np.float32), np.array([1, -2], dtype=np.float32), -0.5


def _compile_table(X, y):
    rows = X[y == 1]
    W = 2.0 * rows.T - 1
    return W, 0.5 - rows.sum(axis=1), np.ones(len(rows)), -0.5


def _table_probes(rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    three, four = _binary_rows(3), rng.permutation(_binary_rows(4))
    random_three = np.array([0, 1, 1, 0, 1, 0, 0, 1])
    return [
        (_binary_rows(2), np.array([0, 1, 1, 0])),
        (three, rng.permutation(random_three)),
        (four, rng.permutation(np.repeat([0, 1], [9, 7]))),
        (three, np.array([0, 0, 0, 0, 0, 0, 0, 1])),
        (three, np.array([1, 0, 0, 0, 0, 0, 0, 0])),
        (three, np.ones(8, dtype=int)),
        (three, np.zeros(8, dtype=int)),
    ]


compile_table = Exercise(
    id="perceptron.compile_table",
    reference=_compile_table,
    probes=_table_probes,
    returns=("answer[row of the table]",),
    observe=lambda result, X, y: _two_layers(result, X),
)


@compile_table.mistake(
    "zeros not forbidden",
    says="**Your hidden units fire on more than their own row:** a unit for (0, 1) that gives its "
    "first input no weight also fires on (1, 1).",
    asks="Which weight makes a 1 count *against* firing where the row has a 0?",
)
def table_no_negative(X, y):
    rows = X[y == 1]
    return 1.0 * rows.T, 0.5 - rows.sum(axis=1), np.ones(len(rows)), -0.5


@compile_table.mistake(
    "table turned upside down",
    says="**Every answer is the opposite of the table's:** you built units for the rows whose "
    "output is 0.",
    asks="Which rows should switch the output on?",
)
def table_complement(X, y):
    rows = X[y == 0]
    W = 2.0 * rows.T - 1
    return W, 0.5 - rows.sum(axis=1), np.ones(len(rows)), -0.5


@compile_table.mistake(
    "and for the output",
    says="**Your output waits for *all* hidden units.** Each of them fires on one row only, so "
    "that with two or more the output never comes.",
    asks="Should the output be an AND of the hidden units, or an OR?",
)
def table_and(X, y):
    rows = X[y == 1]
    W = 2.0 * rows.T - 1
    return W, 0.5 - rows.sum(axis=1), np.ones(len(rows)), 0.5 - len(rows)


@compile_table.mistake(
    "output bias of zero",
    says="**Your network answers 1 to every row:** with `c = 0` the output's sum is 0 when all "
    "hidden units are silent, and heaviside(0) is 1.",
    asks="Between which two sums must the output's threshold lie?",
)
def table_output_bias(X, y):
    rows = X[y == 1]
    W = 2.0 * rows.T - 1
    return W, 0.5 - rows.sum(axis=1), np.ones(len(rows)), 0.0


@compile_table.mistake(
    "hidden threshold out of reach",
    says="**Your network answers 0 to every row:** no hidden unit reaches its threshold even on "
    "its own row.",
    asks="On its own row, what is the largest sum that a unit's weights can give?",
)
def table_never(X, y):
    rows = X[y == 1]
    W = 2.0 * rows.T - 1
    return W, -0.5 - rows.sum(axis=1), np.ones(len(rows)), -0.5


@compile_table.mistake(
    "bias the same for all rows",
    says="**Your hidden units share one bias, {args[0].shape[1]} − ½ below zero:** it suits the "
    "row of ones. A row with fewer ones reaches a smaller sum.",
    asks="How large is the sum of a unit's weights over the ones of its own row?",
)
def table_one_bias(X, y):
    rows = X[y == 1]
    W = 2.0 * rows.T - 1
    return W, np.full(len(rows), 0.5 - X.shape[1]), np.ones(len(rows)), -0.5


@compile_table.accepts
def table_all_rows(X, y):
    signs = np.where(X == 1, 1, -1)
    return signs.T, -X.sum(axis=1), np.where(y == 1, 1, -1), 0


@compile_table.accepts
def table_loop(X, y):
    columns, biases = [], []
    for row, output in zip(X, y):
        if output == 1:
            columns.append([1.0 if bit else -1.0 for bit in row])
            biases.append(-float(sum(row)))
    W = np.array(columns).reshape(-1, X.shape[1]).T
    return W, np.array(biases), np.ones(len(biases)), -1.0


@compile_table.accepts
def table_counting(X, y):
    place = 2.0 ** np.arange(X.shape[1])
    W = np.stack([place, -place], axis=1)[:, np.tile([0, 1], len(X))]
    numbers = X @ place
    b = np.ravel(np.stack([-numbers, numbers], axis=1))
    return W, b, np.repeat(y, 2).astype(np.float32), -0.5 - y.sum()
