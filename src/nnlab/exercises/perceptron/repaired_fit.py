"""Find the bug: a perceptron with three outputs that never settles."""

import numpy as np

from nnlab import datasets
from nnlab.activations import heaviside
from nnlab.checks import Exercise


def _repaired_fit(X, Y, n_epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for _ in range(n_epochs):
        for x, y in zip(X, Y, strict=True):
            error = y - heaviside(x @ W + b)
            W = W + np.outer(x, error)
            b = b + error
    return W, b


def _probes(rng: np.random.Generator) -> list[tuple]:
    X, species = datasets.load_iris()
    rows = rng.permutation(len(X))[:61]
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    gates = np.array([[0, 0, 1], [0, 1, 1], [0, 1, 1], [1, 1, 0]])
    return [(X[rows], np.eye(3, dtype=int)[species[rows]], 2), (corners, gates, 7)]


repaired_fit = Exercise(
    id="perceptron.repaired_fit",
    reference=_repaired_fit,
    probes=_probes,
    returns=("W[feature, unit]", "b[unit]"),
    tolerance=1e-9,
)


@repaired_fit.mistake(
    "nothing repaired yet",
    says="**This still does what the broken one does.** Its weights blow up on iris, to {got}.",
    asks="After one row, print the error: which values should it be able to take?",
)
def fit_broken(X, Y, n_epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for epoch in range(n_epochs):
        for x, y in zip(X, Y):
            z = x @ W + b
            error = y - z
            W = W + np.outer(x, error)
            b = error
    return W, b


@repaired_fit.mistake(
    "the step is still missing",
    says="**The bias is mended, and one bug is left:** your error is still the target less the "
    "*sum*, so that even a right answer moves the weights.",
    asks="What does a TLU compute after its sum?",
)
def fit_no_step(X, Y, n_epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for epoch in range(n_epochs):
        for x, y in zip(X, Y):
            error = y - (x @ W + b)
            W = W + np.outer(x, error)
            b = b + error
    return W, b


@repaired_fit.mistake(
    "the bias is still overwritten",
    says="**The error is right now, and one bug is left:** after each row the bias holds the last "
    "error alone, as if nothing had been learnt before.",
    asks="Compare the line that changes `W` with the line that changes `b`. How do they differ?",
)
def fit_bias_overwritten(X, Y, n_epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for epoch in range(n_epochs):
        for x, y in zip(X, Y):
            error = y - np.where(x @ W + b >= 0, 1, 0)
            W = W + np.outer(x, error)
            b = error
    return W, b


@repaired_fit.mistake(
    "zero left out",
    says="**Both bugs are gone and a new one came in:** at a sum of exactly 0 your unit stays "
    "silent, and with weights of zero that is where it starts.",
    asks="What is heaviside(0)?",
)
def fit_strict(X, Y, n_epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for epoch in range(n_epochs):
        for x, y in zip(X, Y):
            error = y - np.where(x @ W + b > 0, 1, 0)
            W = W + np.outer(x, error)
            b = b + error
    return W, b


@repaired_fit.mistake(
    "one winner for three units",
    says="**You let only the largest sum fire.** The three units learn independently: each "
    "compares its own sum with 0, and two may fire at once.",
    asks="May unit 1 know what unit 2 answers while it learns?",
)
def fit_argmax(X, Y, n_epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for epoch in range(n_epochs):
        for x, y in zip(X, Y):
            error = y - np.eye(Y.shape[1])[np.argmax(x @ W + b)]
            W = W + np.outer(x, error)
            b = b + error
    return W, b


@repaired_fit.mistake(
    "sign for heaviside",
    says="**Your prediction is −1 where it should be 0:** that step goes with targets −1 and 1, "
    "and these are 0 and 1.",
    asks="Which values has `Y`?",
)
def fit_sign(X, Y, n_epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for epoch in range(n_epochs):
        for x, y in zip(X, Y):
            error = y - np.where(x @ W + b >= 0, 1, -1)
            W = W + np.outer(x, error)
            b = b + error
    return W, b


@repaired_fit.accepts
def fit_where(X, Y, n_epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for epoch in range(n_epochs):
        for x, y in zip(X, Y):
            error = y - np.where(x @ W + b >= 0, 1, 0)
            W += np.outer(x, error)
            b += error
    return W, b


@repaired_fit.accepts
def fit_unit_by_unit(X, Y, n_epochs):
    columns, biases = [], []
    for targets in Y.T:
        w, b = np.zeros(X.shape[1]), 0.0
        for _ in range(n_epochs):
            for x, y in zip(X, targets):
                error = y - (1 if x @ w + b >= 0 else 0)
                w, b = w + error * x, b + error
        columns.append(w)
        biases.append(b)
    return np.stack(columns, axis=1), np.array(biases)


@repaired_fit.accepts
def fit_augmented(X, Y, n_epochs):
    rows, V = np.column_stack([X, np.ones(len(X))]), np.zeros((X.shape[1] + 1, Y.shape[1]))
    for _ in range(n_epochs):
        for row, y in zip(rows, Y):
            V = V + row[:, None] * (y - np.heaviside(row @ V, 1))[None, :]
    return V[:-1], V[-1]
