"""One threshold logic unit, and a layer of them."""

import numpy as np

from nnlab.checks import Exercise
from nnlab.perceptron import ThresholdLogicUnit

# Outputs are 0 or 1, so two formulas differ on a row only now and then: 67 rows tell them apart.
BATCH, FEATURES, UNITS = 67, 5, 3


def _tlu_probes(rng: np.random.Generator) -> list[tuple]:
    X, w = rng.normal(size=(BATCH, FEATURES)), rng.normal(size=FEATURES)
    on_the_line = rng.integers(-2, 3, size=(BATCH, FEATURES)).astype(float)
    return [
        (X, w, 0.7),
        (X, w, -1.3),
        (on_the_line, np.array([1.0, -1.0, 2.0, 0.0, 1.0]), 1.0),
    ]


tlu = Exercise(
    id="perceptron.tlu",
    reference=lambda X, w, b: ThresholdLogicUnit(w, b)(X),
    probes=_tlu_probes,
    returns=("output[row]",),
)

_BIAS_FORGOTTEN = {
    "says": "**Right when the bias is 0, wrong otherwise:** your result is what comes out when `b` "
    "is left out of the sum. Without it every line goes through the origin.",
    "asks": "Where does `b` enter your code?",
}
_BIAS_SUBTRACTED = {
    "says": "**You subtract the bias.** A *threshold* θ is subtracted, `w·x ≥ θ`; a *bias* is "
    "added, `w·x + b ≥ 0`, so that `b = −θ`.",
    "asks": "For `x = 0`, which sign of `b` should make the unit fire?",
}
_SIDES_SWAPPED = {
    "says": "**Wherever the unit should fire yours is silent, and where it should be silent yours "
    "fires.**",
    "asks": "Should a large weighted sum make the unit fire?",
}
_ZERO_LEFT_OUT = {
    "says": "**Right except where the weighted sum is exactly 0** ({where}): the unit should fire "
    "there, and yours does not.",
    "asks": "What is heaviside(0)?",
}
_NO_STEP = {
    "says": "**You return the weighted sum itself**, such as {got}; a TLU sends on only whether "
    "it reached the threshold: 0 or 1.",
    "asks": "Which function comes after the sum?",
}
_BOOLEANS = {
    "says": "**You return True and False; the numbers 1 and 0 are expected.** What follows will "
    "subtract them, and NumPy refuses `True - True`.",
    "asks": "How do you turn a comparison into numbers?",
}
_SIGN = {
    "says": "**Your unit answers −1 where it should stay silent (0).** That is the *sign* "
    "function; this exercise asks for heaviside.",
    "asks": "What are the two values of the step?",
}


@tlu.mistake("bias forgotten", **_BIAS_FORGOTTEN)
def tlu_no_bias(X, w, b):
    return np.where(X @ w >= 0, 1, 0)


@tlu.mistake("bias subtracted", **_BIAS_SUBTRACTED)
def tlu_threshold(X, w, b):
    return np.where(X @ w - b >= 0, 1, 0)


@tlu.mistake(
    "bias added to every product",
    says="**The bias counts {args[0].shape[1]} times as much as it should:** it was added to each "
    "of the {args[0].shape[1]} products, or the products were averaged, not summed.",
    asks="How do your products become one number, and to what is `b` added?",
)
def tlu_bias_each(X, w, b):
    return np.where((X * w + b).sum(axis=1) >= 0, 1, 0)


@tlu.mistake("zero left out", **_ZERO_LEFT_OUT)
def tlu_strict(X, w, b):
    return np.where(X @ w + b > 0, 1, 0)


@tlu.mistake("no step", **_NO_STEP)
def tlu_linear(X, w, b):
    return X @ w + b


@tlu.mistake(
    "products not summed",
    says="**Your result has shape {args[0].shape}; one number a row is expected.** `X * w` "
    "multiplies, and nothing adds the products up.",
    asks="Which operator multiplies and adds along the features?",
)
def tlu_products(X, w, b):
    return np.where(X * w + b >= 0, 1, 0)


@tlu.mistake("booleans for numbers", **_BOOLEANS)
def tlu_booleans(X, w, b):
    return X @ w + b >= 0


@tlu.mistake("sign for heaviside", **_SIGN)
def tlu_sign(X, w, b):
    return np.where(X @ w + b >= 0, 1, -1)


@tlu.mistake("sides swapped", **_SIDES_SWAPPED)
def tlu_swapped(X, w, b):
    return np.where(X @ w + b >= 0, 0, 1)


@tlu.accepts
def tlu_loop(X, w, b):
    output = np.zeros(len(X), dtype=int)
    for n, x in enumerate(X):
        z = b
        for w_i, x_i in zip(w, x):
            z += w_i * x_i
        output[n] = 1 if z >= 0 else 0
    return output


@tlu.accepts
def tlu_augmented(X, w, b):
    ones = np.ones((len(X), 1))
    return np.heaviside(np.hstack([ones, X]) @ np.append(b, w), 1.0)


