"""XOR by two layers."""

from typing import Any

import numpy as np

from nnlab.checks import Exercise
from nnlab.exercises.perceptron.probes import binary_rows, two_layers


def _xor_network():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]), np.array([1.0, -1.0]), -0.5


def _xor_answers(result: Any) -> np.ndarray:
    answers = two_layers(result, binary_rows(2))
    if (units := np.shape(result[0])[1]) != 2:
        raise ValueError(f"Two hidden units are asked for; `W` has {units} columns.")
    return answers


xor_network = Exercise(
    id="perceptron.xor_network",
    reference=_xor_network,
    probes=lambda rng: [()],
    returns=("answer[row of the truth table]",),
    observe=_xor_answers,
)


@xor_network.mistake(
    "or for xor",
    says="**Your network answers 1 to (1, 1), and so it computes OR:** the other three rows are "
    "right.",
    asks="What do your hidden units say to (1, 1), and what does the output make of it?",
)
def xor_is_or():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]), np.array([1.0, 1.0]), -0.5


@xor_network.mistake(
    "xnor for xor",
    says="**Every answer is the opposite of XOR:** your network fires when the inputs are equal.",
    asks="What do your hidden units say to (0, 0), and what does the output make of it?",
)
def xor_is_xnor():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]), np.array([-1.0, 1.0]), 0.5


@xor_network.mistake(
    "and for xor",
    says="**Your network fires for (1, 1) alone:** it computes AND.",
    asks="What do your hidden units say to (0, 1), and what does the output make of it?",
)
def xor_is_and():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]), np.array([1.0, 1.0]), -1.5


@xor_network.mistake(
    "always on",
    says="**Your network answers 1 to all four inputs**, so that it says the same for XOR's two "
    "cases. (A slide that this course grew from has that very error.)",
    asks="What do your hidden units say to (0, 0), and what does the output make of it?",
)
def xor_always_on():
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([-0.5, -1.5]), np.array([1.0, 1.0]), 0.0


@xor_network.mistake(
    "one side of xor",
    says="**Your network fires for (1, 0) and not for (0, 1);** XOR is true for both.",
    asks="What do your hidden units say to (0, 1), or are the weights of a unit in a row of `W`?",
)
def xor_one_side():
    return np.array([[1.0, 1.0], [-1.0, -1.0]]), np.array([-0.5, -0.5]), np.array([1.0, 1.0]), -0.5


@xor_network.accepts
def xor_both_sides():
    return np.array([[1, -1], [-1, 1]]), np.array([-1, -1]), np.array([1, 1]), -1


@xor_network.accepts
def xor_nand_and_or():
    return [[-2.0, 2.0], [-2.0, 2.0]], [3.0, -1.0], [2.0, 2.0], -3.0


@xor_network.accepts
def xor_float32():
    W = np.ones((2, 2), dtype=np.float32)
    return W, np.array([-1, -2], dtype=np.float32), np.array([1, -2], dtype=np.float32), -0.5
