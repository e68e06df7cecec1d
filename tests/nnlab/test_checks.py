"""What a check sees, in which order, and what it says."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnlab.checks import CheckFailed, Exercise, diagnose, source
from nnlab.checks.compare import first_difference
from nnlab.checks.verdict import MIMETYPE, Verdict


def mean_of_rows(X, scale):
    return scale * X.mean(axis=0)


def probes(rng):
    return [(rng.normal(size=(7, 5)), 0.3), (rng.normal(size=(7, 3)), 2.0)]


@pytest.fixture
def exercise():
    exercise = Exercise(
        "demo.mean", reference=mean_of_rows, probes=probes, returns=("mean[feature]",)
    )

    @exercise.mistake(
        "maximum for mean", says="**Your {got} is the largest.** X is {args[0].shape}.", asks="Eh?"
    )
    def maximum(X, scale):
        return scale * X.max(axis=0)

    return exercise


STEPS = {
    "not started": lambda X, scale: (_ for _ in ()).throw(NotImplementedError),
    "exception": lambda X, scale: X @ X,
    "type": lambda X, scale: "the mean",
    "shape": lambda X, scale: scale * X.mean(axis=1),
    "dtype": lambda X, scale: X.mean(axis=0) > 0,
    "non-finite": lambda X, scale: (
        scale * X.mean(axis=0) + np.array([np.inf] + [0] * (X.shape[1] - 1))
    ),
    "ratio": lambda X, scale: scale * X.sum(axis=0),
    "value": lambda X, scale: scale * X.mean(axis=0) + 1e-6,
    "mistake": lambda X, scale: X.max(axis=0) * scale,
    "passed": lambda X, scale: np.average(X, axis=0) * scale,
}


@pytest.mark.parametrize("kind", STEPS)
def test_each_step_of_the_diagnosis_is_reached(exercise, kind):
    assert diagnose(exercise, STEPS[kind]).kind == kind


def test_a_mistake_is_run_once_on_the_probes_of_a_seed(exercise):
    calls = []

    @exercise.mistake("minimum for mean", says="**It is the smallest.**", asks="Eh?")
    def minimum(X, scale):
        calls.append(X)
        return scale * X.min(axis=0)

    for seed in (None, 3, None, 3):
        assert diagnose(exercise, lambda X, scale: X.min(axis=0) * scale, seed).kind == "mistake"
        assert diagnose(exercise, STEPS["value"], seed).kind == "value"
    assert len(calls) == 2 * len(probes(np.random.default_rng(0)))


def test_a_changed_argument_is_seen_before_a_wrong_value(exercise):
    def changes(X, scale):
        X -= X.mean(axis=0)
        return X.mean(axis=0)

    verdict = diagnose(exercise, changes)
    assert verdict.kind == "input modified"
    assert "`X`" in verdict.message
    assert "Values differ, too" in verdict.message


def test_right_values_do_not_excuse_a_changed_argument(exercise):
    def changes(X, scale):
        X *= scale
        return X.mean(axis=0)

    verdict = diagnose(exercise, changes)
    assert verdict.kind == "input modified"
    assert "values are right" in verdict.message


@pytest.mark.parametrize("size", [0.0, 1.0])
def test_two_calls_with_two_results_are_seen_even_when_the_first_is_right(exercise, size):
    calls = []

    def remembers(X, scale):
        calls.append(1)
        return scale * X.mean(axis=0) + size * 1e-3 * len(calls) + (len(calls) > 2)

    verdict = diagnose(exercise, remembers)
    assert verdict.kind == "not deterministic"
    assert "`np.empty`" in verdict.message


def test_a_constant_ratio_names_the_dimension_that_explains_it(exercise):
    verdict = diagnose(exercise, lambda X, scale: scale * X.sum(axis=0))
    assert "7 times" in verdict.message
    assert "`X` has 7 rows" in verdict.message
    assert "sum or a mean" in verdict.asks


def test_the_opposite_sign_is_named(exercise):
    assert "wrong sign" in diagnose(exercise, lambda X, s: -s * X.mean(axis=0)).message


def test_the_first_value_that_differs_is_named_by_its_axis(exercise):
    def third_is_off(X, scale):
        result = scale * X.mean(axis=0)
        result[2] += 1
        return result

    assert "at feature 2" in diagnose(exercise, third_is_off).message


def test_words_hold_the_students_own_shapes_and_numbers(exercise):
    verdict = diagnose(exercise, STEPS["mistake"])
    assert "X is (7, 5)" in verdict.text


def test_an_exception_shows_the_students_own_line(exercise):
    def divides(X, scale):
        return X.mean(axis=0)[scale > 0][7]

    verdict = diagnose(exercise, divides)
    assert "IndexError" in verdict.message
    assert "return X.mean(axis=0)[scale > 0][7]" in verdict.message


def test_an_exception_from_another_process_shows_the_line_that_came_with_it(exercise):
    trace = (
        'Traceback (most recent call last):\n  File "/lib/ours.py", line 9, in call\n    ours()\n'
        '  File "<ipython-input-3-ab>", line 4, in mean\n    return {}[X]\n    ^^^\n'
        '  File "/lib/numpy.py", line 5, in f\n    theirs()\nKeyError: 1\n'
    )

    def raises(X, scale):
        error = KeyError("text of theirs")
        error.student_traceback = trace
        raise error

    verdict = diagnose(exercise, raises)
    assert "`'text of theirs'` (line 4: `return {}[X]`). It was" in verdict.message
    assert verdict.unquoted == verdict.message.replace(
        ":** `'text of theirs'` (line 4: `return {}[X]`).", ".**"
    )


def test_a_function_that_calls_a_stub_is_not_itself_one(exercise):
    def center(X):
        raise NotImplementedError

    def mean(X, scale):
        return [center(X) for _ in range(3)]

    verdict = diagnose(exercise, mean)
    assert verdict.kind == "exception"
    assert verdict.text.startswith("✗ `mean` calls")
    assert "calls `center`, which still raises" in verdict.message
    assert "center" not in verdict.unquoted

    def elsewhere(X, scale):
        error = NotImplementedError()
        error.student_traceback = (  # type: ignore[attr-defined]
            '  File "<ipython-input-1-a>", line 2, in mean\n    return center(X)\n'
            '  File "<ipython-input-2-b>", line 9, in center\n    raise NotImplementedError\n'
        )
        raise error

    assert diagnose(exercise, elsewhere) == verdict


def test_what_an_exception_says_is_shown_as_it_is(exercise):
    def said(text):
        def raises(X, scale):
            raise ValueError(text)

        return diagnose(exercise, raises).text

    assert "raised ValueError: `a*z + b*z, 2**3`" in said("a*z + b*z, 2**3")
    assert "raised ValueError: `'ab'`" in said("`a\0b`")
    assert "raised ValueError (line" in said("")
    assert len(said("*a " * 10**6)) < 3000


def test_a_forgotten_return_is_named_where_a_result_is_observed(exercise):
    def four_things(value, X, scale):
        if np.shape(value) != (4,):
            raise ValueError("Return four things.")

    exercise.observe = four_things
    assert "returned nothing" in diagnose(exercise, lambda X, scale: None).message
    assert "four things" in diagnose(exercise, lambda X, scale: 3.0).message


def test_exit_is_an_exception_as_any_other(exercise):
    assert diagnose(exercise, lambda X, scale: exit()).kind == "exception"


def test_hidden_probes_keep_their_numbers_to_themselves(exercise):
    rng = np.random.default_rng(0)
    visible = [X for X, _ in probes(rng)]

    def knows_the_visible(X, scale):
        seen = any(X.shape == v.shape and np.array_equal(X, v) for v in visible)
        return scale * X.mean(axis=0) + (0.0 if seen else 0.125)

    assert diagnose(exercise, knows_the_visible).passed
    hidden = diagnose(exercise, knows_the_visible, seed=5)
    assert hidden.kind == "value"
    assert not any(character.isdigit() for character in hidden.text)


def test_a_probe_that_no_seed_changes_is_run_once_by_both_checks():
    table = (np.array([[0, 1], [1, 0]]), 2.0)
    exercise = Exercise(
        "demo.mean",
        reference=mean_of_rows,
        probes=lambda rng: [(rng.normal(size=(7, 5)), 0.3), table],
    )
    calls = []

    def answer(X, scale):
        calls.append(X.shape)
        return scale * X.mean(axis=0)

    diagnose(exercise, answer)
    assert calls == [(7, 5), (2, 2)] * 2  # a right answer is run again, to see that it stays right
    assert diagnose(exercise, answer, seed=5).passed
    assert calls[4:] == [(7, 5)]
    wrong_on_the_table = diagnose(exercise, lambda X, scale: X.mean(axis=0) * 0.3, seed=5)
    assert not wrong_on_the_table.passed


def test_what_is_told_of_visible_probes_comes_from_before_the_hidden_ones(exercise):
    known = [X for X, _ in probes(np.random.default_rng(0))]
    spied = []

    def tells(X, scale):
        if not any(X.shape == k.shape and np.array_equal(X, k) for k in known):
            spied.append(float(X[0, 0]))
        return np.full(X.shape[1], spied[0]) if spied else scale * X.mean(axis=0)

    verdict = diagnose(exercise, tells, seed=5)
    assert spied
    assert not verdict.passed
    assert not any(character.isdigit() for character in verdict.text)


def test_a_failure_on_visible_probes_is_told_whole_by_a_hidden_check(exercise):
    assert diagnose(exercise, STEPS["value"], seed=5) == diagnose(exercise, STEPS["value"])


STRANGE = {
    "text": "secret",
    "list": ["secret"],
    "set": {"secret"},
    "number": 123456789012,
    "more digits than Python writes": 10**5000,
}


@pytest.mark.parametrize("result", STRANGE)
def test_of_a_strange_result_only_its_kind_is_told(exercise, result):
    verdict = diagnose(exercise, lambda X, scale: STRANGE[result])
    assert verdict.kind in ("type", "shape")
    assert "secret" not in verdict.text
    assert "123456789012" not in verdict.text
    assert len(verdict.text) < 200


def test_of_a_wrong_text_is_told_how_far_it_is_right():
    spell = Exercise("demo.spell", lambda: "neuron", lambda rng: [()])
    verdict = diagnose(spell, lambda: "neutron")
    assert "expected 'neuron', got a text that begins to differ after 3 char" in verdict.message
    assert "neutron" not in verdict.text


def test_a_complex_number_is_a_number():
    turn = Exercise("demo.turn", lambda: 1j, lambda rng: [()])
    assert "expected 0+1j, got 2-1j" in diagnose(turn, lambda: 2 - 1j).message


def test_a_warning_does_not_cost_the_pass(exercise):
    def warns(X, scale):
        np.exp(1e4)
        return scale * X.mean(axis=0)

    verdict = diagnose(exercise, warns)
    assert verdict.passed
    assert "overflow" in verdict.text


def test_an_expected_error_may_come_and_must(exercise):
    def reference(x):
        if x < 0:
            raise ValueError("negative")
        return x

    strict = Exercise("demo.strict", reference=reference, probes=lambda rng: [(1.0,), (-1.0,)])
    assert diagnose(strict, reference).passed
    assert diagnose(strict, lambda x: x).kind == "exception"


def test_observe_judges_what_a_result_does():
    def fires(weights, x):
        if len(weights) != 1:
            raise ValueError("Return one weight.")
        return weights[0] * x > 0

    sign = Exercise("demo.sign", lambda x: [1.0], lambda rng: [(2.0,), (-3.0,)], observe=fires)
    assert diagnose(sign, lambda x: [0.1]).passed
    assert diagnose(sign, lambda x: [-1.0]).kind == "value"
    assert "Return one weight." in diagnose(sign, lambda x: []).message


def test_no_ratio_is_told_of_numbers_that_observe_has_made():
    def answers(weights, X):
        return np.where(X @ weights >= 0, 1, 0)

    rows = np.array([[1.0], [2.0], [3.0], [-4.0]])
    fires = Exercise("demo.fires", lambda X: [1.0], lambda rng: [(rows,)], observe=answers)
    never = diagnose(fires, lambda X: [np.nan])
    assert never.kind == "value"
    assert "numbers are 0" not in never.message


@pytest.mark.parametrize("as_another", [np.matrix, np.ma.MaskedArray])
def test_an_array_of_another_class_is_called_by_its_name(as_another):
    table = Exercise("demo.table", lambda: np.ones((7, 3)), lambda rng: [()])
    verdict = diagnose(table, lambda: np.ones((7, 3)).view(as_another))
    assert verdict.kind == "type"
    assert f"got a `{as_another.__name__}` of shape (7, 3)" in verdict.message


def test_two_numbers_that_differ_are_written_so_that_it_shows():
    bound = Exercise("demo.bound", lambda: 163.90612345, lambda rng: [()])
    assert "expected 163.9061, got 163.906." in diagnose(bound, lambda: 163.906).message

    @bound.mistake("rounded", says="{got} for {expected}", asks="Why?")
    def rounded():
        return 163.90612

    assert "163.90612 for 163.906123" in diagnose(bound, lambda: 163.90612).message


def test_a_ratio_near_one_is_written_so_that_it_shows(exercise):
    verdict = diagnose(exercise, lambda X, scale: 1.0000001 * scale * X.mean(axis=0))
    assert "1.0000001 times" in verdict.message


def test_an_empty_argument_is_shown_by_its_shape():
    sums = Exercise("demo.sums", lambda X: X.sum(axis=0), lambda rng: [(np.zeros((0, 3)),)])
    verdict = diagnose(sums, lambda X: X[0])
    assert "`X` = an array of shape (0, 3)" in verdict.message


numbers = hnp.arrays(np.float64, hnp.array_shapes(), elements=st.floats(-1e6, 1e6))


@given(numbers)
def test_a_result_agrees_with_itself_in_any_dtype_and_container(x):
    assert first_difference(x, x.copy(), 0.0) is None
    assert first_difference((x, {"a": x}), [x, {"a": x}], 0.0) is None
    assert first_difference(x.astype(np.float32).astype(float), x.astype(np.float32), 1e-12) is None


def test_half_precision_excuses_no_wrong_answer():
    x = np.linspace(-1, 1, 7)
    assert first_difference(x, x.astype(np.float16), 1e-12) is None
    assert first_difference(x, (x + 0.05).astype(np.float16), 1e-12) is not None
    assert first_difference(x, (1.05 * x).astype(np.float16), 1e-12) is not None


@pytest.mark.parametrize("got", [0.0, 1e300, -np.inf, np.nan])
def test_nothing_but_infinity_is_infinite(got):
    assert first_difference(np.array([np.inf]), np.array([np.inf]), 1e-12) is None
    assert first_difference(np.array([np.inf]), np.array([got]), 1e-12) is not None


@given(numbers, st.floats(1e-3, 1e3))
def test_any_entry_that_is_moved_is_found(x, step):
    moved = x.copy()
    index = np.unravel_index(x.size // 2, x.shape)
    moved[index] += step * max(1.0, abs(x[index]))
    assert first_difference(x, moved, 1e-9).index == index


def test_true_is_no_number_and_a_list_is_no_array():
    assert first_difference(np.array([1, 0]), np.array([True, False]), 1e-12).kind == "dtype"
    assert first_difference(np.array([1, 0]), [1, 0], 1e-12).kind == "type"
    assert first_difference(np.zeros((3, 1)), np.zeros(3), 1e-12).kind == "shape"
    assert first_difference(np.uint8(3), np.uint8(5), 1e-12).kind == "value"


def test_a_verdict_is_a_box_in_jupyter_and_data_for_the_report():
    verdict = Verdict("demo.x", "mistake", "**Bold** and `a < b` <script>", "Why *so*?", "slip")
    bundle = verdict._repr_mimebundle_()
    assert "<b>Bold</b> and <code>a &lt; b</code> &lt;script&gt;" in bundle["text/html"]
    assert "<i>so</i>" in bundle["text/html"]
    assert bundle["text/plain"] == "✗ Bold and `a < b` <script> Why so?"
    assert json.loads(json.dumps(bundle[MIMETYPE]))["mistake"] == "slip"


def test_a_failed_check_shows_one_line_and_no_frames():
    failed = CheckFailed(Verdict("demo.x", "value", "**Off by one.** Look at row 3.", "Why?"))
    assert isinstance(failed, AssertionError)
    assert failed._render_traceback_() == ["CheckFailed: Off by one"]
    assert "Look at row 3. Why?" in str(failed)


def test_source_is_what_a_student_would_write():
    def slip(X):
        return X + 1

    assert source(slip, "answer") == "def answer(X):\n    return X + 1"
    with pytest.raises(TypeError, match="def"):
        source(lambda X: X, "answer")
