"""Models learn what Keras' models learn: the same weights after each of 100 steps, in float64."""

import numpy as np
import pytest

import nnlab
from nnlab import callbacks

keras = pytest.importorskip("keras")
pytestmark = [
    pytest.mark.usefixtures("keras64"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


def _stack(framework, sizes, activation, last, regularizer=None):
    hidden = [
        framework.layers.Dense(n, activation=activation, kernel_regularizer=regularizer)
        for n in sizes[1:-1]
    ]
    return framework.Sequential(
        [
            framework.Input(shape=(sizes[0],), dtype="float64"),
            *hidden,
            framework.layers.Dense(sizes[-1], activation=last),
        ]
    )


def _pair(*arguments):
    """Two models with the same weights."""
    rng = np.random.default_rng(11)
    ours, theirs = _stack(nnlab, *arguments), _stack(keras, *arguments)
    weights = [rng.normal(scale=0.5, size=w.shape) for w in ours.get_weights()]
    ours.set_weights(weights)
    theirs.set_weights(weights)
    return ours, theirs


def _targets(kind, rng, n, n_outputs):
    if kind == "classes":
        return rng.integers(n_outputs, size=n)
    if kind == "one-hot":
        return np.eye(n_outputs)[rng.integers(n_outputs, size=n)]
    if kind == "yes or no":
        return rng.integers(2, size=(n, n_outputs)).astype(float)
    return rng.normal(size=(n, n_outputs))


# sizes, activation, last activation, targets, loss, optimizer, its settings, regularizer
TRAININGS = [
    ([5, 11, 3], "sigmoid", "softmax", "classes", "sparse_categorical_crossentropy", "SGD", {}),
    (
        [5, 11, 7, 3],
        "relu",
        "softmax",
        "one-hot",
        "categorical_crossentropy",
        "SGD",
        {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True},
    ),
    ([5, 11, 1], "tanh", "sigmoid", "yes or no", "binary_crossentropy", "Adam", {}),
    ([5, 11, 3], "selu", "sigmoid", "yes or no", "binary_crossentropy", "RMSprop", {}, "l2"),
    ([5, 11, 2], "elu", None, "numbers", "mse", "AdamW", {"global_clipnorm": 0.5}),
    ([5, 11, 2], "swish", None, "numbers", "mae", "Nadam", {"learning_rate": 0.01}, "l1"),
    ([5, 11, 2], "softplus", "softplus", "numbers", "huber", "Adagrad", {"learning_rate": 0.1}),
    ([5, 11, 3], "softplus", "tanh", "numbers", "mse", "Adadelta", {"learning_rate": 1.0}),
    ([5, 11, 3], "elu", "softmax", "one-hot", "mse", "SGD", {"clipvalue": 0.01}),
]


def _name(case):
    return f"{case[1]}-{case[2]}-{case[4]}-{case[5]}"


@pytest.mark.parametrize("case", TRAININGS, ids=_name)
def test_each_of_100_steps_ends_at_keras_weights(case, agree):
    sizes, activation, last, kind, loss, optimizer, settings, *regularizer = case
    rng = np.random.default_rng(12)
    x = rng.normal(size=(100, 7, sizes[0]))
    y = [_targets(kind, rng, 7, sizes[-1]) for _ in range(100)]
    ours, theirs = _pair(sizes, activation, last, *regularizer)
    ours.compile(getattr(nnlab.optimizers, optimizer)(**settings), loss)
    theirs.compile(getattr(keras.optimizers, optimizer)(**settings), loss)
    if theirs.optimizer.weight_decay is not None:  # cast by TensorFlow, through float32
        theirs.optimizer.weight_decay = np.float64(theirs.optimizer.weight_decay)
    for x_batch, y_batch in zip(x, y, strict=True):
        history = ours.fit(x_batch, y_batch, batch_size=7, shuffle=False, verbose=0)
        expected = theirs.train_on_batch(x_batch, y_batch)
        theirs.reset_metrics()
        agree("models: loss of a step", history.history["loss"][0], float(expected))
        for weight, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
            agree("models: weights of 100 steps", weight, other)


@pytest.mark.parametrize("case", TRAININGS[:4], ids=_name)
@pytest.mark.parametrize("batch_size", [32, 7, 100])
def test_a_training_leaves_keras_history(case, batch_size, agree):
    sizes, activation, last, kind, loss, *_ = case
    rng = np.random.default_rng(13)
    x, y = rng.normal(size=(90, sizes[0])), _targets(kind, rng, 90, sizes[-1])
    ours, theirs = _pair(sizes, activation, last, "l2")
    arguments = {
        "batch_size": batch_size,
        "epochs": 3,
        "validation_split": 0.2,
        "shuffle": False,
        "verbose": 0,
    }
    for model in (ours, theirs):
        model.compile("sgd", loss, metrics=["accuracy"])
    history = ours.fit(x, y, **arguments).history
    expected = theirs.fit(x, y, **arguments).history
    assert set(history) == set(expected)
    for name in expected:
        agree("models: history", history[name], expected[name])
    agree("models: evaluate", ours.evaluate(x, y, verbose=0), theirs.evaluate(x, y, verbose=0))
    agree("models: predict", ours.predict(x), theirs.predict(x, verbose=0))


def test_the_price_of_weights_that_start_at_0_is_keras(agree):
    rng = np.random.default_rng(14)
    x, y = rng.normal(size=(300, 4)), rng.normal(size=(300, 1))

    def history(framework):
        layer = framework.layers.Dense(
            1, kernel_initializer="zeros", kernel_regularizer=framework.regularizers.L2(0.5)
        )
        model = framework.Sequential([framework.Input((4,), dtype="float64"), layer])
        model.compile(framework.optimizers.SGD(0.1), "mse")
        return model.fit(x, y, epochs=2, shuffle=False, verbose=0).history["loss"]

    agree("models: history", history(nnlab), history(keras))


def test_metrics_have_keras_names():
    def names(framework):
        def largestError(y_true, y_pred):
            return 0.0

        model = framework.Sequential([framework.Input((2,)), framework.layers.Dense(1)])
        same = [lambda y, p: 0.0, lambda y, p: 0.0]
        model.compile(
            "sgd",
            "mse",
            metrics=["mae", "mae", largestError, framework.losses.MeanAbsoluteError(), *same],
        )
        return set(model.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0).history)

    assert names(nnlab) == names(keras)


@pytest.mark.parametrize(
    ("settings", "trace"),
    [
        ({"patience": 2}, [5, 4, 4.5, 4.2, 4.1, 3]),
        ({"patience": 0}, [5, 4, 4, 3]),
        ({"patience": 1, "min_delta": 0.5}, [5, 4.6, 4.4, 3.9, 3.8]),
        ({"patience": 2, "min_delta": 0.1}, [0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.04]),
        ({"patience": 3, "mode": "max"}, [1, 2, 1, 1, 3, 2, 2, 2]),
        ({"patience": 2}, [1.0, float("nan"), 0.5, float("nan"), float("nan"), 0.1]),
        ({"patience": 9}, [3, 2, 1, 2, 3]),
    ],
)
@pytest.mark.parametrize("restore", [True, False])
def test_early_stopping_stops_and_returns_where_that_of_keras_does(settings, trace, restore):
    def run(module):
        stopping = module.EarlyStopping(
            monitor="val_loss", restore_best_weights=restore, **settings
        )
        model = _Recorder()
        stopping.set_model(model)
        stopping.on_train_begin()
        for epoch, value in enumerate(trace):
            model.epoch = epoch
            stopping.on_epoch_end(epoch, {"val_loss": value})
            if model.stop_training:
                break
        stopping.on_train_end()
        return model.epoch, stopping.stopped_epoch, stopping.best_epoch, model.restored

    assert run(callbacks) == run(keras.callbacks)


class _Recorder:
    """Stands for a model: its weights are the number of the epoch."""

    stop_training = False
    epoch = 0
    restored = None

    def get_weights(self):
        return [np.array(self.epoch)]

    def set_weights(self, weights):
        self.restored = int(weights[0])
