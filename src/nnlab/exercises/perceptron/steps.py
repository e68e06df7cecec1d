"""Two step functions: heaviside and sign."""

import numpy as np

from nnlab import activations
from nnlab.checks import Exercise


def _probes(rng: np.random.Generator) -> list[tuple[np.ndarray]]:
    deep = rng.normal(size=(2, 3, 5))
    deep[1, rng.integers(3), rng.integers(5)] = 0.0
    return [
        (rng.permutation(np.arange(-3, 4)),),
        (rng.normal(size=(7, 5)),),
        (np.array([1000.0, 0.0, -0.0, -1000.0, 5e-324, -5e-324]),),
        (deep,),
    ]


heaviside = Exercise(
    id="perceptron.heaviside",
    reference=lambda z: activations.heaviside(z),
    probes=_probes,
    returns=("result",),
)


@heaviside.mistake(
    "zero left out",
    says="**Right everywhere except at exactly 0**, where you give {got} and the step gives "
    "{expected}. A TLU whose weighted sum just reaches its threshold fires.",
    asks="What does the definition say for `z = 0`, and what does your comparison say?",
)
def heaviside_strict(z):
    return np.where(z > 0, 1, 0)


@heaviside.mistake(
    "sign for heaviside",
    says="**Your values are −1, 0 and 1; those of the Heaviside step are 0 and 1.** "
    "This is the *sign* function, the other step of this exercise.",
    asks="What should a neuron that does not fire send on?",
)
def heaviside_sign(z):
    return np.sign(z)


@heaviside.mistake(
    "half at zero",
    says="**At exactly 0 you give one half.** Some books set the step to 1/2 there; a TLU either "
    "fires or does not.",
    asks="Which value does the second argument of `np.heaviside` set?",
)
def heaviside_half(z):
    return np.heaviside(z, 0.5)


@heaviside.mistake(
    "sides swapped",
    says="**You give {got} where {expected} is expected, {where}, and so everywhere:** your "
    "neuron fires when the sum is too small.",
    asks="On which side of 0 should it be 1?",
)
def heaviside_swapped(z):
    return np.where(z >= 0, 0, 1)


@heaviside.mistake(
    "one truth value for a whole array",
    says="**`if`, `and`, `max` and their like want one truth value, and `z` of shape "
    "{args[0].shape} has one for each entry.** NumPy refuses to guess whether you mean any of them "
    "or all.",
    asks="Which NumPy function chooses between two values entry by entry?",
)
def heaviside_if(z):
    if z >= 0:
        return 1
    return 0


@heaviside.mistake(
    "booleans for numbers",
    says="**You return True and False; the numbers 1 and 0 are expected.** The perceptron's rule "
    "will subtract two such results, and NumPy refuses `True - True`.",
    asks="How do you turn a comparison into numbers?",
)
def heaviside_booleans(z):
    return z >= 0


@heaviside.mistake(
    "a ramp for a step",
    says="**Negative inputs give 0, as they should, but positive ones give themselves:** {got} "
    "where {expected} is expected. That is ReLU, which chapter 2 is about.",
    asks="How many different values may a step take?",
)
def heaviside_ramp(z):
    return np.maximum(z, 0)


@heaviside.mistake(
    "one answer for the whole array",
    says="**You return one number for the whole array**; `z` of shape {args[0].shape} asks for "
    "as many answers as it has entries.",
    asks="Which part of your line throws the shape away?",
)
def heaviside_all(z):
    return int(np.all(z >= 0))


@heaviside.accepts
def heaviside_loop(z):
    result = np.zeros(z.shape)
    for index in np.ndindex(z.shape):
        if z[index] >= 0:
            result[index] = 1.0
    return result


@heaviside.accepts
def heaviside_float32(z):
    return (z >= 0).astype(np.float32)


@heaviside.accepts
def heaviside_numpy(z):
    return np.heaviside(z, 1)


sign = Exercise(
    id="perceptron.sign",
    reference=lambda z: activations.sign(z),
    probes=_probes,
    returns=("result",),
)


@sign.mistake(
    "zero counted as positive",
    says="**Right except at exactly 0**, where you give {got}. Zero is neither positive nor "
    "negative: its sign is 0.",
    asks="How many cases does the definition have, and how many has your code?",
)
def sign_two_cases(z):
    return np.where(z >= 0, 1, -1)


@sign.mistake(
    "zero counted as negative",
    says="**Right except at exactly 0**, where you give {got}. Zero is neither positive nor "
    "negative: its sign is 0.",
    asks="Which case does 0 fall into in your code?",
)
def sign_strict(z):
    return np.where(z > 0, 1, -1)


@sign.mistake(
    "heaviside for sign",
    says="**Your values are 0 and 1; the sign function has −1, 0 and 1.** This is the Heaviside "
    "step, the other half of this exercise.",
    asks="What is the sign of −2?",
)
def sign_heaviside(z):
    return np.where(z >= 0, 1, 0)


@sign.mistake(
    "divides by zero",
    says="**Right, except at exactly 0: there you get `nan`.** `z / abs(z)` divides 0 by 0.",
    asks="What can you do about the entries that are 0, before or after dividing?",
)
def sign_quotient(z):
    return z / np.abs(z)


@sign.mistake(
    "sides swapped",
    says="**Every value has the right size and the wrong sign:** {got} where {expected} is "
    "expected, {where}.",
    asks="What is the sign of 3?",
)
def sign_swapped(z):
    return -np.sign(z)


@sign.mistake(
    "booleans subtracted",
    says="**NumPy refuses to subtract truth values:** a comparison such as `z > 0` holds True and "
    "False, not numbers. The `^` of its message is another operation, which never gives −1.",
    asks="How do you turn a comparison into 0 and 1?",
)
def sign_booleans(z):
    return (z > 0) - (z < 0)


@sign.mistake(
    "one truth value for a whole array",
    says="**`if`, `and`, `max` and their like want one truth value, and `z` of shape "
    "{args[0].shape} has one for each entry.** NumPy refuses to guess whether you mean any of them "
    "or all.",
    asks="How can you do it entry by entry, with a loop or without?",
)
def sign_if(z):
    if z > 0:
        return 1
    if z < 0:
        return -1
    return 0


@sign.accepts
def sign_difference(z):
    return (z > 0).astype(int) - (z < 0).astype(int)


@sign.accepts
def sign_select(z):
    return np.select([z > 0, z < 0], [1.0, -1.0], 0.0)


@sign.accepts
def sign_loop(z):
    result = [1 if value > 0 else -1 if value < 0 else 0 for value in np.ravel(z)]
    return np.array(result, dtype=np.float32).reshape(z.shape)
