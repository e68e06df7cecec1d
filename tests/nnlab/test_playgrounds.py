"""The small playgrounds: a gate set by hand, and a cell that fires."""

from itertools import product

import numpy as np
import pytest

from nnlab import playgrounds
from nnlab.playgrounds.logic import GATES
from nnlab.playgrounds.spiking_neuron import REST, THRESHOLD, integrate_and_fire


@pytest.fixture
def gate():
    return playgrounds.logic()


@pytest.mark.parametrize(
    ("name", "w1", "w2", "b"), [("AND", 1, 1, -1.5), ("OR", 1, 1, -0.5), ("NAND", -1, -1, 1.5)]
)
def test_a_gate_can_be_set_with_the_sliders(gate, name, w1, w2, b):
    gate.gate.value = name
    gate.weight_1.value, gate.weight_2.value, gate.bias.value = w1, w2, b
    assert gate.right.all()
    assert "4 of 4 rows right" in gate.message.value
    assert "4 of 4 are right" in gate.picture.value


def test_no_position_of_the_sliders_makes_xor(gate):
    values = [np.arange(s.min, s.max + s.step, s.step) for s in (gate.weight_1, gate.bias)]
    rows = np.array(list(product((0, 1), repeat=2)))
    best = max(
        np.sum((rows @ [w1, w2] + b >= 0) == GATES["XOR"])
        for w1, w2, b in product(values[0], values[0], values[1])
    )
    assert best == 3


def test_moving_a_weight_changes_picture_and_table(gate):
    picture, table = gate.picture.value, gate.message.value
    gate.weight_2.value = 1.5
    assert gate.picture.value != picture
    assert gate.message.value != table


def test_weights_of_zero_have_no_line_but_an_answer(gate):
    gate.weight_1.value = 0.0
    assert gate.outputs.tolist() == [0, 0, 0, 0]
    gate.bias.value = 0.0
    assert gate.outputs.tolist() == [1, 1, 1, 1]


def test_the_cell_fires_at_the_rate_of_the_formula():
    # Between two spikes v rises from rest to threshold: T = τ ln(RI / (RI - 15 mV)).
    for current in (2.0, 3.0, 5.0):
        period = 10 * np.log(10 * current / (10 * current - (THRESHOLD - REST)))
        fired = integrate_and_fire(current, 1000.0, step=0.01)[2]
        assert fired.sum() == pytest.approx(1000 / period, rel=0.01)


def test_below_the_threshold_current_it_never_fires():
    time, voltage, fired = integrate_and_fire(1.49, 500.0)
    assert not fired.any()
    assert REST <= voltage.min() <= voltage.max() < THRESHOLD
    assert len(time) == len(voltage) == len(fired)


def test_the_slider_makes_it_fire():
    box = playgrounds.spiking_neuron()
    assert "fires 0 times" in box.message.value
    before = box.picture.value
    box.current.value = 5.0
    assert "fires 27 times" in box.message.value
    assert box.picture.value != before