@tlu.accepts
def tlu_float32(X, w, b):
    return (np.dot(X, w) >= -b).astype(np.float32)


@tlu.accepts
def tlu_vectorized(X, w, b):
    return np.vectorize(lambda z: 1 if z >= 0 else 0)(X @ w + b)


@tlu.accepts
def tlu_list(X, w, b):
    return np.array([1 if x @ w + b >= 0 else 0 for x in X])


def _layer_probes(rng: np.random.Generator) -> list[tuple]:
    X, W = rng.normal(size=(BATCH, FEATURES)), rng.normal(size=(FEATURES, UNITS))
    on_the_line = rng.integers(-2, 3, size=(BATCH, FEATURES)).astype(float)
    return [
        (X, W, rng.normal(size=UNITS)),
        (on_the_line, np.round(W), np.array([1.0, 0.0, -1.0])),
        (X, W[:, :2], np.array([0.8, -0.8])),
    ]


layer = Exercise(
    id="perceptron.layer",
    reference=lambda X, W, b: ThresholdLogicUnit(W, b)(X),
    probes=_layer_probes,
    returns=("output[row, unit]",),
)


@layer.mistake("bias forgotten", **_BIAS_FORGOTTEN)
def layer_no_bias(X, W, b):
    return np.where(X @ W >= 0, 1, 0)


@layer.mistake("bias subtracted", **_BIAS_SUBTRACTED)
def layer_threshold(X, W, b):
    return np.where(X @ W - b >= 0, 1, 0)


@layer.mistake("sign for heaviside", **_SIGN)
def layer_sign(X, W, b):
    return np.where(X @ W + b >= 0, 1, -1)


@layer.mistake("sides swapped", **_SIDES_SWAPPED)
def layer_swapped(X, W, b):
    return np.where(X @ W + b >= 0, 0, 1)


@layer.mistake("zero left out", **_ZERO_LEFT_OUT)
def layer_strict(X, W, b):
    return np.where(X @ W + b > 0, 1, 0)


@layer.mistake("no step", **_NO_STEP)
def layer_linear(X, W, b):
    return X @ W + b


@layer.mistake(
    "kernel transposed",
    says="**`X` of shape {args[0].shape} cannot be multiplied by the transpose of `W`**, whose "
    "shape is {args[1].shape}: one row of `W` a feature, one column a unit.",
    asks="Which two numbers must be equal in a matrix product?",
)
def layer_transposed(X, W, b):
    return np.where(X @ W.T + b >= 0, 1, 0)


@layer.mistake(
    "the same bias for all units",
    says="**The first unit is right and another is not:** every unit got the bias of the first. "
    "The layer has {args[2].shape[0]} biases, one a unit.",
    asks="To which axis of `XW` does `b` belong?",
)
def layer_one_bias(X, W, b):
    return np.where(X @ W + b[0] >= 0, 1, 0)


@layer.mistake(
    "units summed into one",
    says="**You return one number a row; one a row and unit is expected**, shape "
    "({args[0].shape[0]}, {args[1].shape[1]}). The units were added up.",
    asks="Does one unit of this layer know what its neighbour says?",
)
def layer_summed(X, W, b):
    return np.where((X @ W + b).sum(axis=1) >= 0, 1, 0)


@layer.mistake(
    "winner takes all",
    says="**In each row exactly one unit fires.** You chose the largest sum; in a layer of TLUs "
    "each unit compares its own sum with 0, so that none may fire, or all.",
    asks="Where in the formula `φ(XW + b)` does one unit look at another?",
)
def layer_argmax(X, W, b):
    z = X @ W + b
    return np.where(z == z.max(axis=1, keepdims=True), 1, 0)


@layer.mistake("booleans for numbers", **_BOOLEANS)
def layer_booleans(X, W, b):
    return X @ W + b >= 0


@layer.accepts
def layer_columns(X, W, b):
    outputs = [np.heaviside(X @ W[:, k] + b[k], 1.0) for k in range(W.shape[1])]
    return np.stack(outputs, axis=1)


@layer.accepts
def layer_einsum(X, W, b):
    return (np.einsum("nf,fu->nu", X, W) + b >= 0).astype(np.float32)


@layer.accepts
def layer_loop(X, W, b):
    output = np.zeros((X.shape[0], W.shape[1]))
    for n in range(X.shape[0]):
        for k in range(W.shape[1]):
            if np.sum(X[n] * W[:, k]) + b[k] >= 0:
                output[n, k] = 1
    return output


@layer.accepts
def layer_rows(X, W, b):
    def step(z):
        return np.where(z >= 0, 1, 0)

    return np.array([step(x @ W + b) for x in X])


@layer.accepts
def layer_vectorized(X, W, b):
    return np.vectorize(lambda z: 1 if z >= 0 else 0)(X @ W + b)
