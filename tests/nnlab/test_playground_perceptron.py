"""The playground of the perceptron rule: what it knows, and that its controls drive it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlab import playgrounds
from nnlab.perceptron import is_linearly_separable, perceptron_steps
from nnlab.playgrounds.training import Training


@pytest.fixture
def box():
    return playgrounds.perceptron(seed=2)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    n_samples=st.integers(10, 60),
    margin=st.floats(0.02, 0.4),
    eta0=st.floats(0.1, 2.0),
)
def test_every_run_ends_within_the_bound_and_separates(seed, n_samples, margin, eta0):
    training = Training(n_samples, margin, eta0, seed)
    training.run()
    assert training.finished
    assert training.mistakes <= training.bound
    fires = training.X @ training.weights + training.bias >= 0
    np.testing.assert_array_equal(fires, training.y == 1)


@given(seed=st.integers(0, 1000), margin=st.floats(0.02, 0.4))
@settings(max_examples=25, deadline=None)
def test_points_are_of_both_classes_and_keep_the_margin(seed, margin):
    training = Training(31, margin, seed=seed)
    assert sorted(np.bincount(training.y)) == [15, 16]
    # A line with this margin exists, so the widest one leaves the bound no larger than its own.
    radius = np.linalg.norm(np.column_stack([training.X, np.ones(31)]), axis=1).max()
    true_line = np.hypot(1.0, 0.4)  # length of (w, b): a unit normal and an offset up to 0.4
    assert training.bound <= (radius * true_line / margin) ** 2 * (1 + 1e-6)


@pytest.mark.parametrize("margin", [-0.1, 0.41, 5.0, float("nan")])
def test_a_margin_without_room_for_both_classes_is_refused(margin):
    with pytest.raises(ValueError, match=r"Received margin=.* Expected 0 <= margin <= 0.4"):
        Training(margin=margin)


def test_single_steps_are_those_of_the_rule():
    training = Training(seed=5, eta0=0.7)
    taken = []
    while not training.finished:
        training.step()
        taken.append((training.last.index, training.mistakes, *training.weights, training.bias))
    steps = list(perceptron_steps(training.X, training.y, eta0=0.7))
    mistakes = np.cumsum([step.mistake for step in steps])
    expected = [(s.index, m, *s.weights, s.bias) for s, m in zip(steps, mistakes, strict=True)]
    np.testing.assert_allclose(taken, expected)


def test_an_epoch_shows_every_point_once_and_finishes_one_begun():
    training = Training(n_samples=20, seed=2)
    training.step()
    training.run_epoch()
    assert (training.last.epoch, training.last.index) == (0, 19)
    training.run_epoch()
    assert (training.last.epoch, training.last.index) == (1, 19)


def test_a_finished_run_stays_as_it_is():
    training = Training(seed=1)
    training.run()
    last, mistakes = training.last, training.mistakes
    training.step()
    training.run_epoch()
    assert (training.last, training.mistakes) == (last, mistakes)


def test_the_learning_rate_does_not_change_the_number_of_mistakes():
    counts = set()
    for eta0 in (0.25, 1.0, 2.0):
        training = Training(seed=3, eta0=eta0)
        training.run()
        counts.add(training.mistakes)
    assert len(counts) == 1


def test_the_same_seed_gives_the_same_points_and_new_points_are_new():
    one, other = Training(seed=4), Training(seed=4)
    np.testing.assert_array_equal(one.X, other.X)
    one.new_points()
    assert not np.array_equal(one.X, other.X)
    assert is_linearly_separable(one.X, one.y)


def test_each_button_changes_the_picture(box):
    for name in ("Step", "Epoch", "To the end", "Reset", "New points"):
        before = box.picture.value
        box.buttons[name].click()
        assert box.picture.value != before, name


def test_step_turns_the_line_and_the_message_says_why(box):
    while box.training.mistakes == 0:
        box.buttons["Step"].click()
    assert "Mistake" in box.message.value
    assert np.any(box.training.weights != 0)
    assert "1 mistakes so far" in box.picture.value


def test_when_it_has_ended_only_a_new_start_is_offered(box):
    box.buttons["To the end"].click()
    assert "Done" in box.message.value
    enabled = {name for name, button in box.buttons.items() if not button.disabled}
    assert enabled == {"Reset", "New points"}
    box.buttons["Reset"].click()
    assert not box.buttons["Step"].disabled
    assert box.training.last is None


def test_sliders_make_other_points_or_another_rate(box):
    points = box.training.X
    box.eta0.value = 0.5
    assert box.training.X is points
    assert box.training.eta0 == 0.5
    bound = box.training.bound
    box.margin.value = 0.4
    assert box.training.bound < bound
    box.n_samples.value = 80
    assert box.training.X.shape == (80, 2)
    assert "80 points" in box.picture.value


def test_the_picture_has_alt_text(box):
    assert '<img alt="40 points of two classes and the neuron&#x27;s line; 0 mistakes' in (
        box.picture.value
    )


def test_an_error_in_a_callback_is_shown(box, monkeypatch):
    def fails(_):
        raise RuntimeError("the pen <broke>")

    monkeypatch.setattr(box._scene, "paint", fails)
    box.buttons["Step"].click()
    assert 'role="alert"' in box.message.value
    assert "RuntimeError: the pen &lt;broke&gt;" in box.message.value


def test_the_picture_of_a_state_does_not_depend_on_how_it_was_reached(box):
    other = playgrounds.perceptron(seed=2)
    box.buttons["To the end"].click()
    while not other.training.finished:
        other.buttons["Step"].click()
    assert box.picture.value == other.picture.value


def test_a_long_game_does_not_pile_up_what_was_painted(box):
    box.buttons["Step"].click()
    painted = len(box._scene._artists())
    for _ in range(5):
        box.buttons["Step"].click()
    assert len(box._scene._artists()) == painted
