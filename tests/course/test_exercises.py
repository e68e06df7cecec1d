"""What is true of every exercise, by itself: a new one is covered the moment it is registered."""

import ast
import itertools

import numpy as np
import pytest

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
