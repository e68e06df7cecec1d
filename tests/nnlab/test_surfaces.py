"""Surfaces: slopes that are true, minima where the literature has them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize, rosen, rosen_der

from nnlab import optimizers, surfaces
from nnlab.gradcheck import numerical_gradient

ALL = [surfaces.beale, surfaces.rosenbrock, surfaces.ravine, surfaces.saddle]
POINTS = st.tuples(st.floats(-4, 4), st.floats(-4, 4)).map(np.array)


@pytest.mark.parametrize("surface", ALL, ids=lambda s: s.name)
@given(w=POINTS)
def test_the_gradient_is_the_complex_step(surface, w):
    by_step = numerical_gradient(surface, w, method="complex")
    np.testing.assert_allclose(surface.gradient(w), by_step, rtol=1e-12, atol=1e-9)


@given(w=POINTS)
def test_rosenbrock_is_scipys(w):
    assert surfaces.rosenbrock(w) == pytest.approx(rosen(w))
    np.testing.assert_allclose(surfaces.rosenbrock.gradient(w), rosen_der(w), rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize(
    ("surface", "start", "value"),
    [(surfaces.beale, (1, 1), 14.203125), (surfaces.rosenbrock, (-1.2, 1), 24.2)],
    ids=["beale", "rosenbrock"],
)
def test_start_and_value_are_those_of_the_literature(surface, start, value):
    assert surface.start == start
    assert surface(start) == pytest.approx(value)


@pytest.mark.parametrize(
    ("surface", "minimum"),
    [(surfaces.beale, (3, 0.5)), (surfaces.rosenbrock, (1, 1)), (surfaces.ravine, (0, 0))],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_minimum_is_zero_and_where_it_is_said_to_be(surface, minimum):
    assert surface.minimum == minimum
    assert surface(minimum) == 0
    found = minimize(surface, surface.start, jac=surface.gradient, tol=1e-10)
    np.testing.assert_allclose(found.x, minimum, atol=1e-5)


def test_a_saddle_is_flat_where_it_has_no_minimum():
    assert surfaces.saddle.minimum is None
    np.testing.assert_array_equal(surfaces.saddle.gradient([0, 0]), 0)
    assert surfaces.saddle([1, 0]) > 0 > surfaces.saddle([0, 1])


@pytest.mark.parametrize("surface", ALL, ids=lambda s: s.name)
def test_start_and_minimum_lie_in_the_picture(surface):
    for point in filter(None, (surface.start, surface.minimum)):
        for coordinate, (low, high) in zip(point, surface.limits, strict=True):
            assert low < coordinate < high


@pytest.mark.parametrize("surface", ALL, ids=lambda s: s.name)
def test_a_grid_of_points_is_taken_point_by_point(surface):
    grid = np.random.default_rng(3).normal(size=(3, 5, 2))
    values, slopes = surface(grid), surface.gradient(grid)
    assert values.shape == (3, 5)
    assert slopes.shape == (3, 5, 2)
    assert values[2, 4] == surface(grid[2, 4])
    np.testing.assert_array_equal(slopes[2, 4], surface.gradient(grid[2, 4]))


@pytest.mark.parametrize("w", [1.0, [1.0], [[1.0, 2.0, 3.0]]])
def test_other_than_two_weights_are_refused(w):
    with pytest.raises(ValueError, match="two weights"):
        surfaces.beale(w)
    with pytest.raises(ValueError, match="two weights"):
        surfaces.beale.gradient(w)
    with pytest.raises(ValueError, match="two weights"):
        surfaces.descend(surfaces.beale, optimizers.SGD(), start=w)


def test_plain_descent_in_a_ravine_is_a_geometric_series():
    path = surfaces.descend(surfaces.ravine, optimizers.SGD(0.09), n_steps=30)
    steps = np.arange(31)[:, np.newaxis]
    np.testing.assert_allclose(path, np.array([-4.0, 1.0]) * np.array([0.91, -0.8]) ** steps)


def test_a_walk_that_diverges_says_so_in_its_numbers_and_not_in_warnings(recwarn):
    path = surfaces.descend(surfaces.rosenbrock, optimizers.SGD(0.1))
    assert path.shape == (101, 2)
    assert not np.isfinite(path[-1]).any()
    assert not list(recwarn)


def test_an_optimizer_that_has_walked_before_is_refused():
    optimizer = optimizers.Adam()
    surfaces.descend(surfaces.beale, optimizer, n_steps=1)
    with pytest.raises(ValueError, match="Create a new Adam"):
        surfaces.descend(surfaces.ravine, optimizer, n_steps=1)
