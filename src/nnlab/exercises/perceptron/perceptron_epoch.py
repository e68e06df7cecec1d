"""Rosenblatt's rule, row by row."""

import numpy as np

from nnlab.checks import Exercise
from nnlab.perceptron import perceptron_rule

BATCH, FEATURES = 17, 5


def _perceptron_epoch(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y, strict=True):
        before = w, b
        w, b = perceptron_rule(w, b, x, target, eta0)
        mistakes += not (np.array_equal(before[0], w) and before[1] == b)
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


def _epoch_probes(rng: np.random.Generator) -> list[tuple]:
    X, y = rng.normal(size=(BATCH, FEATURES)), rng.permutation(np.repeat([0, 1], [8, 9]))
    w = rng.normal(size=FEATURES)
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return [
        (X, y, w, 0.4, 0.3),
        (X, 1 - y, 3 * w, -0.7, 2.0),
        (corners, np.array([0, 0, 0, 1]), np.zeros(2), 0.0, 1.0),
        (corners[::-1].copy(), np.array([1, 1, 1, 0]), np.zeros(2), 0.0, 0.5),
    ]


perceptron_epoch = Exercise(
    id="perceptron.perceptron_epoch",
    reference=_perceptron_epoch,
    probes=_epoch_probes,
    returns=("weights[step, feature]", "biases[step]", "mistakes"),
)


@perceptron_epoch.mistake(
    "zero left out",
    says="**Your trace leaves the right one where the weighted sum is exactly 0** ({where}): the "
    "unit fires there, so the prediction is 1.",
    asks="What is heaviside(0)?",
)
def epoch_strict(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        error = target - (1 if x @ w + b > 0 else 0)
        w, b = w + eta0 * error * x, b + eta0 * error
        mistakes += error != 0
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "delta rule",
    says="**Your weights move at every step, also when the answer was right:** the error is "
    "`y − z` with the sum itself. That is the *delta rule* of Widrow and Hoff.",
    asks="In `y − ŷ`, which values can `ŷ` take?",
)
def epoch_delta(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        error = target - (x @ w + b)
        w, b = w + eta0 * error * x, b + eta0 * error
        mistakes += error != 0
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "Hebb's rule",
    says="**You strengthen the weights of every row with `y = 1`, also when the answer was right "
    "already:** that is Hebb's rule. Rosenblatt's looks at the error.",
    asks="How large should the step be when `ŷ = y`?",
)
def epoch_hebb(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        prediction = 1 if x @ w + b >= 0 else 0
        w, b = w + eta0 * target * x, b + eta0 * target
        mistakes += prediction != target
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "sign for heaviside",
    says="**Your prediction is −1 where it should be 0**, so that a silent unit is never right "
    "about `y = 0`.",
    asks="Which step function goes with targets 0 and 1?",
)
def epoch_sign(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        error = target - (1 if x @ w + b >= 0 else -1)
        w, b = w + eta0 * error * x, b + eta0 * error
        mistakes += error != 0
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "the rule for −1 and 1 on targets 0 and 1",
    says="**A unit that fires when it should not is never corrected by you:** in `w + ηyx` a "
    "target `y = 0` gives a step of 0. That form of the rule wants targets −1 and 1.",
    asks="With `y = 0` and `ŷ = 1`, which way should the weights go?",
)
def epoch_plus_minus(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        prediction = 1 if x @ w + b >= 0 else 0
        if prediction != target:
            w, b = w + eta0 * target * x, b + eta0 * target
            mistakes += 1
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "learning rate ignored",
    says="**Your steps have length `|x|` whatever the rate is:** `eta0` is not in them.",
    asks="Where does η stand in the rule?",
)
def epoch_no_rate(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        error = target - (1 if x @ w + b >= 0 else 0)
        w, b = w + error * x, b + error
        mistakes += error != 0
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "learning rate squared",
    says="**Your first step is `eta0` times too long or too short:** the rate enters it twice.",
    asks="On how many lines of the step do you multiply by `eta0`?",
)
def epoch_rate_squared(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        error = eta0 * (target - (1 if x @ w + b >= 0 else 0))
        w, b = w + eta0 * error * x, b + eta0 * error
        mistakes += error != 0
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "signs swapped",
    says="**Your first step goes the opposite way:** the error is `ŷ − y` in your code, and each "
    "mistake makes the next one more likely.",
    asks="If the unit stayed silent and should have fired, should the sum grow or shrink?",
)
def epoch_swapped(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        error = (1 if x @ w + b >= 0 else 0) - target
        w, b = w + eta0 * error * x, b + eta0 * error
        mistakes += error != 0
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "batch update",
    says="**Your first mistake is handled right and a later row is not:** all your predictions are "
    "made with the weights of the beginning. The rule goes row by row.",
    asks="Which weights does row 2 see after row 1 was a mistake?",
)
def epoch_batch(X, y, w, b, eta0):
    errors = y - np.where(X @ w + b >= 0, 1, 0)
    weights = w + eta0 * np.cumsum(errors[:, None] * X, axis=0)
    return weights, b + eta0 * np.cumsum(errors), int(np.sum(errors != 0))


