"""Losses have the values of SciPy and scikit-learn, and the gradients of their own values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special
from sklearn import metrics

from nnlab import losses
from nnlab.losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    Huber,
    MeanAbsoluteError,
    MeanSquaredError,
    SparseCategoricalCrossentropy,
)

REGRESSION = [MeanSquaredError(), MeanAbsoluteError(), Huber(), Huber(0.3)]
CLASSIFICATION = [
    BinaryCrossentropy(),
    BinaryCrossentropy(from_logits=True),
    CategoricalCrossentropy(),
    CategoricalCrossentropy(from_logits=True),
    SparseCategoricalCrossentropy(),
    SparseCategoricalCrossentropy(from_logits=True),
]
ALL = REGRESSION + CLASSIFICATION
by_repr = {"ids": repr}


def batch(loss, shape, seed, dtype=np.float64):
    """Return targets, predictions and weights that suit the loss."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=shape, scale=2).astype(dtype)
    weights = rng.uniform(0, 3, shape[:-1])
    if isinstance(loss, (MeanSquaredError, MeanAbsoluteError, Huber)):
        return rng.normal(size=shape, scale=2).astype(dtype), scores, weights
    # Neither need sum to 1 over the classes: what divides by the sum must show it.
    y_true, probabilities = rng.uniform(size=shape), special.expit(scores)
    if isinstance(loss, SparseCategoricalCrossentropy):
        y_true = rng.integers(shape[-1], size=shape[:-1])
    return y_true, scores if loss.from_logits else probabilities.astype(dtype), weights


def complex_step(loss, y, p, w=None):
    """Return the slope in each prediction, Im L(p + ih) / h."""
    steps = np.empty(p.shape)
    for index in np.ndindex(p.shape):
        step = p.astype(complex)
        step[index] += 1e-20j
        steps[index] = np.imag(loss(y, step, w)) / 1e-20
    return steps


shapes = st.lists(st.integers(1, 5), min_size=2, max_size=3).map(tuple)


class TestValues:
    def test_of_regression_are_scikit_learns(self):
        y, p, w = batch(MeanSquaredError(), (7, 3), seed=1)
        n = w / w.sum() * 7  # scikit-learn divides by the sum of weights, Keras by their number
        assert MeanSquaredError()(y, p) == pytest.approx(metrics.mean_squared_error(y, p))
        assert MeanAbsoluteError()(y, p) == pytest.approx(metrics.mean_absolute_error(y, p))
        for loss, peer in [
            (MeanSquaredError(), metrics.mean_squared_error),
            (MeanAbsoluteError(), metrics.mean_absolute_error),
        ]:
            assert loss(y, p, n) == pytest.approx(peer(y, p, sample_weight=w))

    @pytest.mark.parametrize("delta", [0.3, 1.0, 2.5])
    def test_of_huber_are_scipys(self, delta):
        y, p, _ = batch(MeanSquaredError(), (7, 3), seed=1)
        assert Huber(delta)(y, p) == pytest.approx(special.huber(delta, p - y).mean())
        at_delta = Huber(delta)([[0.0]], [[delta]])
        assert at_delta == pytest.approx(delta**2 / 2)

    def test_of_binary_crossentropy_are_relative_entropies(self):
        y, z, _ = batch(BinaryCrossentropy(from_logits=True), (7, 3), seed=1)
        p = special.expit(z)
        surprise = special.kl_div(y, p) + special.kl_div(1 - y, 1 - p)
        expected = np.mean(surprise + special.entr(y) + special.entr(1 - y))
        assert BinaryCrossentropy()(y, p) == pytest.approx(expected)
        assert BinaryCrossentropy(from_logits=True)(y, z) == pytest.approx(expected)

    def test_of_one_class_among_three_are_scikit_learns_log_loss(self):
        c, z, _ = batch(SparseCategoricalCrossentropy(from_logits=True), (7, 3), seed=1)
        p, one_hot = special.softmax(z, axis=-1), np.eye(3)[c]
        expected = pytest.approx(metrics.log_loss(c, p, labels=[0, 1, 2]))
        assert SparseCategoricalCrossentropy()(c, p) == expected
        assert SparseCategoricalCrossentropy(from_logits=True)(c, z) == expected
        assert CategoricalCrossentropy()(one_hot, p) == expected
        assert CategoricalCrossentropy(from_logits=True)(one_hot, z) == expected

    def test_of_probabilities_are_kept_from_infinity(self):
        ceiling = pytest.approx(-np.log(1e-7))
        assert BinaryCrossentropy()([[1.0]], [[0.0]]) == ceiling
        assert BinaryCrossentropy()([[0.0]], [[1.0]]) == ceiling
        assert CategoricalCrossentropy()([[1, 0]], [[0.0, 1.0]]) == ceiling
        assert SparseCategoricalCrossentropy()([0], [[0.0, 1.0]]) == ceiling
        floor = pytest.approx(1e-7, rel=1e-6)
        assert BinaryCrossentropy()([[1.0]], [[1.0]]) == floor
        assert CategoricalCrossentropy()([[1, 0]], [[1.0, 0.0]]) == floor

    @pytest.mark.parametrize("loss", CLASSIFICATION[1::2], **by_repr)
    def test_of_logits_are_exact_at_1000(self, loss):
        y, z = [[1.0, 0.0]], np.array([[-1000.0, 1000.0]])
        if isinstance(loss, SparseCategoricalCrossentropy):
            y = [0]
        expected = 1000 if isinstance(loss, BinaryCrossentropy) else 2000
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            assert loss(y, z) == expected
            assert loss(y, -z) == 0
            assert not np.isnan(loss.gradient(y, z)).any()

    def test_of_a_coin_are_ln_2(self):
        y = np.random.default_rng(1).integers(0, 2, (1437, 1))
        assert BinaryCrossentropy()(y, np.full((1437, 1), 0.5)) == pytest.approx(np.log(2))


