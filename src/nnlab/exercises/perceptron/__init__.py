"""The exercises of chapter 1, in the order of its notebook."""

from nnlab.exercises.perceptron.claims import claims
from nnlab.exercises.perceptron.compile_table import compile_table
from nnlab.exercises.perceptron.count_mistakes import count_mistakes
from nnlab.exercises.perceptron.gate import gate
from nnlab.exercises.perceptron.hebb import hebb
from nnlab.exercises.perceptron.mistake_bound import mistake_bound
from nnlab.exercises.perceptron.perceptron_epoch import perceptron_epoch
from nnlab.exercises.perceptron.repaired_fit import repaired_fit
from nnlab.exercises.perceptron.scikit_learn import fit_like_sklearn
from nnlab.exercises.perceptron.separability import is_separable
from nnlab.exercises.perceptron.steps import heaviside, sign
from nnlab.exercises.perceptron.units import layer, tlu
from nnlab.exercises.perceptron.xor_network import xor_network

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
