"""Any truth table by two layers."""

import numpy as np

from nnlab.checks import Exercise
from nnlab.exercises.perceptron.probes import binary_rows, two_layers


def _compile_table(X, y):
    rows = X[y == 1]
    W = 2.0 * rows.T - 1
    return W, 0.5 - rows.sum(axis=1), np.ones(len(rows)), -0.5


def _table_probes(rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    three, four = binary_rows(3), rng.permutation(binary_rows(4))
    random_three = np.array([0, 1, 1, 0, 1, 0, 0, 1])
    return [
        (binary_rows(2), np.array([0, 1, 1, 0])),
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
    observe=lambda result, X, y: two_layers(result, X),
)


@compile_table.mistake(
    "zeros not forbidden",
    says="**Your network also fires on rows that have more ones than a row of output 1**, as if "
    "the unit for (0, 1) gave its first input no weight: it then fires on (1, 1), too.",
    asks="Which weight makes a 1 count *against* firing where the row has a 0?",
)
def table_no_negative(X, y):
    rows = X[y == 1]
    return 1.0 * rows.T, 0.5 - rows.sum(axis=1), np.ones(len(rows)), -0.5


@compile_table.mistake(
    "table turned upside down",
    says="**Every answer is the opposite of the table's**, as if you had built units for the rows "
    "whose output is 0, or as if each unit switched the output off.",
    asks="On which rows does a hidden unit of yours fire, and what does the output then answer?",
)
def table_complement(X, y):
    rows = X[y == 0]
    W = 2.0 * rows.T - 1
    return W, 0.5 - rows.sum(axis=1), np.ones(len(rows)), -0.5


@compile_table.mistake(
    "and for the output",
    says="**As soon as two rows have output 1, your network answers 0 to every row**, as if the "
    "output waited for *all* hidden units: each of them should fire on one row only.",
    asks="How many hidden units fire at once, and how many does your output need?",
)
def table_and(X, y):
    rows = X[y == 1]
    W = 2.0 * rows.T - 1
    return W, 0.5 - rows.sum(axis=1), np.ones(len(rows)), 0.5 - len(rows)


@compile_table.mistake(
    "output bias of zero",
    says="**Your network answers 1 to every row:** either some hidden unit fires on each, or the "
    "output fires although all are silent, as it does when `c` is 0 or more.",
    asks="On a row whose output should be 0, which hidden units fire, and how large is the sum of "
    "the output?",
)
def table_output_bias(X, y):
    rows = X[y == 1]
    W = 2.0 * rows.T - 1
    return W, 0.5 - rows.sum(axis=1), np.ones(len(rows)), 0.0


@compile_table.mistake(
    "hidden threshold out of reach",
    says="**Your network answers 0 to every row:** either no hidden unit reaches its threshold, "
    "or the output's is too high.",
    asks="On a row whose output should be 1, how large are the sums of the hidden units, and how "
    "large is the output's?",
)
def table_never(X, y):
    rows = X[y == 1]
    W = 2.0 * rows.T - 1
    return W, -0.5 - rows.sum(axis=1), np.ones(len(rows)), -0.5


@compile_table.mistake(
    "bias the same for all rows",
    says="**Your network finds the row of ones and misses the rows with fewer**, as if all hidden "
    "units had the bias that suits the row of ones. With fewer ones the sum is smaller.",
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
