"""What is true of every exercise, by itself: a new one is covered the moment it is registered."""

import ast
import itertools
import re
import warnings
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog
from sklearn import linear_model
from sklearn.exceptions import ConvergenceWarning

from nnlab import exercises
from nnlab.checks import diagnose, source
from nnlab.checks.compare import first_difference
from nnlab.checks.outcome import agree, parameter_names, run

ALL = [exercise for name in exercises.chapters() for exercise in exercises.chapter(name)]
MISTAKES = [(exercise, mistake) for exercise in ALL for mistake in exercise.mistakes]
RIGHT = [(exercise, answer) for exercise in ALL for answer in exercise.accept]
SEEDS = [None, 1, 2, 3, 101]


def _id(pair):
    exercise, answer = pair
    return f"{exercise.id}-{getattr(answer, 'name', getattr(answer, '__name__', answer))}"


def as_written(answer, name):
    """The answer as a student's notebook would define it: from its text, with NumPy and no more."""
    namespace = {"np": np}
    exec(compile(source(answer, name), f"<{name}>", "exec"), namespace)
    return namespace[name]


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)
def test_the_reference_passes_its_own_check(exercise):
    for seed in SEEDS:
        assert diagnose(exercise, exercise.reference, seed).passed


@pytest.mark.parametrize(("exercise", "answer"), RIGHT, ids=map(_id, RIGHT))
def test_other_right_answers_pass(exercise, answer):
    written = as_written(answer, exercise.function)
    for seed in SEEDS:
        verdict = diagnose(exercise, written, seed)
        assert verdict.passed, verdict.text


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)
def test_at_least_three_different_right_answers_are_accepted(exercise):
    texts = {ast.dump(ast.parse(source(answer, "f"))) for answer in exercise.accept}
    assert len(texts) >= 3


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=map(_id, MISTAKES))
def test_a_banked_mistake_fails_and_is_named(exercise, mistake):
    written = as_written(mistake.wrong, exercise.function)
    for seed in SEEDS:
        verdict = diagnose(exercise, written, seed)
        assert not verdict.passed
        assert verdict.mistake == mistake.name, verdict.text


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=map(_id, MISTAKES))
def test_the_words_for_a_mistake_are_filled_in_and_end_in_a_question(exercise, mistake):
    verdict = diagnose(exercise, mistake.wrong)
    assert mistake.asks.endswith("?")
    assert not any(brace in verdict.text for brace in "{}")
    assert verdict.message.startswith("**")


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)
def test_no_two_mistakes_are_the_same_function_on_the_probes(exercise):
    names = parameter_names(exercise.reference)
    for seed in (0, 1, 2):
        probes = exercise.probes(np.random.default_rng(seed))
        with np.errstate(all="ignore"):
            outcomes = {
                mistake.name: [run(mistake.wrong, a, exercise.observe, names) for a in probes]
                for mistake in exercise.mistakes
            }
        for one, other in itertools.combinations(outcomes, 2):
            pairs = zip(outcomes[one], outcomes[other], strict=True)
            assert not all(agree(a, b, exercise.tolerance) for a, b in pairs), (one, other)


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)
def test_probes_are_drawn_from_the_generator_alone(exercise):
    one, other = (exercise.probes(np.random.default_rng(5)) for _ in range(2))
    assert first_difference([list(p) for p in one], [list(p) for p in other], 0.0) is None


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)
def test_a_stub_is_not_started(exercise):
    def stub(*args):
        raise NotImplementedError("not started")

    assert diagnose(exercise, stub).kind == "not started"
    assert diagnose(exercise, stub, seed=3).kind == "not started"


@pytest.mark.parametrize("exercise", ALL, ids=lambda e: e.id)
def test_nothing_returned_and_the_wrong_number_of_arguments_have_an_answer(exercise):
    assert not diagnose(exercise, lambda *args: None).passed
    assert diagnose(exercise, lambda one, two, three, four, five, six, seven: 0).kind == "exception"
    assert diagnose(exercise, 3.0).kind == "type"


