"""The exercises of chapter 1, in the order of its notebook."""

from nnlab.exercises.perceptron.bound import count_mistakes, mistake_bound
from nnlab.exercises.perceptron.claims import claims
from nnlab.exercises.perceptron.learning import hebb, perceptron_epoch
from nnlab.exercises.perceptron.logic import compile_table, gate, xor_network
from nnlab.exercises.perceptron.repaired_fit import repaired_fit
from nnlab.exercises.perceptron.scikit_learn import fit_like_sklearn
from nnlab.exercises.perceptron.separability import is_separable
from nnlab.exercises.perceptron.steps import heaviside, sign
from nnlab.exercises.perceptron.units import layer, tlu

EXERCISES = [
    heaviside,
    sign,
    tlu,
    layer,
    gate,
    xor_network,
    compile_table,
    hebb,
    perceptron_epoch,
    count_mistakes,
    mistake_bound,
    fit_like_sklearn,
    is_separable,
    repaired_fit,
    claims,
]
