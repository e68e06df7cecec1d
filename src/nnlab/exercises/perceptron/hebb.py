"""Hebb's rule: cells that fire together wire together."""

import numpy as np

from nnlab.checks import Exercise
from nnlab.perceptron import hebb_rule

BATCH, FEATURES = 17, 5


def _hebb(X, y, eta0):
    w = np.zeros(X.shape[1])
    for x, fired in zip(X, y, strict=True):
        w = hebb_rule(w, x, fired, eta0)
    return w


def _hebb_probes(rng: np.random.Generator) -> list[tuple]:
    X, y = rng.normal(size=(BATCH, FEATURES)), rng.permutation(np.repeat([0, 1], [8, 9]))
    return [
        (X, y, 1.0),
        (X, y, 0.3),
        (rng.integers(0, 2, size=(7, 3)), np.array([1, 0, 1, 1, 0, 0, 1]), 0.5),
        (X, np.zeros(BATCH, dtype=int), 0.3),
    ]


hebb = Exercise(
    id="perceptron.hebb",
    reference=_hebb,
    probes=_hebb_probes,
    returns=("w[feature]",),
)


@hebb.mistake(
    "learning rate ignored",
    says="**Right for `η = 1` and not for other rates:** your result does not depend on `eta0`.",
    asks="Where does η stand in the rule?",
)
def hebb_no_rate(X, y, eta0):
    return (X * y[:, None]).sum(axis=0) * 1.0


@hebb.mistake(
    "learning rate squared",
    says="**Right for `η = 1` and not for other rates:** `eta0` enters your result twice.",
    asks="On how many lines does your code multiply by `eta0`?",
)
def hebb_rate_squared(X, y, eta0):
    return eta0**2 * (X * y[:, None]).sum(axis=0)


@hebb.mistake(
    "mean for sum",
    says="**Your weights are {args[0].shape[0]} times too small, and there are "
    "{args[0].shape[0]} rows:** you took the mean over the rows. Each row adds its own step.",
    asks="What happens to a weight when the same row comes twice?",
)
def hebb_mean(X, y, eta0):
    return eta0 * (X * y[:, None]).mean(axis=0)


@hebb.mistake(
    "silent neuron unlearns",
    says="**You also move the weights when the neuron is silent:** with `y = 0` turned into −1, "
    "those rows push the other way. In Hebb's rule they do nothing.",
    asks="What is `ηxy` when `y = 0`?",
)
def hebb_plus_minus(X, y, eta0):
    return eta0 * (X * (2 * y - 1)[:, None]).sum(axis=0)


@hebb.mistake(
    "perceptron rule for Hebb",
    says="**Your weights stop growing on rows that are answered right:** that is the perceptron's "
    "rule, which subtracts the prediction. Hebb's never asks whether the answer was right.",
    asks="Does the rule of this exercise contain a prediction?",
)
def hebb_perceptron(X, y, eta0):
    w = np.zeros(X.shape[1])
    for x, target in zip(X, y):
        prediction = 1 if x @ w >= 0 else 0
        w = w + eta0 * (target - prediction) * x
    return w


@hebb.mistake(
    "only the last row kept",
    says="**Your weights are the step of one row alone:** each row overwrites what the earlier "
    "ones left.",
    asks="Does your loop add to `w`, or replace it?",
)
def hebb_last(X, y, eta0):
    w = np.zeros(X.shape[1])
    for x, fired in zip(X, y):
        w = eta0 * fired * x
    return w * 1.0


@hebb.mistake(
    "the output ignored",
    says="**Rows with `y = 0` move your weights as much as those with `y = 1`:** the output is "
    "left out of the product.",
    asks="Which *two* cells must fire together?",
)
def hebb_no_output(X, y, eta0):
    return eta0 * X.sum(axis=0) * 1.0


@hebb.accepts
def hebb_matrix_product(X, y, eta0):
    return eta0 * (X.T @ y)


@hebb.accepts
def hebb_fired_rows(X, y, eta0):
    return eta0 * X[y == 1].sum(axis=0, dtype=float)


@hebb.accepts
def hebb_loops(X, y, eta0):
    w = np.zeros(X.shape[1])
    for n in range(X.shape[0]):
        for i in range(X.shape[1]):
            w[i] += eta0 * X[n, i] * y[n]
    return w


@hebb.accepts
def hebb_from_a_number(X, y, eta0):
    w = 0
    for x, fired in zip(X, y):
        w = w + eta0 * x * fired
    return w