def program(X, y, *, right=-1.0, bounds=(None, None), equal=False, signs=True):
    """The linear program of is_separable, with one thing or another changed."""
    A = -(2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    if not signs:
        A = -np.column_stack([X, np.ones(len(X))])
    limits = np.full(len(X), right)
    conditions = {"A_eq": A, "b_eq": limits} if equal else {"A_ub": A, "b_ub": limits}
    return linprog(np.zeros(A.shape[1]), **conditions, bounds=bounds)


def labels_for_signs(X, y):
    A = -y[:, None] * np.column_stack([X, np.ones(len(X))])
    return linprog(np.zeros(A.shape[1]), A_ub=A, b_ub=-np.ones(len(X)), bounds=(None, None)).success


def compiled(X, y, c=-0.5, v=1.0, shift=0.5, which=None):
    """The network of compile_table, with one thing or another changed."""
    rows = X if which == "all" else X[y == (0 if which == "zeros" else 1)]
    return 2.0 * rows.T - 1, shift - rows.sum(axis=1), v * np.ones(len(rows)), c


def never_assigned(X, y, n_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, 2 * y - 1, strict=True):
            if t * (x @ w + b) <= 0:
                np.add(w, t * x)
    return w, b


def or_and_nand(join):
    return lambda: (np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-0.5, 1.5]), np.ones(2), join)


