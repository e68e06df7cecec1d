"""Activations have the values of SciPy and the field, and the slopes of their own values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import integrate, special, stats

from nnlab import activations
from nnlab.activations import ELU, LeakyReLU, Softmax

STEPS = [activations.heaviside, activations.sign]
ELEMENTWISE = [
    activations.linear,
    activations.sigmoid,
    activations.tanh,
    activations.relu,
    activations.leaky_relu,
    LeakyReLU(0.07),
    activations.elu,
    ELU(1.3),
    activations.selu,
    activations.swish,
    activations.gelu,
    activations.softplus,
]
ALL = [*STEPS, *ELEMENTWISE, activations.softmax]

Z = np.array([-30.0, -4.0, -1.5, -0.3, 1e-9, 0.2, 1.0, 2.5, 20.0])
EXTREMES = np.array([-np.inf, -1000.0, -0.0, 0.0, 1000.0, np.inf])

shapes = array_shapes(min_dims=1, max_dims=3, max_side=7)
zs = arrays(float, shapes, elements=st.floats(-50, 50))
ids = {"ids": lambda value: repr(value).partition(" at 0x")[0]}  # workers must agree on the names


class TestValues:
    @pytest.mark.parametrize(
        ("activation", "peer"),
        [
            (activations.heaviside, lambda z: np.heaviside(z, 1)),
            (activations.sign, np.sign),
            (activations.linear, lambda z: z),
            (activations.sigmoid, special.expit),
            (
                activations.tanh,
                lambda z: np.sign(z) * -np.expm1(-2 * abs(z)) / (1 + np.exp(-2 * abs(z))),
            ),
            (activations.relu, lambda z: (z + abs(z)) / 2),
            (activations.leaky_relu, lambda z: 0.6 * z + 0.4 * abs(z)),
            (
                activations.elu,
                lambda z: np.expm1((z - abs(z)) / 2) + (z + abs(z)) / 2,
            ),
            (activations.swish, lambda z: z * special.expit(z)),
            (activations.gelu, lambda z: z * stats.norm.cdf(z)),
            (activations.softplus, lambda z: np.logaddexp(0, z)),
            (activations.softmax, lambda z: special.softmax(z, axis=-1)),
        ],
        **ids,
    )
    def test_are_scipys(self, activation, peer):
        for z in (Z, EXTREMES[1:-1], np.arange(-6.0, 6).reshape(4, 3)):
            np.testing.assert_allclose(activation(z), peer(z), rtol=1e-13, atol=1e-300)

    def test_heaviside_fires_from_0_on_and_sign_is_0_at_0(self):
        assert activations.heaviside([-1e-300, -0.0, 0.0]).tolist() == [0, 1, 1]
        assert activations.sign([-1e-300, -0.0, 1e-300]).tolist() == [-1, 0, 1]

    @pytest.mark.parametrize(
        ("activation", "limits"),
        [
            (activations.heaviside, (0, 1)),
            (activations.sign, (-1, 1)),
            (activations.linear, (-np.inf, np.inf)),
            (activations.sigmoid, (0, 1)),
            (activations.tanh, (-1, 1)),
            (activations.relu, (0, np.inf)),
            (activations.leaky_relu, (-np.inf, np.inf)),
            (ELU(1.3), (-1.3, np.inf)),
            (activations.selu, (-1.7580993408473766, np.inf)),
            (activations.swish, (0, np.inf)),
            (activations.gelu, (0, np.inf)),
            (activations.softplus, (0, np.inf)),
        ],
        **ids,
    )
    def test_at_infinity_are_the_limits(self, activation, limits):
        np.testing.assert_allclose(activation([-np.inf, np.inf]), limits, rtol=1e-15)

    def test_selu_keeps_mean_0_and_variance_1(self):
        # What its two constants are made for: the fixed point of the moments of N(0, 1).
        for power, moment in [(1, 0), (2, 1)]:
            integrand = lambda z, power=power: activations.selu(z) ** power * stats.norm.pdf(z)
            halves = [integrate.quad(integrand, *ends)[0] for ends in [(-40, 0), (0, 40)]]
            assert sum(halves) == pytest.approx(moment, abs=1e-8)

    def test_parameters_are_keras(self):
        assert activations.leaky_relu(-1.0) == -0.2
        assert activations.leaky_relu(-1.0, negative_slope=0.01) == LeakyReLU(0.01)(-1.0) == -0.01
        assert activations.elu(-1000.0, 1.3) == ELU(alpha=1.3)(-1000.0) == -1.3
        assert activations.elu.derivative(-np.log(2), alpha=1.3) == 0.65
        columns = activations.softmax([[0.0, 1.0], [0.0, 1.0]], axis=0)
        assert columns.tolist() == [[0.5, 0.5], [0.5, 0.5]]

    @given(zs)
    def test_of_softmax_are_distributions_and_do_not_feel_a_shift(self, z):
        p = activations.softmax(z)
        np.testing.assert_allclose(p.sum(axis=-1), 1)
        assert (p >= 0).all()
        np.testing.assert_allclose(activations.softmax(z + 7), p, atol=1e-13)

    def test_of_softmax_share_among_infinite_scores(self):
        inf = np.inf
        scores = [[inf, 0, -inf], [inf, inf, 0], [-inf, -inf, -inf], [-inf, 0, 0]]
        p = activations.softmax(scores)
        np.testing.assert_allclose(p, [[1, 0, 0], [0.5, 0.5, 0], [1 / 3] * 3, [0, 0.5, 0.5]])
        with pytest.raises(ValueError, match="several classes"):
            activations.softmax(1.0)

    @pytest.mark.parametrize("step", STEPS, **ids)
    def test_of_complex_steps_are_those_of_the_real_part(self, step):
        z = np.array([-2.0 + 1j, 1e-30j, 0.5 - 3j])
        assert step(z).dtype == z.dtype
        assert step(z).tolist() == step(z.real).tolist()

    @pytest.mark.parametrize(
        ("activation", "peer"),
        [(activations.sigmoid, lambda z: 1 / (1 + np.exp(-z))), (activations.tanh, np.tanh)],
        **ids,
    )
    def test_far_from_the_real_axis(self, activation, peer):
        z = np.add.outer([-3.0, -0.5, 0.0, 0.5, 3.0], 1j * np.array([-2.0, 0.0, 2.0]))
        np.testing.assert_allclose(activation(z), peer(z), rtol=1e-13)


class TestDerivatives:
    @pytest.mark.parametrize("activation", ELEMENTWISE, **ids)
    @given(zs)
    def test_are_those_of_the_complex_step(self, activation, z):
        z = np.where(np.abs(z) < 1e-3, 1e-3, z)  # away from the kinks
        step = np.imag(activation(z + 1e-20j)) / 1e-20
        np.testing.assert_allclose(activation.derivative(z), step, rtol=1e-10, atol=1e-15)

    @pytest.mark.parametrize("activation", ELEMENTWISE, **ids)
    @given(zs)
    def test_go_back_with_the_chain_rule(self, activation, z):
        d_a = np.cos(z)
        d_z = activation.backward(d_a, z, activation(z))
        np.testing.assert_allclose(d_z, d_a * activation.derivative(z), rtol=1e-12, atol=1e-300)

    def test_at_the_kink_are_keras(self):
        assert activations.relu.derivative(0.0) == 0
        assert activations.leaky_relu.derivative(0.0) == 0.2
        assert activations.elu.derivative(0.0) == 1
        assert ELU(1.3).derivative(0.0) == 1
        assert activations.selu.derivative(0.0) == activations.selu.SCALE

    @pytest.mark.parametrize("step", STEPS, **ids)
    def test_of_steps_are_0(self, step):
        assert step.derivative(EXTREMES).tolist() == [0] * 6

    @pytest.mark.parametrize(
        ("activation", "limits"),
        [
            (activations.linear, (1, 1)),
            (activations.sigmoid, (0, 0)),
            (activations.tanh, (0, 0)),
            (activations.relu, (0, 1)),
            (activations.leaky_relu, (0.2, 1)),
            (activations.elu, (0, 1)),
            (activations.selu, (0, 1.0507009873554805)),
            (activations.swish, (0, 1)),
            (activations.gelu, (0, 1)),
            (activations.softplus, (0, 1)),
        ],
        **ids,
    )
    def test_at_infinity_are_the_limits(self, activation, limits):
        for far in (1000.0, np.inf):
            np.testing.assert_allclose(activation.derivative([-far, far]), limits, rtol=1e-15)

    @pytest.mark.parametrize("axis", [0, 1, -1])
    @given(arrays(float, array_shapes(min_dims=2, max_dims=2), elements=st.floats(-9, 9)))
    def test_of_softmax_are_a_jacobian(self, axis, z):
        softmax = Softmax(axis)
        jacobian = softmax.derivative(z)
        scores = np.moveaxis(z, axis, -1)
        for j in range(scores.shape[-1]):
            step = scores + 1e-20j * np.eye(scores.shape[-1])[j]
            column = np.imag(activations.softmax(step)) / 1e-20
            np.testing.assert_allclose(jacobian[..., j], column, atol=1e-10)
        d_a = np.cos(np.arange(z.size)).reshape(z.shape)
        d_z = np.einsum("nkj,nk->nj", jacobian, np.moveaxis(d_a, axis, -1))
        back = softmax.backward(d_a, z, softmax(z))
        np.testing.assert_allclose(np.moveaxis(back, axis, -1), d_z, atol=1e-14)


class TestEveryActivation:
    @pytest.mark.parametrize("activation", ALL, **ids)
    def test_is_stable_and_silent_at_extremes(self, activation):
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            for dtype in (np.float32, np.float64):
                z = EXTREMES.astype(dtype)
                assert not np.isnan(activation(z)).any()
                assert not np.isnan(activation.derivative(z)).any()
                finite = z[1:-1]
                back = activation.backward(np.ones_like(finite), finite, activation(finite))
                assert not np.isnan(back).any()

    @pytest.mark.parametrize("activation", ALL, **ids)
    @pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
    def test_keeps_dtype_and_shape(self, activation, dtype):
        z = np.linspace(-3, 3, 12, dtype=dtype).reshape(4, 3)
        a = activation(z)
        assert a.shape == z.shape
        assert a.dtype == activation.derivative(z).dtype == dtype
        assert activation.backward(z, z, a).dtype == dtype

    @pytest.mark.parametrize("activation", ALL, **ids)
    def test_takes_python_numbers_and_integers_as_float64(self, activation):
        assert activation([0, 1, -2]).dtype == np.float64
        assert activation.derivative([True, False]).dtype == np.float64
        if activation is not activations.softmax:
            assert type(activation(2)) is type(activation.derivative(2)) is np.float64

    @pytest.mark.parametrize("activation", ALL, **ids)
    def test_passes_nan_on_and_leaves_its_input_alone(self, activation):
        z = np.array([np.nan, 1.0])
        assert np.isnan(activation(z)[0])
        activation.derivative(z)
        activation.backward(z, z, z)
        assert np.isnan(z[0])
        assert z[1] == 1

    @pytest.mark.parametrize("activation", ALL, **ids)
    def test_is_found_by_its_name(self, activation):
        assert type(activations.get(activation.name)) is type(activation)
        assert getattr(activations, activation.name) is activations.get(activation.name)


class TestGet:
    def test_knows_keras_aliases_and_passes_callables_through(self):
        assert activations.get("silu") is activations.get("swish") is activations.swish
        assert activations.get(None) is activations.linear
        assert activations.get(np.sin) is np.sin
        assert activations.get(LeakyReLU(0.5))(-1.0) == -0.5

    def test_suggests_the_nearest_name(self):
        with pytest.raises(ValueError, match="Did you mean 'leaky_relu'"):
            activations.get("LeakyRelu")
        with pytest.raises(ValueError, match=r"no activation 'qqq'\. Known: elu,"):
            activations.get("qqq")
