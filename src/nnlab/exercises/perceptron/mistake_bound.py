"""The bound that the perceptron's mistakes never pass."""

import numpy as np

from nnlab import perceptron
from nnlab.checks import Exercise
from nnlab.exercises.perceptron.probes import separable


def _bound_probes(rng: np.random.Generator) -> list[tuple]:
    return [separable(rng, 29, 5, 0.2), separable(rng, 31, 2, 0.1), separable(rng, 7, 3, 0.5)]


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
