"""Counting the perceptron's mistakes, and the bound that they never pass."""

import numpy as np

from nnlab import perceptron
from nnlab.checks import Exercise


def _separable(rng: np.random.Generator, rows: int, features: int, margin: float) -> tuple:
    """Draw rows that a known unit separates, none nearer than the margin to its plane."""
    w, b = rng.normal(size=features), rng.normal() / 2
    length = np.linalg.norm(w)
    X = rng.normal(size=(20 * rows, features))
    X = X[np.abs(X @ w + b) >= margin * length][:rows]
    return X, np.where(X @ w + b >= 0, 1, 0), w, b


def _count_mistakes(X, y, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_epochs):
        before = mistakes
        for x, target in zip(X, y, strict=True):
            error = target - (1 if x @ w + b >= 0 else 0)
            w, b = w + error * x, b + error
            mistakes += abs(int(error))
        if mistakes == before:
            break
    return mistakes


def _count_probes(rng: np.random.Generator) -> list[tuple]:
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return [
        (*_separable(rng, 29, 5, 0.2)[:2], 1000),
        (*_separable(rng, 31, 2, 0.1)[:2], 1000),
        (corners, np.array([0, 0, 0, 1]), 100),
        (corners, np.array([0, 1, 1, 0]), 13),
        (corners, np.array([1, 1, 1, 1]), 100),
    ]


count_mistakes = Exercise(
    id="perceptron.count_mistakes",
    reference=_count_mistakes,
    probes=_count_probes,
    returns=("number of mistakes",),
)


