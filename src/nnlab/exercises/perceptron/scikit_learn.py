"""The perceptron as scikit-learn trains it, to the last digit of its coefficients."""

import numpy as np

from nnlab import datasets
from nnlab.checks import Exercise
from nnlab.perceptron import Perceptron


def _fit_like_sklearn(X, y, n_epochs):
    model = Perceptron(max_iter=n_epochs, tol=None, shuffle=False).fit(X, y)
    return model.coef_[0], model.intercept_[0]


def _probes(rng: np.random.Generator) -> list[tuple]:
    X, species = datasets.load_iris()
    rows = rng.permutation(len(X))[:61]
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    noisy = rng.normal(size=(43, 5))  # no line separates them, so that a fit may stop early
    return [
        (X[rows, :2], (species[rows] == 0).astype(int), 5),
        (X[rows], (species[rows] == 2).astype(int), 3),
        (corners, np.array([1, 0, 0, 0]), 2),
        (noisy, (noisy[:, 0] + rng.normal(size=43) > 0).astype(int), 31),
    ]


fit_like_sklearn = Exercise(
    id="perceptron.fit_like_sklearn",
    reference=_fit_like_sklearn,
    probes=_probes,
    returns=("coef[feature]", "intercept"),
    tolerance=1e-9,
)


@fit_like_sklearn.mistake(
    "the 0/1 rule",
    says="**You use the rule with heaviside and targets 0 and 1.** It differs from scikit-learn's "
    "only where the sum is exactly 0, and with weights of zero the very first sum is.",
    asks="What does `tz ≤ 0` say at `z = 0` for a target of +1, and what does heaviside?",
)
def sklearn_heaviside(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, target in zip(X, y):
            error = target - (1 if x @ w + b >= 0 else 0)
            w, b = w + error * x, b + error
    return w, b


@fit_like_sklearn.mistake(
    "zero not counted as a mistake",
    says="**All your weights are 0:** no row ever moves them. They start at 0, so that the first "
    "sum is exactly 0.",
    asks="Does your comparison count a sum of 0 as a mistake, and is the new `w` kept?",
)
def sklearn_strict(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, 2 * y - 1):
            if t * (x @ w + b) < 0:
                w, b = w + t * x, b + t
    return w, b


@fit_like_sklearn.mistake(
    "targets left at 0 and 1",
    says="**Rows with `y = 0` never move your weights:** the step is `tx`, and your `t` is 0 "
    "there. This form of the rule wants targets −1 and +1.",
    asks="How do you make −1 and +1 out of 0 and 1?",
)
def sklearn_zero_one(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, y):
            if t * (x @ w + b) <= 0:
                w, b = w + t * x, b + t
    return w, b


@fit_like_sklearn.mistake(
    "no intercept",
    says="**Your intercept stays 0**, and so the coefficients go another way, too.",
    asks="What is the step of the weight whose input is always 1?",
)
def sklearn_no_intercept(X, y, n_epochs):
    w = np.zeros(X.shape[1])
    for _ in range(n_epochs):
        for x, t in zip(X, 2 * y - 1):
            if t * (x @ w) <= 0:
                w = w + t * x
    return w, 0.0


@fit_like_sklearn.mistake(
    "one epoch only",
    says="**Your weights are those after one epoch**; {args[2]} were asked for.",
    asks="Where in your code does `n_epochs` appear, and what does the loop around it repeat?",
)
def sklearn_one_epoch(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for x, t in zip(X, 2 * y - 1):
        if t * (x @ w + b) <= 0:
            w, b = w + t * x, b + t
    return w, b


@fit_like_sklearn.mistake(
    "stopped early",
    says="**Your weights are those of a fit that stopped before its {args[2]} epochs were over**, "
    "as the library's does when the loss falls no longer.",
    asks="What besides the number of epochs may end your fit?",
)
def sklearn_stops_early(X, y, n_epochs):
    w, b, best, idle = np.zeros(X.shape[1]), 0.0, np.inf, 0
    for _ in range(n_epochs):
        loss = 0.0
        for x, t in zip(X, 2 * y - 1):
            z = x @ w + b
            if t * z <= 0:
                w, b, loss = w + t * x, b + t, loss - t * z / len(X)
        idle = idle + 1 if loss > best - 1e-3 else 0
        best = min(best, loss)
        if idle == 5:
            break
    return w, b


@fit_like_sklearn.mistake(
    "every row moves the weights",
    says="**Your weights move at every row**, right or wrong. A perceptron learns from mistakes "
    "only.",
    asks="Which rows should leave the weights alone?",
)
def sklearn_always(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, 2 * y - 1):
            w, b = w + t * x, b + t
    return w, b


@fit_like_sklearn.mistake(
    "one step an epoch",
    says="**You find the mistakes of the whole data first and then step once:** a batch update. "
    "scikit-learn's weights change after each row.",
    asks="Which weights should decide whether row 2 is a mistake?",
)
def sklearn_batch(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    t = 2 * y - 1
    for _ in range(n_epochs):
        wrong = t * (X @ w + b) <= 0
        w, b = w + t[wrong] @ X[wrong], b + t[wrong].sum()
    return w, b


@fit_like_sklearn.accepts
def sklearn_itself(X, y, n_epochs):
    from sklearn.linear_model import Perceptron

    model = Perceptron(max_iter=n_epochs, tol=None, shuffle=False).fit(X, y)
    return model.coef_[0], model.intercept_[0]


@fit_like_sklearn.accepts
def sklearn_sgd(X, y, n_epochs):
    from sklearn.linear_model import SGDClassifier

    model = SGDClassifier(
        loss="perceptron",
        learning_rate="constant",
        eta0=1.0,
        penalty=None,
        max_iter=n_epochs,
        tol=None,
        shuffle=False,
    ).fit(X, y)
    return model.coef_.ravel(), float(model.intercept_[0])


@fit_like_sklearn.accepts
def sklearn_loop(X, y, n_epochs):
    rows, v = np.column_stack([X, np.ones(len(X))]), np.zeros(X.shape[1] + 1)
    for _ in range(n_epochs):
        for row, label in zip(rows, y):
            t = 1.0 if label == 1 else -1.0
            if t * np.dot(row, v) <= 0:
                v = v + t * row
    return v[:-1], v[-1]
