"""Counting the mistakes that the perceptron makes until it makes none."""

import numpy as np

from nnlab.checks import Exercise
from nnlab.exercises.perceptron.probes import separable


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
        (*separable(rng, 29, 5, 0.2)[:2], 100),
        (*separable(rng, 31, 2, 0.1)[:2], 100),
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
    "zero left out",
    says="**You count {got}; the rule makes {expected}.** Yours is what comes out when the unit "
    "does not fire at a weighted sum of exactly 0, and that is where training begins: with weights "
    "of 0.",
    asks="What does the unit answer to the very first row, and what is heaviside(0)?",
)
def count_strict(X, y, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_epochs):
        before = mistakes
        for x, target in zip(X, y):
            error = target - (1 if x @ w + b > 0 else 0)
            w, b = w + error * x, b + error
            mistakes += abs(int(error))
        if mistakes == before:
            break
    return mistakes


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