class TestGradients:
    @pytest.mark.parametrize("loss", ALL, **by_repr)
    @given(shapes, st.integers(0, 99), st.booleans())
    def test_are_those_of_the_complex_step(self, loss, shape, seed, weighted):
        y, p, w = batch(loss, shape, seed)
        w = w if weighted else None
        steps = complex_step(loss, y, p, w)
        np.testing.assert_allclose(loss.gradient(y, p, w), steps, rtol=1e-10, atol=1e-14)

    @pytest.mark.parametrize("loss", CLASSIFICATION[::2], **by_repr)
    def test_follow_the_values_where_probabilities_are_clipped(self, loss):
        p = np.array([[1e-9, 1e-6, 0.999_998_9], [1 - 1e-9, 0.5, 1e-8], [1.0, 1e-9, 1e-8]])
        for c in range(3):
            y = [c] * 3 if isinstance(loss, SparseCategoricalCrossentropy) else np.eye(3)[[c] * 3]
            np.testing.assert_allclose(loss.gradient(y, p), complex_step(loss, y, p), rtol=1e-10)
        assert BinaryCrossentropy().gradient([[1.0]], [[0.0]]) == 0

    def test_of_mse_for_one_sample_by_hand(self):
        # (1 + 4)/2, and 2e/2 for each of two outputs
        loss = MeanSquaredError()
        assert loss([[0.0, 0.0]], [[1.0, -2.0]]) == 2.5
        assert loss.gradient([[0.0, 0.0]], [[1.0, -2.0]]).tolist() == [[1, -2]]


class TestEveryLoss:
    @pytest.mark.parametrize("loss", ALL, **by_repr)
    def test_gives_a_number_and_keeps_the_dtype_of_the_gradient(self, loss):
        for dtype in (np.float32, np.float64):
            y, p, w = batch(loss, (7, 3), seed=1, dtype=dtype)
            assert type(loss(y, p)) is float
            assert loss.gradient(y, p).dtype == loss.gradient(y, p, w).dtype == dtype

    @pytest.mark.parametrize("loss", ALL, **by_repr)
    def test_weighs_samples(self, loss):
        y, p, w = batch(loss, (7, 3), seed=1)
        alone = [loss(y[i : i + 1], p[i : i + 1]) for i in range(7)]
        assert loss(y, p) == pytest.approx(np.mean(alone))
        assert loss(y, p, w) == pytest.approx(np.mean(w * alone))
        assert (loss.gradient(y, p, np.arange(7) < 4)[4:] == 0).all()

    @pytest.mark.parametrize("loss", ALL, **by_repr)
    def test_leaves_its_arguments_alone(self, loss):
        y, p, w = batch(loss, (7, 3), seed=1)
        before = y.copy(), p.copy(), w.copy()
        loss(y, p, w)
        loss.gradient(y, p, w)
        for array, copy in zip((y, p, w), before, strict=True):
            assert (array == copy).all()

    @pytest.mark.parametrize("loss", [*REGRESSION, *CLASSIFICATION[:2]], **by_repr)
    def test_takes_one_output_a_sample_as_a_flat_array(self, loss):
        y, p, w = batch(loss, (7, 1), seed=1)
        assert loss(y[:, 0], p[:, 0], w) == loss(y, p, w)
        flat = loss.gradient(y[:, 0], p[:, 0], w)
        assert flat.tolist() == loss.gradient(y, p, w)[:, 0].tolist()

    @pytest.mark.parametrize("loss", CLASSIFICATION[2:], **by_repr)
    def test_of_one_class_among_some_takes_one_sample_as_a_flat_array(self, loss):
        y, p, _ = batch(loss, (1, 3), seed=1)
        assert loss(y[0], p[0]) == loss(y, p)
        assert loss.gradient(y[0], p[0]).tolist() == loss.gradient(y, p)[0].tolist()

    @pytest.mark.parametrize("loss", ALL, **by_repr)
    def test_is_printed_as_it_is_made(self, loss):
        assert repr(eval(repr(loss))) == repr(loss)


