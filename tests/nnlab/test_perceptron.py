"""The perceptron is scikit-learn's, obeys Novikoff's bound, and meets its limit at XOR."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn import datasets as sklearn_datasets
from sklearn import linear_model
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import get_tags

from nnlab.activations import sign
from nnlab.perceptron import (
    Perceptron,
    ThresholdLogicUnit,
    hebb_rule,
    is_linearly_separable,
    mistake_bound,
    perceptron_rule,
    perceptron_steps,
)
from nnlab.perceptron._order import fisher_yates

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
AND, OR, XOR = np.array([0, 0, 0, 1]), np.array([0, 1, 1, 1]), np.array([0, 1, 1, 0])

decimals = st.integers(-30, 30).map(lambda n: n / 10)


@st.composite
def classes_on_a_grid(draw, n_classes=3):
    """Decimals with one digit: ties and repeated rows are common, sums are rounded."""
    n, features = draw(st.integers(n_classes, 20)), draw(st.integers(1, 6))
    X = draw(arrays(float, (n, features), elements=decimals))
    y = draw(arrays(int, n, elements=st.integers(0, n_classes - 1)))
    y[:n_classes] = np.arange(n_classes)
    return X, y


@st.composite
def separable(draw):
    """Points and a line with a margin: those too near the line are moved away from it."""
    features = draw(st.integers(1, 4))
    w = draw(arrays(float, features, elements=decimals).filter(np.any))
    b = draw(decimals)
    X = draw(arrays(float, (draw(st.integers(2, 20)), features), elements=decimals))
    z = X @ w + b
    side = np.where(z >= 0, 1, -1)
    X = X + np.outer(side * (np.abs(z) < 1), w) / (w @ w)
    return X, (side == 1).astype(int), w, b


def same_as_scikit_learn(X, y, **parameters):
    ours = Perceptron(**parameters).fit(X, y)
    theirs = linear_model.Perceptron(**parameters).fit(X, y)
    np.testing.assert_array_equal(ours.coef_, theirs.coef_)
    np.testing.assert_array_equal(ours.intercept_, theirs.intercept_)
    assert ours.n_iter_ == theirs.n_iter_
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
    np.testing.assert_array_equal(ours.decision_function(X), theirs.decision_function(X))
    assert ours.score(X, y) == theirs.score(X, y)


class TestPerceptronIsScikitLearns:
    @pytest.mark.parametrize("shuffle", [False, True])
    @pytest.mark.parametrize("random_state", [0, 42])
    def test_on_iris(self, shuffle, random_state):
        X, y = sklearn_datasets.load_iris(return_X_y=True)
        same_as_scikit_learn(X, y, shuffle=shuffle, random_state=random_state)
        same_as_scikit_learn(X, y == 0, shuffle=shuffle, random_state=random_state, eta0=0.1)

    @pytest.mark.parametrize("shuffle", [False, True])
    def test_on_digits(self, shuffle):
        X, y = sklearn_datasets.load_digits(return_X_y=True)
        same_as_scikit_learn(X[:600], y[:600], shuffle=shuffle)

    @given(
        classes_on_a_grid(),
        st.booleans(),
        st.booleans(),
        st.integers(0, 2**32 - 1),
        st.sampled_from([1.0, 0.3]),
        st.sampled_from([1e-3, 0.1]),
        st.integers(1, 6),
    )
    @settings(deadline=None, max_examples=60)
    def test_on_random_data(self, data, shuffle, fit_intercept, random_state, eta0, tol, patience):
        X, y = data
        parameters = {
            "shuffle": shuffle,
            "fit_intercept": fit_intercept,
            "random_state": random_state,
            "eta0": eta0,
            "tol": tol,
            "n_iter_no_change": patience,
        }
        same_as_scikit_learn(X, y, **parameters)
        same_as_scikit_learn(X, np.where(y == 1, "yes", "no"), **parameters)

    @pytest.mark.filterwarnings("ignore:Stopped after", "ignore:Maximum number of iteration")
    def test_when_epochs_run_out_or_tol_is_none(self):
        X, y = sklearn_datasets.load_iris(return_X_y=True)
        same_as_scikit_learn(X, y, max_iter=3)
        same_as_scikit_learn(X, y, max_iter=30, tol=None)

    def test_for_generators_that_are_passed_in(self):
        X, y = sklearn_datasets.load_iris(return_X_y=True)
        for labels in (y, y == 2):
            ours = Perceptron(random_state=np.random.RandomState(3)).fit(X, labels)
            theirs = linear_model.Perceptron(random_state=np.random.RandomState(3)).fit(X, labels)
            np.testing.assert_array_equal(ours.coef_, theirs.coef_)

    def test_a_seed_of_0_shuffles_as_1_does(self):
        assert (fisher_yates(9, 0) == fisher_yates(9, 1)).all()
        assert (fisher_yates(9, 0) != fisher_yates(9, 2)).any()

    def test_is_sgd_with_the_perceptron_loss(self):
        X, y = sklearn_datasets.load_iris(return_X_y=True)
        sgd = linear_model.SGDClassifier(
            loss="perceptron", learning_rate="constant", eta0=1, penalty=None, random_state=0
        ).fit(X, y)
        np.testing.assert_array_equal(Perceptron().fit(X, y).coef_, sgd.coef_)

    def test_several_outputs_are_one_perceptron_a_column(self):
        X, y = sklearn_datasets.load_digits(return_X_y=True)
        Y = np.column_stack([y >= 7, y % 2 == 1]).astype(int)[:300]
        ours = Perceptron().fit(X[:300], Y)
        theirs = MultiOutputClassifier(linear_model.Perceptron()).fit(X[:300], Y)
        for unit, one in enumerate(theirs.estimators_):
            np.testing.assert_array_equal(ours.coef_[unit], one.coef_[0])
        np.testing.assert_array_equal(ours.predict(X[:300]), theirs.predict(X[:300]))
        small = X[:300] / 1000
        np.testing.assert_array_equal(ours.predict(small), theirs.predict(small))
        on_the_line = np.zeros((1, 64))
        for model in (ours, *theirs.estimators_):
            model.intercept_ = np.zeros_like(model.intercept_)
        np.testing.assert_array_equal(ours.predict(on_the_line), theirs.predict(on_the_line))
        assert ours.score(X, np.column_stack([y >= 7, y % 2])) == theirs.score(
            X, np.column_stack([y >= 7, y % 2])
        )

    @pytest.mark.filterwarnings("ignore:A column-vector y")
    def test_a_column_of_classes_is_made_flat(self):
        X, y = sklearn_datasets.load_iris(return_X_y=True)
        column = y[:, np.newaxis]
        same_as_scikit_learn(X, column)
        assert Perceptron().fit(X, column).score(X, y) == Perceptron().fit(X, y).score(X, column)

    def test_stands_in_for_scikit_learns_in_its_tools(self):
        X, y = sklearn_datasets.load_iris(return_X_y=True)
        for result in (
            lambda model: cross_val_score(model, X, y),
            lambda model: make_pipeline(StandardScaler(), model).fit(X, y).predict(X),
            lambda model: GridSearchCV(model, {"shuffle": [True, False]}).fit(X, y).best_score_,
        ):
            np.testing.assert_array_equal(result(Perceptron()), result(linear_model.Perceptron()))
        tags, theirs = get_tags(Perceptron()), get_tags(linear_model.Perceptron())
        assert tags.estimator_type == theirs.estimator_type
        assert tags.target_tags.required is theirs.target_tags.required

    def test_partial_fit_goes_on_for_one_epoch(self):
        X, y = sklearn_datasets.load_iris(return_X_y=True)
        ours, theirs = Perceptron(), linear_model.Perceptron()
        for _ in range(4):
            ours.partial_fit(X, y, classes=[0, 1, 2])
            theirs.partial_fit(X, y, classes=[0, 1, 2])
            np.testing.assert_array_equal(ours.coef_, theirs.coef_)
            assert ours.n_iter_ == 1
        first_half = Perceptron().partial_fit(X[:100], y[:100], classes=[0, 1, 2])
        assert first_half.partial_fit(X[100:], y[100:]).coef_.shape == (3, 4)

    def test_defaults_are_scikit_learns(self):
        theirs = linear_model.Perceptron().get_params()
        assert Perceptron().get_params().items() <= theirs.items()

    @pytest.mark.filterwarnings("ignore:Stopped", "ignore:Maximum")
    def test_an_epoch_as_good_as_the_best_is_no_improvement_only_if_tol_says_so(self):
        theirs = linear_model.Perceptron(tol=0.0, max_iter=30, shuffle=False).fit(CORNERS, XOR)
        ours = Perceptron(tol=0.0, max_iter=30, shuffle=False).fit(CORNERS, XOR)
        assert ours.n_iter_ == theirs.n_iter_

    def test_can_be_cloned_and_printed(self):
        model = Perceptron(eta0=0.1)
        assert clone(model).get_params() == model.get_params()
        assert repr(model) == "Perceptron(eta0=0.1)"
        assert model.set_params(tol=None).get_params()["tol"] is None


class TestPerceptronAsALearner:
    @given(separable())
    @settings(deadline=None, max_examples=60)
    def test_makes_no_more_mistakes_than_the_bound(self, data):
        X, y, w, b = data
        bound = mistake_bound(X, y, w, b)
        steps = list(perceptron_steps(X, y, max_iter=10_000))
        assert sum(step.mistake for step in steps) <= bound
        assert not any(step.mistake for step in steps if step.epoch == steps[-1].epoch)
        if 0 < y.sum() < len(y) and bound < 10_000:
            model = Perceptron(tol=None, max_iter=int(bound) + 1)
            assert model.fit(X, y).mistakes_.sum() <= bound
            assert model.score(X, y) == 1
            assert model.mistakes_[-1] == 0

    def test_counts_mistakes_of_all_units(self):
        X, y = sklearn_datasets.load_iris(return_X_y=True)
        model = Perceptron(shuffle=False).fit(X, y)
        alone = [Perceptron(shuffle=False).fit(X, y == c).mistakes_ for c in range(3)]
        assert len(model.mistakes_) == model.n_iter_ == max(map(len, alone))
        assert model.mistakes_.sum() == sum(counts.sum() for counts in alone)
        assert model.mistakes_[0] == sum(counts[0] for counts in alone)

    def test_a_mistake_is_counted_for_each_sample_that_moves_the_weights(self):
        rng = np.random.default_rng(3)
        X, y = rng.normal(size=(20, 2)), np.repeat([0, 1], 10)
        X, y = X[np.r_[0, 19, 1:19]], y[np.r_[0, 19, 1:19]]  # both classes come first
        model = Perceptron(tol=None, max_iter=1, shuffle=False)
        weights = [model.fit(X[:n], y[:n]).coef_[0] for n in range(2, 21)]
        moved = sum(not np.array_equal(w, v) for w, v in itertools.pairwise(weights))
        in_all = model.mistakes_.tolist()
        assert in_all == [model.fit(X[:2], y[:2]).mistakes_[0] + moved]

    def test_never_learns_xor(self):
        assert Perceptron().fit(CORNERS, XOR).score(CORNERS, XOR) < 1

    @pytest.mark.filterwarnings("error")
    def test_says_nothing_when_the_loss_stopped_falling_or_all_epochs_were_asked_for(self):
        Perceptron().fit(CORNERS, AND)
        Perceptron(tol=None, max_iter=3).fit(CORNERS, XOR)

    def test_says_when_epochs_ran_out(self):
        X, y = sklearn_datasets.load_iris(return_X_y=True)
        with pytest.warns(UserWarning, match="max_iter=2"):
            Perceptron(max_iter=2).fit(X, y)

    @pytest.mark.parametrize(
        ("X", "y", "message"),
        [
            (CORNERS[0], AND, "X.reshape"),
            (CORNERS, OR[:3], "as many rows as X; got"),
            (CORNERS, np.zeros(4), "at least two classes"),
            (CORNERS * np.nan, AND, "8 nan"),
            (CORNERS[:0], AND[:0], "at least one sample"),
            (CORNERS, np.column_stack([AND, AND + 1]), "0 and 1 only"),
            (CORNERS, [0, 1, np.nan, 1], "y must be finite, got 1 nan"),
        ],
    )
    def test_says_what_is_wrong_with_the_data(self, X, y, message):
        with pytest.raises(ValueError, match=message):
            Perceptron().fit(X, y)

    @pytest.mark.parametrize("y", [AND[:3], AND[:1], np.column_stack([AND, OR]), 1])
    def test_refuses_to_score_other_than_one_answer_for_each_prediction(self, y):
        model = Perceptron().fit(CORNERS, AND)
        with pytest.raises(ValueError, match=r"y must have shape \(4,\), one answer"):
            model.score(CORNERS, y)

    def test_says_what_is_wrong_with_the_call(self):
        with pytest.raises(ValueError, match="not fitted"):
            Perceptron().predict(CORNERS)
        with pytest.raises(ValueError, match="eta0=0"):
            Perceptron(eta0=0).fit(CORNERS, AND)
        with pytest.raises(ValueError, match="max_iter=0"):
            Perceptron(max_iter=0).fit(CORNERS, AND)
        with pytest.raises(ValueError, match="no parameter 'eta'"):
            Perceptron().set_params(eta=1)
        with pytest.raises(ValueError, match="2 features"):
            Perceptron().fit(CORNERS, AND).predict(np.ones((3, 5)))
        with pytest.raises(ValueError, match="unknown so far"):
            Perceptron().partial_fit(CORNERS, AND).partial_fit(CORNERS, AND + 1)
        with pytest.raises(TypeError, match="numbers only"):
            Perceptron().fit([["a"]], [1])


class TestThresholdLogicUnit:
    def test_computes_and_or_not(self):
        assert ThresholdLogicUnit([1, 1], -2)(CORNERS).tolist() == AND.tolist()
        assert ThresholdLogicUnit([1, 1], -1)(CORNERS).tolist() == OR.tolist()
        assert ThresholdLogicUnit([-1], 0)([[0], [1]]).tolist() == [1, 0]

    def test_two_layers_compute_xor(self):
        hidden = ThresholdLogicUnit([[1, 1], [1, 1]], [-1, -2])
        assert ThresholdLogicUnit([1, -1], -1)(hidden(CORNERS)).tolist() == XOR.tolist()

    def test_shapes(self):
        layer = ThresholdLogicUnit(np.ones((2, 3)), 0.5)
        assert layer(CORNERS).shape == (4, 3)
        assert layer(CORNERS[0]).shape == (3,)
        assert np.ndim(ThresholdLogicUnit([1, 1], 0)(CORNERS[0])) == 0

    def test_gives_the_weighted_sum(self):
        unit = ThresholdLogicUnit([2, -1], 0.5, activation=sign)
        assert unit.decision_function([3, 4]) == 2.5
        assert unit([0, 1]) == -1

    @pytest.mark.parametrize(
        ("weights", "bias", "X", "message"),
        [
            (1.0, 0, [1], "weights must have shape"),
            ([1, 1], [0, 0], [1, 1], "bias must be a number"),
            (np.ones((2, 3)), [0, 0], [1, 1], r"shape \(3,\)"),
            ([1, 1], 0, [1, 1, 1], r"\(n_samples, 2\)"),
            ([1, 1], 0, np.ones((1, 1, 2)), r"\(n_samples, 2\)"),
            ([np.inf, 1], 0, [1, 1], "weights must be finite"),
        ],
    )
    def test_says_which_shape_does_not_fit(self, weights, bias, X, message):
        with pytest.raises(ValueError, match=message):
            ThresholdLogicUnit(weights, bias)(X)


class TestRules:
    def test_perceptron_rule_moves_on_mistakes_alone(self):
        w = np.array([1.0, -2.0])
        assert perceptron_rule(w, 0.0, [3, 1], 1) == (pytest.approx([1, -2]), 0)
        assert perceptron_rule(w, 0.0, [3, 1], 0, eta0=0.5) == (pytest.approx([-0.5, -2.5]), -0.5)
        assert perceptron_rule(w, 0.0, [1, 3], 1, eta0=0.5) == (pytest.approx([1.5, -0.5]), 0.5)
        assert w.tolist() == [1, -2]

    def test_rule_fires_at_zero(self):
        assert perceptron_rule([0.0], 0.0, [1], 1) == (pytest.approx([0]), 0)

    def test_rates_are_1_unless_given(self):
        assert perceptron_rule([0.0], 0.0, [3.0], 0)[0] == [-3.0]
        assert hebb_rule([0.0], [3.0], 1) == [3.0]
        assert next(perceptron_steps([[3.0]], [0])).weights == [-3.0]

    def test_hebb_moves_even_when_right(self):
        assert hebb_rule([1.0, -2.0], [3, 1], 1, eta0=0.5).tolist() == [2.5, -1.5]
        assert hebb_rule([1.0, -2.0], [3, 1], 0).tolist() == [1, -2]

    def test_steps_follow_the_rule(self):
        w, b = np.zeros(2), 0.0
        for n, step in enumerate(perceptron_steps(CORNERS, AND, eta0=0.5)):
            assert (step.epoch, step.index) == divmod(n, 4)
            right = w @ CORNERS[step.index] + b >= 0
            assert step.prediction == right
            assert step.mistake == (right != AND[step.index])
            w, b = perceptron_rule(w, b, CORNERS[step.index], AND[step.index], eta0=0.5)
            assert (step.weights.tolist(), step.bias) == (w.tolist(), b)
        assert (ThresholdLogicUnit(w, b)(CORNERS) == AND).all()

    def test_steps_end_with_the_epochs(self):
        assert len(list(perceptron_steps(CORNERS, XOR, max_iter=7))) == 7 * 4
        assert len(list(perceptron_steps(CORNERS, XOR))) == 100 * 4
        steps = list(perceptron_steps(CORNERS, AND))  # the last epoch is the first without mistakes
        assert {step.epoch for step in steps if step.mistake} == set(range(steps[-1].epoch))

    def test_a_step_taken_stays_as_it_was(self):
        first, *later = perceptron_steps(CORNERS, AND)
        assert (first.weights.tolist(), first.bias) == ([0, 0], -1)
        assert later[-1].weights.any()
        with pytest.raises(dataclasses.FrozenInstanceError):
            first.bias = 0.0

    def test_steps_need_labels_of_0_and_1(self):
        with pytest.raises(ValueError, match="0 and 1 only"):
            next(perceptron_steps(CORNERS, 2 * AND - 1))
        with pytest.raises(ValueError, match="one label a row"):
            next(perceptron_steps(CORNERS, AND[:2]))


class TestSeparability:
    @pytest.mark.parametrize("y", [AND, OR, 1 - AND, AND * 0, AND * 0 + 1])
    def test_a_line_separates_and_or_nand(self, y):
        assert is_linearly_separable(CORNERS, y)

    def test_no_line_separates_xor(self):
        assert not is_linearly_separable(CORNERS, XOR)
        assert not is_linearly_separable(CORNERS, 1 - XOR)

    @given(separable(), st.sampled_from([1e-6, 1.0, 1e6]))
    @settings(deadline=None, max_examples=60)
    def test_points_with_a_margin_are_separable_in_any_unit(self, data, unit):
        X, y, _, _ = data
        assert is_linearly_separable(X * unit, y)

    @pytest.mark.parametrize("unit", [1e-12, [1e-9, 1e9], 1.0, 1e12])
    @pytest.mark.parametrize("origin", [0.0, 1e10])
    def test_unit_and_origin_of_the_features_do_not_matter(self, unit, origin):
        X = (CORNERS + origin) * unit
        assert is_linearly_separable(X, AND)
        assert not is_linearly_separable(X, XOR)

    @given(separable())
    @settings(deadline=None, max_examples=60)
    def test_the_same_point_in_both_classes_is_not(self, data):
        X, y, _, _ = data
        assert not is_linearly_separable(np.vstack([X, X[:1]]), np.append(y, 1 - y[0]))

    def test_iris_setosa_is_and_versicolor_is_not(self):
        X, y = sklearn_datasets.load_iris(return_X_y=True)
        assert is_linearly_separable(X, y == 0)
        assert not is_linearly_separable(X, y == 1)

    def test_bound_is_the_squared_ratio_of_radius_to_margin(self):
        # Points ±2 on a line, split at 0: augmented they are (±2, 1), with margin 2.
        assert mistake_bound([[-2], [2]], [0, 1], [5.0]) == pytest.approx(5 / 4)
        # The margin is that of the nearer point, of whichever class, the radius of the farther.
        assert mistake_bound([[-2], [1]], [0, 1], [5.0]) == pytest.approx(5)
        assert mistake_bound([[-1], [2]], [0, 1], [5.0]) == pytest.approx(5)

    def test_bound_needs_a_separating_line(self):
        with pytest.raises(ValueError, match="3 of 4 samples"):
            mistake_bound(CORNERS, XOR, [1, 1], -1.5)
        with pytest.raises(ValueError, match="or on it"):
            mistake_bound(CORNERS, AND, [1, 1], -1)
        with pytest.raises(ValueError, match=r"weights must have shape \(2,\)"):
            mistake_bound(CORNERS, AND, [1, 1, 1])