def gate_with(bias):
    return lambda name, n: (
        (np.array([-1.0]), 0.5)
        if name == "not"
        else (np.ones(n), {"and": 0.5 - n, "or": bias, "majority": -(n // 2) - 0.5}[name])
    )


# Other causes of a banked outcome: the exercise, the mistake, the answer, and what is not so of it.
COUSINS = [
    ("is_separable", "weights not allowed to be negative", labels_for_signs, "unless told"),
    ("is_separable", "weights not allowed to be negative", lambda X, y: False, "unless told"),
    (
        "is_separable",
        "weights not allowed to be negative",
        lambda X, y: program(X, y, equal=True).success,
        "unless told",
    ),
    (
        "is_separable",
        "no bias",
        lambda X, y: program(X, y, bounds=[(None, None)] * X.shape[1] + [(0, None)]).success,
        "column is missing",
    ),
    (
        "is_separable",
        "no bias",
        lambda X, y: program(X, y, bounds=(-1, 1)).success,
        "column is missing",
    ),
    (
        "is_separable",
        "zero weights allowed",
        lambda X, y: program(X, y, signs=False).success,
        "right-hand side",
    ),
    ("is_separable", "zero weights allowed", lambda X, y: bool(program(X, y)), "right-hand side"),
    (
        "compile_table",
        "hidden threshold out of reach",
        lambda X, y: compiled(X, y, c=-99.0),
        "threshold even",
    ),
    (
        "compile_table",
        "table turned upside down",
        lambda X, y: compiled(X, y, v=-1.0, c=0.5),
        "table's: you built",
    ),
    ("compile_table", "output bias of zero", lambda X, y: compiled(X, y, which="all"), "If `c`"),
    (
        "compile_table",
        "bias the same for all rows",
        lambda X, y: (
            *compiled(X, y)[:1],
            np.full((y == 1).sum(), -X.shape[1]),
            *compiled(X, y)[2:],
        ),
        "½",
    ),
    (
        "tlu",
        "bias added to every product",
        lambda X, w, b: np.where((X * w).mean(axis=1) + b >= 0, 1, 0),
        "enters 5 times",
    ),
    ("fit_like_sklearn", "zero not counted as a mistake", never_assigned, "never true"),
    ("gate", "OR fires on nothing", gate_with(0.5), "With bias 0"),
    ("xor_network", "always on", or_and_nand(-0.5), "silent"),
    ("xor_network", "and for xor", lambda: (np.ones((2, 2)), [-1, -2], [0, 1], -1), "one of the"),
    (
        "xor_network",
        "one side of xor",
        lambda: (np.array([[1, 1], [-1, -1]]), np.array([-0.5, 1.5]), np.ones(2), -1.5),
        "one hidden unit finds",
    ),
    ("heaviside", "one truth value for a whole array", lambda z: 1 * (max(z, 0) > 0), "Python's"),
]


@pytest.mark.parametrize(("name", "mistake", "answer", "untrue"), COUSINS)
def test_the_words_for_a_mistake_are_true_of_other_answers_that_do_the_same(
    name, mistake, answer, untrue
):
    exercise = exercises.find(f"perceptron.{name}")
    for seed in SEEDS:
        verdict = diagnose(exercise, answer, seed)
        assert verdict.mistake == mistake, verdict.text
        assert untrue not in verdict.text


def test_a_gate_that_never_fires_is_told_of_its_answers_not_of_numbers_it_did_not_return():
    never = diagnose(exercises.find("perceptron.gate"), lambda name, n: (np.ones(n), -99.0))
    assert never.kind == "value"
    assert "row of the truth table" in never.message


def test_the_shape_of_the_rows_does_not_tell_whether_they_are_separable():
    exercise = exercises.find("perceptron.is_separable")
    sizes = set()
    for seed in (*range(100), 113):
        shapes = {True: set(), False: set()}
        for X, y in exercise.probes(np.random.default_rng(seed)):
            shapes[exercise.reference(X, y)].add(X.shape)
        assert len(shapes[False]) == 2  # XOR and the moons
        assert shapes[False] <= shapes[True]
        sizes |= shapes[False]
    assert len(sizes) > 3


@pytest.mark.parametrize("name", ["heaviside", "sign"])
def test_a_step_must_take_any_number_of_axes(name):
    exercise = exercises.find(f"perceptron.{name}")

    def two_axes_at_most(z):
        return exercise.reference(z) if z.ndim <= 2 else exercise.reference(z[0])

    assert diagnose(exercise, two_axes_at_most).kind == "shape"


def test_scikit_learn_left_to_stop_early_fails_on_the_hidden_probes_by_themselves():
    exercise = exercises.find("perceptron.fit_like_sklearn")
    early = next(mistake for mistake in exercise.mistakes if mistake.name == "stopped early")
    for seed in (112, *range(20)):
        pairs = [
            (run(exercise.reference, args, None, ()), run(early.wrong, args, None, ()))
            for args in exercise.probes(np.random.default_rng(seed))
        ]
        assert not all(agree(right, wrong, exercise.tolerance) for right, wrong in pairs)


def test_scikit_learn_left_to_stop_early_is_told_so():
    exercise = exercises.find("perceptron.fit_like_sklearn")

    def left_alone(X, y, n_epochs):
        model = linear_model.Perceptron(max_iter=n_epochs, shuffle=False).fit(X, y)
        return model.coef_[0], model.intercept_[0]

    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        for seed in (None, 112, *range(20)):
            assert diagnose(exercise, left_alone, seed).mistake == "stopped early"


def test_the_rates_of_claim_d_make_the_same_mistakes_in_floats_too():
    text = (Path(exercises.__file__).parents[3] / "course/01_perceptron/exercises.py").read_text()
    claim = next(line for line in text.splitlines() if "**d.**" in line)
    rates = [float(rate) for rate in re.findall(r"eta = ([0-9.]+)\$", claim)]
    assert len(rates) == 2
    gate_and = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 0, 0, 1])
    one, other = (mistakes_in_each_epoch(*gate_and, rate) for rate in rates)
    assert one == other
    assert sum(one) == 11


def mistakes_in_each_epoch(X, y, rate):
    epoch = exercises.find("perceptron.perceptron_epoch").reference
    w, b, counts = np.zeros(X.shape[1]), 0.0, []
    for _ in range(20):
        weights, biases, mistakes = epoch(X, y, w, b, rate)
        w, b = weights[-1], biases[-1]
        counts.append(mistakes)
    return counts