@count_mistakes.mistake(
    "epochs for mistakes",
    says="**You count epochs: {got}; the rule made {expected} mistakes on the way.** The theorem "
    "bounds the mistakes.",
    asks="How often does your counter grow inside one epoch?",
)
def count_epochs(X, y, max_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(max_epochs):
        mistakes = 0
        for x, target in zip(X, y):
            error = target - (1 if x @ w + b >= 0 else 0)
            w, b = w + error * x, b + error
            mistakes += abs(int(error))
        if mistakes == 0:
            break
    return epoch


@count_mistakes.mistake(
    "only the last epoch counted",
    says="**You give the mistakes of the last epoch alone, {got} instead of {expected}:** your "
    "counter starts again with every epoch.",
    asks="Where in your code is the counter set to 0?",
)
def count_last(X, y, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_epochs):
        mistakes = 0
        for x, target in zip(X, y):
            error = target - (1 if x @ w + b >= 0 else 0)
            w, b = w + error * x, b + error
            mistakes += abs(int(error))
        if mistakes == 0:
            break
    return mistakes


@count_mistakes.mistake(
    "stopped after one epoch",
    says="**You count the first epoch only: {got} of {expected}.** The rule goes over the data "
    "until a whole epoch passes without a mistake.",
    asks="What ends your loop?",
)
def count_first(X, y, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, 0
    for x, target in zip(X, y):
        error = target - (1 if x @ w + b >= 0 else 0)
        w, b = w + error * x, b + error
        mistakes += abs(int(error))
    return mistakes


@count_mistakes.mistake(
    "stopped at the first right answer",
    says="**You stop at the first row that is answered right**, after {got} of {expected} "
    "mistakes. Only a whole epoch without a mistake is proof.",
    asks="At the end of what may you ask whether there was a mistake?",
)
def count_break(X, y, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_epochs):
        for x, target in zip(X, y):
            error = target - (1 if x @ w + b >= 0 else 0)
            if error == 0:
                return mistakes
            w, b = w + error * x, b + error
            mistakes += 1
    return mistakes


@count_mistakes.mistake(
    "errors cancel",
    says="**You add up the errors with their signs**, so that a −1 takes back a +1: {got} instead "
    "of {expected}.",
    asks="Is a neuron that fired wrongly once and stayed silent wrongly once free of mistakes?",
)
def count_signed(X, y, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_epochs):
        wrong = False
        for x, target in zip(X, y):
            error = target - (1 if x @ w + b >= 0 else 0)
            w, b = w + error * x, b + error
            mistakes += int(error)
            wrong = wrong or error != 0
        if not wrong:
            break
    return mistakes


@count_mistakes.mistake(
    "bias never moves",
    says="**You get {got} mistakes instead of {expected}:** that is what happens when the bias "
    "stays 0, so that the line may only turn about the origin.",
    asks="Which weights does your update change?",
)
def count_no_bias(X, y, max_epochs):
    w, mistakes = np.zeros(X.shape[1]), 0
    for _ in range(max_epochs):
        before = mistakes
        for x, target in zip(X, y):
            error = target - (1 if x @ w >= 0 else 0)
            w = w + error * x
            mistakes += abs(int(error))
        if mistakes == before:
            break
    return mistakes


@count_mistakes.accepts
def count_augmented(X, y, max_epochs):
    rows, v, total = np.column_stack([X, np.ones(len(X))]), np.zeros(X.shape[1] + 1), 0
    for _ in range(max_epochs):
        errors = []
        for row, target in zip(rows, y):
            error = target - np.heaviside(row @ v, 1)
            v = v + error * row
            errors.append(error)
        total += np.count_nonzero(errors)
        if not any(errors):
            return total
    return total


@count_mistakes.accepts
def count_while(X, y, max_epochs):
    w, b, total, epoch, clean = np.zeros(X.shape[1]), 0.0, 0.0, 0, False
    while not clean and epoch < max_epochs:
        clean = True
        for n in range(len(X)):
            if (np.dot(w, X[n]) + b >= 0) != (y[n] == 1):
                clean = False
                total += 1
                w = w + X[n] if y[n] == 1 else w - X[n]
                b = b + 1 if y[n] == 1 else b - 1
        epoch += 1
    return total


@count_mistakes.accepts
def count_other_rate(X, y, max_epochs):
    w, b, counts = np.zeros(X.shape[1]), 0.0, []
    while len(counts) < max_epochs and (not counts or counts[-1] > 0):
        counts.append(0)
        for x, target in zip(X, y):
            error = int(target) - int(w @ x + b >= 0)
            w, b = w + 0.5 * error * x, b + 0.5 * error
            counts[-1] += error**2
    return np.int64(sum(counts))


def _bound_probes(rng: np.random.Generator) -> list[tuple]:
    return [_separable(rng, 29, 5, 0.2), _separable(rng, 31, 2, 0.1), _separable(rng, 7, 3, 0.5)]


mistake_bound = Exercise(
    id="perceptron.mistake_bound",
    reference=lambda X, y, w, b: perceptron.mistake_bound(X, y, w, b),
    probes=_bound_probes,
    returns=("bound",),
    tolerance=1e-9,
)


@mistake_bound.mistake(
    "weights not brought to unit length",
    says="**Your γ grows when all weights are doubled**, though the line stays where it is: the "
    "sums were not divided by the length of `(w, b)`.",
    asks="What does the bound become when `w` and `b` are multiplied by 10, and what should it?",
)
def bound_not_unit(X, y, w, b):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = ((2 * y - 1) * (X @ w + b)).min()
    return (R / gamma) ** 2


@mistake_bound.mistake(
    "bias left out of the length",
    says="**Your γ is measured with the length of `w` alone.** The bias is a weight too, that of "
    "`x₀ = 1`: the unit vector is `(w, b)/√(|w|² + b²)`.",
    asks="How many entries has the weight vector that the proof talks of?",
)
def bound_length_of_w(X, y, w, b):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = ((2 * y - 1) * (X @ w + b)).min() / np.linalg.norm(w)
    return (R / gamma) ** 2


@mistake_bound.mistake(
    "constant input left out of R",
    says="**Your R is a little too small:** it is the longest row *with* its constant input "
    "`x₀ = 1`.",
    asks="What is the length of the row `(3, 4)` once the 1 has been added?",
)
def bound_plain_rows(X, y, w, b):
    R = np.linalg.norm(X, axis=1).max()
    gamma = ((2 * y - 1) * (X @ w + b)).min() / np.sqrt(w @ w + b * b)
    return (R / gamma) ** 2


@mistake_bound.mistake(
    "square forgotten",
    says="**You return R/γ, {got}; the bound is its square.**",
    asks="What is bounded in the proof: the number of mistakes, or its root?",
)
def bound_no_square(X, y, w, b):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = ((2 * y - 1) * (X @ w + b)).min() / np.sqrt(w @ w + b * b)
    return R / gamma


@mistake_bound.mistake(
    "mean distance for the margin",
    says="**Your γ is the *mean* distance of the rows.** The margin is that of the row that has "
    "least of it.",
    asks="If one point lies close to the line and all others far away, is the problem easy?",
)
def bound_mean_margin(X, y, w, b):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = ((2 * y - 1) * (X @ w + b)).mean() / np.sqrt(w @ w + b * b)
    return (R / gamma) ** 2


@mistake_bound.mistake(
    "mean length for R",
    says="**Your R is the *mean* length of the rows.** One long row can turn the weights further "
    "than all the others, so R is the largest.",
    asks="Which row can change `w` the most in one step?",
)
def bound_mean_length(X, y, w, b):
    R = np.sqrt((X**2).sum(axis=1) + 1).mean()
    gamma = ((2 * y - 1) * (X @ w + b)).min() / np.sqrt(w @ w + b * b)
    return (R / gamma) ** 2


@mistake_bound.mistake(
    "targets 0 and 1 as signs",
    says="**Your γ is 0, and the bound infinite:** a target of 0 multiplied every distance of its "
    "class away.",
    asks="Which two numbers should the targets be, so that a right answer counts as positive?",
)
def bound_zero_one(X, y, w, b):
    R = np.sqrt((X**2).sum(axis=1) + 1).max()
    gamma = (y * (X @ w + b)).min() / np.sqrt(w @ w + b * b)
    return (R / np.abs(gamma)) ** 2


@mistake_bound.accepts
def bound_augmented(X, y, w, b):
    rows, v = np.column_stack([np.ones(len(X)), X]), np.append(b, w)
    v = v / np.linalg.norm(v)
    signs = np.where(y == 1, 1, -1)
    return (np.linalg.norm(rows, axis=1).max() / (signs * (rows @ v)).min()) ** 2


@mistake_bound.accepts
def bound_distances(X, y, w, b):
    distances = np.abs(X @ w + b) / np.hypot(np.linalg.norm(w), b)
    return float(((X**2).sum(axis=1).max() + 1) / distances.min() ** 2)


@mistake_bound.accepts
def bound_loop(X, y, w, b):
    length = (sum(value**2 for value in w) + b**2) ** 0.5
    longest, margin = 0.0, float("inf")
    for x, target in zip(X, y):
        longest = max(longest, (1 + sum(value**2 for value in x)) ** 0.5)
        side = 1 if target == 1 else -1
        margin = min(margin, side * (sum(w * x) + b) / length)
    return (longest / margin) ** 2