class TestErrors:
    def test_say_what_broadcasting_would_have_done(self):
        with pytest.raises(ValueError, match=r"shape \(7, 7\), and averaged 49 .* of 7.* y_true\["):
            MeanSquaredError()(np.zeros(7), np.zeros((7, 1)))
        with pytest.raises(ValueError, match=r"each of y_pred with .* y_pred\[\.\.\., np.newaxis"):
            BinaryCrossentropy().gradient(np.zeros((7, 1)), np.zeros(7))

    def test_name_the_loss_that_takes_these_targets(self):
        with pytest.raises(ValueError, match="SparseCategoricalCrossentropy takes them"):
            CategoricalCrossentropy()(np.zeros(7), np.zeros((7, 3)))
        with pytest.raises(ValueError, match="SparseCategoricalCrossentropy takes them"):
            CategoricalCrossentropy()(np.zeros((7, 4)), np.zeros((7, 4, 3)))
        with pytest.raises(ValueError, match=r"\(7,\).*CategoricalCrossentropy takes it"):
            SparseCategoricalCrossentropy()(np.zeros((7, 3)), np.zeros((7, 3)))

    @pytest.mark.parametrize(
        ("loss", "y_true", "y_pred", "weight", "message"),
        [
            (MeanSquaredError(), np.zeros((7, 2)), np.zeros((7, 3)), None, "must be equal.$"),
            (MeanSquaredError(), np.zeros(5), np.zeros((7, 3)), None, "must be equal.$"),
            (MeanSquaredError(), np.zeros((0, 3)), np.zeros((0, 3)), None, "batch is empty"),
            (MeanSquaredError(), np.zeros((7, 3)), np.zeros((7, 3)), np.ones(3), r"shape \(7,\)"),
            (SparseCategoricalCrossentropy(), [], np.zeros((0, 3)), None, "batch is empty"),
            (SparseCategoricalCrossentropy(), [0, 3], np.ones((2, 3)), None, "from 0 to 2.*0 to 3"),
            (SparseCategoricalCrossentropy(), [0, -1], np.ones((2, 3)), None, "got values from -1"),
            (SparseCategoricalCrossentropy(), [0, 0.5], np.ones((2, 3)), None, "3 columns"),
            (SparseCategoricalCrossentropy(), [[0], [1]], np.ones((2, 3)), None, r"got \(2, 1\).$"),
        ],
    )
    def test_say_what_is_wrong(self, loss, y_true, y_pred, weight, message):
        with pytest.raises(ValueError, match=message):
            loss(y_true, y_pred, weight)
        with pytest.raises(ValueError, match=message):
            loss.gradient(y_true, y_pred, weight)

    def test_huber_bends_at_1_by_default(self):
        assert repr(Huber()) == "Huber(delta=1.0)"

    def test_huber_needs_a_delta_above_0(self):
        with pytest.raises(ValueError, match="delta must be above 0, got 0"):
            Huber(0)


class TestGet:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("mse", MeanSquaredError),
            ("mean_squared_error", MeanSquaredError),
            ("mae", MeanAbsoluteError),
            ("mean_absolute_error", MeanAbsoluteError),
            ("huber", Huber),
            ("binary_crossentropy", BinaryCrossentropy),
            ("categorical_crossentropy", CategoricalCrossentropy),
            ("sparse_categorical_crossentropy", SparseCategoricalCrossentropy),
        ],
    )
    def test_finds_by_keras_names(self, name, kind):
        assert type(losses.get(name)) is type(losses.get(kind.__name__)) is kind

    def test_passes_losses_through_and_suggests_names(self):
        loss = Huber(0.5)
        assert losses.get(loss) is loss
        with pytest.raises(ValueError, match=r"no loss 'mean_square_error'.*'mean_squared_error'"):
            losses.get("mean_square_error")
