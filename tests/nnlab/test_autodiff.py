"""The scalar engine: its slopes are those of the complex step, its pictures are whole."""

import cmath
import inspect
import math
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from nnlab import autodiff
from nnlab.autodiff import Value, draw

NUMBERS = st.floats(0.1, 3.0) | st.floats(-3.0, -0.1)
STEP = 1e-30

# The same expression for numbers that differentiate themselves and for complex ones.
EXPRESSIONS = [
    lambda x, y, call: x * y + x**2 - 3 * y + 2,
    lambda x, y, call: (1 - x) / (2 + y**2) - x / y,
    lambda x, y, call: call("tanh", x * y + x) * call("exp", -x),
    lambda x, y, call: call("log", 1 + x**2) / 3 + 1 / y,
    lambda x, y, call: call("sigmoid", x - y) ** 3 + (-x) ** 0,
    lambda x, y, call: call("relu", x) * y - call("relu", y * x),
    lambda x, y, call: sum((x * k + y) ** 2 for k in range(5)),
]
COMPLEX = {
    "tanh": cmath.tanh,
    "exp": cmath.exp,
    "log": cmath.log,
    "sigmoid": lambda z: 1 / (1 + cmath.exp(-z)),
    "relu": lambda z: z if z.real > 0 else 0 * z,
}


@pytest.mark.parametrize("expression", EXPRESSIONS)
@given(x=NUMBERS, y=NUMBERS)
def test_gradients_are_those_of_the_complex_step(expression, x, y):
    a, b = Value(x), Value(y)
    result = expression(a, b, lambda name, value: getattr(value, name)())
    result.backward()

    def of_complex(x, y):
        return expression(x, y, lambda name, value: COMPLEX[name](value))

    assert result.data == pytest.approx(complex(of_complex(x, y)).real, rel=1e-12, abs=1e-12)
    slopes = [of_complex(x + STEP * 1j, y + 0j), of_complex(x + 0j, y + STEP * 1j)]
    expected = [complex(slope).imag / STEP for slope in slopes]
    assert [a.grad, b.grad] == pytest.approx(expected, rel=1e-10, abs=1e-10)


def test_a_value_used_twice_collects_both_slopes():
    x = Value(3.0)
    (x * x).backward()
    assert x.grad == 6.0


def test_a_second_backward_starts_afresh():
    x = Value(3.0)
    y = x * 2
    y.backward()
    y.backward()
    assert x.grad == 2.0


def test_long_chains_need_no_recursion():
    x = total = Value(1.0)
    for _ in range(5000):
        total = total + x
    total.backward()
    assert x.grad == 5001.0


def test_extreme_values_do_not_overflow():
    assert Value(1000.0).sigmoid().data == 1.0
    assert Value(-1000.0).sigmoid().data == 0.0


@pytest.mark.parametrize("z", [-700.0, -40.0, -1.0, 0.0, 1.0, 40.0])
def test_the_sigmoid_keeps_all_digits_far_out(z):
    x = Value(z)
    a = x.sigmoid()
    a.backward()
    assert a.data == pytest.approx(special.expit(z), rel=1e-14, abs=0)
    assert x.grad == pytest.approx(special.expit(z) * special.expit(-z), rel=1e-14, abs=0)


def test_nan_is_passed_on():
    for name in ("exp", "log", "tanh", "sigmoid", "relu"):
        assert math.isnan(getattr(Value(math.nan), name)().data)


def test_a_root_has_at_zero_the_slope_of_numpy():
    x = Value(0.0)
    (x**0.5).backward()
    with np.errstate(divide="ignore"):
        assert x.grad == 0.5 * np.float64(0.0) ** -0.5


@pytest.mark.parametrize("n", [np.int64(3), np.float64(3.0), np.float32(3.0), 3])
def test_an_exponent_may_be_any_real_number(n):
    x = Value(-2.0)
    cube = x**n
    cube.backward()
    assert (cube.data, x.grad, type(x.grad)) == (-8.0, 12.0, float)


def test_an_exponent_must_be_a_number():
    with pytest.raises(TypeError, match="Expected a plain number"):
        Value(2.0) ** Value(3.0)
    with pytest.raises(ValueError, match=r"Received \(-8\)\*\*0.5. Below 0, expected a whole"):
        Value(-8.0) ** 0.5


def test_the_engine_can_be_read_in_one_go():
    assert len(inspect.getsource(autodiff.engine).splitlines()) <= 100


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_the_picture_is_whole_and_no_two_boxes_meet(expression):
    result = expression(
        Value(2.0, name="x<1"), Value(0.5), lambda name, value: getattr(value, name)()
    )
    svg = ElementTree.fromstring(draw(result))
    namespace = "{http://www.w3.org/2000/svg}"
    boxes = [(float(r.get("x")), float(r.get("y"))) for r in svg.iter(f"{namespace}rect")]
    assert len(boxes) == len(set(boxes)) == len(result.graph())
    for left, top in boxes:
        assert 0 <= left <= float(svg.get("width")) - 96
        assert 0 <= top <= float(svg.get("height")) - 54
    for one in boxes:
        for other in boxes:
            assert one == other or one[0] != other[0] or abs(one[1] - other[1]) > 54
    assert result._repr_svg_() == draw(result)


def test_a_large_graph_is_drawn_only_when_asked_for():
    total = x = Value(1.0)
    for _ in range(1000):
        total = total + x
    assert total._repr_svg_() is None
    assert draw(total).count("<rect") == 1001
