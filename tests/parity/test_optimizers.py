"""Every optimizer walks Keras' path: 100 steps, each compared, in float64."""

import numpy as np
import pytest

from nnlab import optimizers
from nnlab.optimizers import schedules

keras = pytest.importorskip("keras")
pytestmark = [
    pytest.mark.usefixtures("keras64"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

CASES = [
    ("SGD", {}),
    ("SGD", {"learning_rate": 0.05, "momentum": 0.9}),
    ("SGD", {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True}),
    ("SGD", {"learning_rate": 0.05, "momentum": 0.5, "nesterov": True, "clipnorm": 0.3}),
    ("Adagrad", {}),
    ("Adagrad", {"learning_rate": 0.3, "initial_accumulator_value": 0.0, "epsilon": 1e-2}),
    ("RMSprop", {}),
    ("RMSprop", {"learning_rate": 0.02, "rho": 0.7, "momentum": 0.8, "epsilon": 1e-3}),
    ("Adadelta", {}),
    ("Adadelta", {"learning_rate": 1.0, "rho": 0.8, "epsilon": 1e-2}),
    ("Adam", {}),
    ("Adam", {"learning_rate": 0.05, "beta_1": 0.7, "beta_2": 0.9, "epsilon": 1e-2}),
    ("AdamW", {}),
    ("AdamW", {"learning_rate": 0.05, "weight_decay": 0.3, "beta_1": 0.8, "beta_2": 0.95}),
    ("Nadam", {}),
    ("Nadam", {"learning_rate": 0.05, "beta_1": 0.7, "beta_2": 0.9, "epsilon": 1e-2}),
    ("Adam", {"learning_rate": 0.05, "clipvalue": 0.02}),
    ("RMSprop", {"learning_rate": 0.05, "clipnorm": 0.1}),
    ("SGD", {"learning_rate": 0.5, "global_clipnorm": 0.2}),
]

SCHEDULES = [
    ("ExponentialDecay", {"decay_steps": 30, "decay_rate": 0.5}),
    ("ExponentialDecay", {"decay_steps": 30, "decay_rate": 0.5, "staircase": True}),
    ("CosineDecay", {"decay_steps": 80}),
    ("CosineDecay", {"decay_steps": 80, "warmup_target": 0.3}),
    ("CosineDecay", {"decay_steps": 60, "alpha": 0.1, "warmup_target": 0.4, "warmup_steps": 15}),
]


def _id(case: tuple[str, dict]) -> str:
    return f"{case[0]}({', '.join(f'{k}={v}' for k, v in case[1].items())})"


def _of_keras(name: str, settings: dict):
    optimizer = getattr(keras.optimizers, name)(**settings)
    if optimizer.weight_decay is not None:  # cast by TensorFlow, through float32
        optimizer.weight_decay = np.float64(optimizer.weight_decay)
    return optimizer


def _walk(agree, component, ours, theirs, steps=100):
    """Both move a matrix and a bias, with the gradients of a random bowl."""
    rng = np.random.default_rng(7)
    start = [rng.normal(size=(7, 5)), rng.normal(size=3)]
    centre = [rng.normal(size=p.shape) for p in start]
    params = [p.copy() for p in start]
    variables = [keras.Variable(p) for p in start]
    for _ in range(steps):
        noise = [rng.normal(scale=0.1, size=p.shape) for p in start]
        gradients = [p - c + n for p, c, n in zip(params, centre, noise, strict=True)]
        ours.apply(gradients, params)
        theirs.apply([keras.ops.convert_to_tensor(g) for g in gradients], variables)
        for param, variable in zip(params, variables, strict=True):
            agree(component, param, keras.ops.convert_to_numpy(variable))
    moved = max(np.abs(p - s).max() for p, s in zip(params, start, strict=True))
    assert moved > 1e-4, "nothing moved, nothing was compared"


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_takes_the_steps_of_keras(case, agree):
    name, settings = case
    ours = getattr(optimizers, name)(**settings)
    theirs = _of_keras(name, settings)
    _walk(agree, f"optimizers.{name}", ours, theirs)


@pytest.mark.parametrize("case", SCHEDULES, ids=_id)
def test_a_schedule_gives_the_rates_of_keras(case, agree):
    name, settings = case
    ours = getattr(schedules, name)(0.1, **settings)
    theirs = getattr(keras.optimizers.schedules, name)(0.1, **settings)
    rates = [ours(step) for step in range(150)]
    agree(f"schedules.{name}", rates, [float(theirs(step)) for step in range(150)])


def test_a_staircase_of_rates_turns_where_that_of_keras_does(agree):
    arguments = ([10, 20, 50], [1.0, 0.3, 0.2, 0.05])
    ours = schedules.PiecewiseConstantDecay(*arguments)
    theirs = keras.optimizers.schedules.PiecewiseConstantDecay(*arguments)
    rates = [ours(step) for step in range(60)]
    agree("schedules.PiecewiseConstantDecay", rates, [float(theirs(s)) for s in range(60)])


def test_an_optimizer_follows_its_schedule_as_that_of_keras(agree):
    settings = {"decay_steps": 60, "warmup_target": 0.2, "warmup_steps": 15}
    ours = optimizers.SGD(schedules.CosineDecay(0.01, **settings), momentum=0.9, nesterov=True)
    theirs = keras.optimizers.SGD(
        keras.optimizers.schedules.CosineDecay(0.01, **settings), momentum=0.9, nesterov=True
    )
    _walk(agree, "schedules.CosineDecay in SGD", ours, theirs)


@pytest.mark.parametrize(
    "name", ["SGD", "Adagrad", "RMSprop", "Adadelta", "Adam", "AdamW", "Nadam"]
)
def test_a_change_of_rate_by_hand_acts_from_the_next_step(name, agree):
    ours, theirs = getattr(optimizers, name)(0.05), _of_keras(name, {"learning_rate": 0.05})
    w, variable = np.array([2.0, -1.0]), keras.Variable(np.array([2.0, -1.0]))
    for step in range(6):
        if step == 3:
            ours.learning_rate = theirs.learning_rate = 0.4
        gradient = np.sin(w) + 0.1
        ours.apply([gradient], [w])
        theirs.apply([keras.ops.convert_to_tensor(gradient)], [variable])
        agree(f"optimizers.{name}", w, keras.ops.convert_to_numpy(variable))