@perceptron_epoch.mistake(
    "bias never moves",
    says="**Your bias stays what it was.** It is a weight as the others, that of the constant "
    "input `x₀ = 1`.",
    asks="What does the rule say for `x₀ = 1`?",
)
def epoch_no_bias(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        error = target - (1 if x @ w + b >= 0 else 0)
        w = w + eta0 * error * x
        mistakes += error != 0
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "bias moves without the rate",
    says="**Your weights take the first step rightly and your bias does not:** it moves by the "
    "error alone, without `eta0`.",
    asks="Is the bias a weight like the others?",
)
def epoch_bias_no_rate(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        error = target - (1 if x @ w + b >= 0 else 0)
        w, b = w + eta0 * error * x, b + error
        mistakes += error != 0
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "errors cancel in the count",
    says="**Weights and biases are right; the number of mistakes is not:** {got} instead of "
    "{expected}. You add the errors with their signs, so that a −1 takes back a +1.",
    asks="Is a unit that fired wrongly once and stayed silent wrongly once free of mistakes?",
)
def epoch_signed_count(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        error = target - (1 if x @ w + b >= 0 else 0)
        w, b = w + eta0 * error * x, b + eta0 * error
        mistakes += error
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "recorded before the step",
    says="**Your trace lags by one row:** its first entry is the weights you were given. Each row "
    "should record the weights *after* its step.",
    asks="Do you append before or after the update?",
)
def epoch_early_record(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        weights.append(w)
        biases.append(b)
        error = target - (1 if x @ w + b >= 0 else 0)
        w, b = w + eta0 * error * x, b + eta0 * error
        mistakes += error != 0
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "one array recorded many times",
    says="**All rows of your trace are equal to the last one:** the list holds the *same* array "
    "{args[0].shape[0]} times, and `+=` changes it in place each time.",
    asks="What must you append so that later steps leave it alone?",
)
def epoch_aliased(X, y, w, b, eta0):
    w = w.astype(float).copy()
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        error = target - (1 if x @ w + b >= 0 else 0)
        w += eta0 * error * x
        b += eta0 * error
        mistakes += error != 0
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "the caller's weights changed",
    says="**The values are right, but your function changed the array it was given** (`w`). The "
    "caller still needs it.",
    asks="Where does `w += ...` write?",
)
def epoch_in_place(X, y, w, b, eta0):
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        error = target - (1 if x @ w + b >= 0 else 0)
        w += eta0 * error * x
        b += eta0 * error
        mistakes += error != 0
        weights.append(w.copy())
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.mistake(
    "whole numbers only",
    says="**Your weights are cut to whole numbers:** an integer array keeps no fractions.",
    asks="Which dtype has the array that you store the weights in?",
)
def epoch_integers(X, y, w, b, eta0):
    weights, biases, mistakes = np.zeros(X.shape, dtype=int), np.zeros(len(X), dtype=int), 0
    for n in range(len(X)):
        error = y[n] - (1 if X[n] @ w + b >= 0 else 0)
        w, b = w + eta0 * error * X[n], b + eta0 * error
        mistakes += error != 0
        weights[n], biases[n] = w, b
    return weights, biases, mistakes


@perceptron_epoch.accepts
def epoch_only_mistakes(X, y, w, b, eta0):
    w, weights, biases, mistakes = w.copy(), [], [], 0
    for x, target in zip(X, y):
        fires = x @ w + b >= 0
        if fires and target == 0:
            w, b, mistakes = w - eta0 * x, b - eta0, mistakes + 1
        elif not fires and target == 1:
            w, b, mistakes = w + eta0 * x, b + eta0, mistakes + 1
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes


@perceptron_epoch.accepts
def epoch_augmented(X, y, w, b, eta0):
    rows, v = np.column_stack([np.ones(len(X)), X]), np.append(b, w)
    trace = np.empty(rows.shape)
    mistakes = np.int64(0)
    for n, row in enumerate(rows):
        error = y[n] - np.heaviside(row @ v, 1.0)
        v = v + eta0 * error * row
        trace[n] = v
        mistakes += int(error != 0)
    return trace[:, 1:], trace[:, 0], mistakes


@perceptron_epoch.accepts
def epoch_copies(X, y, w, b, eta0):
    w = np.array(w, dtype=float)
    weights, biases, errors = np.zeros(X.shape), np.zeros(len(X)), []
    for n in range(len(X)):
        z = sum(X[n, i] * w[i] for i in range(len(w))) + b
        errors.append(y[n] - int(z >= 0))
        for i in range(len(w)):
            w[i] += eta0 * errors[-1] * X[n, i]
        b += eta0 * errors[-1]
        weights[n], biases[n] = w, b
    return [weights, biases, np.count_nonzero(errors)]
