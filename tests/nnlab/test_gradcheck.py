"""The checker finds wrong gradients, and is not fooled by kinks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import initializers, layers, regularizers
from nnlab.gradcheck import check_layer, numerical_gradient
from nnlab.models import Sequential


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=4))
def test_both_methods_find_the_slope_of_a_cubic(values):
    x = np.array(values)
    for method, tolerance in [("central", 1e-8), ("complex", 1e-13)]:
        found = numerical_gradient(lambda x: np.sum(x**3 - 2 * x), x, method)
        np.testing.assert_allclose(found, 3 * x**2 - 2, rtol=tolerance, atol=tolerance)


def test_the_complex_step_does_not_round():
    x = 1e-3
    complex_step = numerical_gradient(lambda x: np.sum(np.exp(x) / x), [x], "complex")
    assert complex_step[0] == pytest.approx(np.exp(x) * (x - 1) / x**2, rel=1e-14)


def test_the_point_is_not_moved():
    x = np.array([1.0, 2.0])
    numerical_gradient(lambda x: x.sum(), x)
    np.testing.assert_array_equal(x, [1.0, 2.0])


def test_a_real_answer_to_a_complex_step_is_no_zero_slope():
    with pytest.raises(ValueError, match="abs, float and comparisons"):
        numerical_gradient(lambda x: np.abs(x).sum(), [1.0], "complex")
    with pytest.raises(ValueError, match="'central' or 'complex'"):
        numerical_gradient(lambda x: x.sum(), [1.0], "forward")
    for method in ("central", "complex"):
        with pytest.raises(ValueError, match=r"array of shape \(2,\). Expected a number"):
            numerical_gradient(lambda x: x**2, [1.0, 2.0], method)


class Wrong(layers.Dense):
    """Forgets the transpose's partner: the gradient of the kernel is twice too large."""

    def backward_z(self, d_z, *, to_inputs=True):
        d_inputs = super().backward_z(d_z, to_inputs=to_inputs)
        self.grads["kernel"] *= 2
        return d_inputs


@pytest.mark.parametrize("method", ["central", "complex"])
def test_a_wrong_gradient_is_found_and_named(method):
    result = check_layer(Wrong(3, "tanh"), np.ones((2, 4)), method=method)
    assert not result
    assert "does NOT agree" in str(result)
    assert len(result.mistakes) == 12
    assert result.mistakes[0].startswith("kernel[0, 0] is wrong: backward gives")
    assert result.differences["bias"] < 1e-6


@pytest.mark.parametrize("size", [2.0, 200.0, 2000.0])
def test_curvature_does_not_excuse_a_wrong_gradient(size):
    kernel = initializers.Constant(1 / size)
    right, wrong = (make(1, "tanh", kernel_initializer=kernel) for make in (layers.Dense, Wrong))
    assert check_layer(right, [[size]])
    result = check_layer(wrong, [[size]])
    assert not result
    assert not result.kinks


@pytest.mark.parametrize("method", ["central", "complex"])
@pytest.mark.parametrize("seed", range(5))
def test_several_kinks_in_one_place_are_no_mistake(method, seed):
    layer = layers.Dense(5, "relu")  # its sums are all 0 in the first row
    layer.build((2,), np.random.default_rng(seed))
    result = check_layer(layer, [[0, 0], [0, 1], [1, 0], [1, 1]], method=method)
    assert result, result
    assert result.kinks


def test_a_kink_of_the_penalty_is_no_mistake():
    class OtherL1(regularizers.L1):
        def gradient(self, weights):
            return self.l1 * np.where(np.asarray(weights) < 0, -1.0, 1.0)

    layer = layers.Dense(2, kernel_initializer="zeros", kernel_regularizer=OtherL1(0.5))
    result = check_layer(layer, np.ones((1, 3)))
    assert result, result
    assert len(result.kinks) == 6


def test_a_step_near_a_kink_is_no_mistake():
    assert check_layer(layers.Activation("relu"), [[2e-6, -2e-6, 2e-7]], method="central")


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (layers.Dense(30, "tanh", kernel_regularizer=regularizers.L2(1.0)), (2, 20)),
        (layers.Dense(50, kernel_regularizer=regularizers.L1(1.0)), (2, 60)),
        (layers.Dense(30, kernel_regularizer=regularizers.L1L2(3.0, 30.0)), (2, 20)),
    ],
)
def test_what_the_penalty_rounds_is_no_mistake(layer, shape):
    x = np.random.default_rng(0).normal(size=shape)
    layer.build(shape[1:], np.random.default_rng(0))
    result = check_layer(layer, x)
    assert result, result
    assert max(result.differences.values()) > 1e-10


@pytest.mark.parametrize("name", ["sign", "heaviside"])
def test_a_step_is_flat_beside_its_jump(name):
    assert check_layer(layers.Activation(name), [[0.5, -2.0]])


@pytest.mark.parametrize("method", ["central", "complex"])
def test_relus_kink_is_no_false_alarm(method):
    class Other(layers.Activation):
        """ReLU with the other slope at 0, which is as right."""

        def backward(self, d_output, *, to_inputs=True):
            return d_output * (self.z >= 0)

    x = np.array([[0.0, 1.0, -1.0], [2.0, 0.0, -2.0]])
    for layer in (layers.Activation("relu"), Other("relu")):
        assert check_layer(layer, x, method=method)
    both = [layers.Activation("relu"), Other("relu")]  # one of them differs from the numbers
    told = "\n".join(str(check_layer(layer, x, method=method)) for layer in both)
    assert "inputs[0, 0] lies on a kink: the slope is" in told
    assert "This is no mistake" in told


def test_a_kink_does_not_excuse_other_places():
    class Wrong(layers.Activation):
        def backward(self, d_output, *, to_inputs=True):
            return d_output * (self.z >= -1)

    result = check_layer(Wrong("relu"), [[0.0, -0.5]], method="central")
    assert not result
    assert len(result.kinks) == len(result.mistakes) == 1


def test_a_whole_model_is_checked_with_its_masks_and_left_as_it_was():
    inner = Sequential([layers.Dense(4, "tanh"), layers.Dropout(0.5)])
    model = Sequential(
        [inner, layers.Dense(3, "softmax", kernel_regularizer="l2")], seed=1, dtype=np.float32
    )
    model.build((5,))
    before = model.get_weights()
    state = model.rng.bit_generator.state
    result = check_layer(model, np.random.default_rng(2).normal(size=(6, 5)), training=True)
    assert result, result
    inner_names = ["sequential/dense/kernel", "sequential/dense/bias"]
    assert list(result.differences) == ["inputs", *inner_names, "dense/kernel", "dense/bias"]
    assert model.rng.bit_generator.state == state
    for param, weight in zip(model.get_weights(), before, strict=True):
        assert param.dtype == np.float32
        np.testing.assert_array_equal(param, weight)
