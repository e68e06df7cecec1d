"""What callbacks do in a training; early stopping is compared with Keras' in tests/parity."""

import numpy as np
import pytest

from nnlab import callbacks, optimizers
from nnlab.layers import Dense
from nnlab.models import Sequential, load_model

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 4))
Y = X[:, :1] * X[:, 1:2]


def _fit(callback, epochs=4, optimizer="sgd", **arguments):
    model = Sequential([Dense(6, "tanh"), Dense(1)], seed=1)
    model.compile(optimizer, "mse")
    settings = {"validation_split": 0.25, "verbose": 0, **arguments}
    return model, model.fit(X, Y, epochs=epochs, callbacks=[callback], **settings)


def test_the_hooks_run_in_order_with_the_means_so_far():
    class Spy(callbacks.Callback):
        def __init__(self):
            self.calls = []

        def on_train_begin(self, logs):
            counts = self.params["epochs"], self.params["steps"]
            self.calls.append(("train begins", *counts, list(logs)))

        def on_epoch_begin(self, epoch, logs):
            self.calls.append(("epoch begins", epoch, list(logs)))

        def on_train_batch_end(self, batch, logs):
            self.calls.append(("batch", batch, list(logs)))

        def on_epoch_end(self, epoch, logs):
            self.calls.append(("epoch ends", epoch, list(logs)))

        def on_train_end(self, logs):
            self.calls.append(("train ends", list(logs)))

    spy = Spy()
    _fit(spy, epochs=2, batch_size=30)
    epochs = [
        [
            ("epoch begins", epoch, []),
            ("batch", 0, ["loss"]),
            ("batch", 1, ["loss"]),
            ("epoch ends", epoch, ["loss", "val_loss"]),
        ]
        for epoch in range(2)
    ]
    begins, ends = ("train begins", 2, 2, []), ("train ends", ["loss", "val_loss"])
    assert spy.calls == [begins, *epochs[0], *epochs[1], ends]


def test_a_callback_written_for_keras_runs_as_it_is():
    class Written(callbacks.Callback):
        seen: list = []  # noqa: RUF012

        def on_train_begin(self, logs=None):
            self.seen.append(logs.get("loss"))

        def on_epoch_begin(self, epoch, logs=None):
            self.seen.append(logs.get("loss"))

        def on_epoch_end(self, epoch, logs=None):
            self.seen.append(logs["loss"])

        def on_train_end(self, logs=None):
            self.seen.append(logs["loss"])

    _, history = _fit(Written(), epochs=2)
    first, last = history.history["loss"]
    assert Written.seen == [None, None, first, None, last, last]


def test_the_history_is_what_evaluate_says():
    model, history = _fit(callbacks.Callback(), epochs=3)
    assert history is model.history
    assert history.epoch == [0, 1, 2]
    assert history.history["val_loss"][-1] == model.evaluate(X[45:], Y[45:])


def test_a_training_may_be_stopped_within_an_epoch():
    class Stop(callbacks.Callback):
        steps = 0

        def on_train_batch_end(self, batch, logs):
            self.steps += 1
            self.model.stop_training = self.steps == 3

    stop = Stop()
    _, history = _fit(stop, batch_size=30)
    assert stop.steps == 3
    assert len(history.history["loss"]) == 2


def test_early_stopping_restores_the_best_weights_of_a_real_training():
    stopping = callbacks.EarlyStopping(patience=3, restore_best_weights=True)
    model, history = _fit(stopping, epochs=200, optimizer=optimizers.SGD(0.4))
    losses = history.history["val_loss"]
    assert len(losses) == stopping.stopped_epoch + 1 < 200
    assert stopping.best_epoch == int(np.argmin(losses)) == stopping.stopped_epoch - 3
    assert model.evaluate(X[45:], Y[45:]) == min(losses) == stopping.best


def test_the_rate_follows_the_schedule_by_epoch():
    scheduler = callbacks.LearningRateScheduler(lambda epoch, rate: 0.1 if epoch < 2 else rate / 2)
    _, history = _fit(scheduler)
    assert history.history["learning_rate"] == pytest.approx([0.1, 0.1, 0.05, 0.025])


def test_a_schedule_may_take_the_epoch_alone():
    scheduler = callbacks.LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1))
    _, history = _fit(scheduler, epochs=2)
    assert history.history["learning_rate"] == pytest.approx([0.1, 0.05])


def test_one_callback_needs_no_list():
    model = Sequential([Dense(1)])
    model.compile(optimizers.SGD(0.0), "mse")
    stopping = callbacks.EarlyStopping("loss", mode="max")
    history = model.fit(X, Y, epochs=9, shuffle=False, callbacks=stopping, verbose=0)
    assert history.epoch == [0, 1]


def test_gradient_norms_are_those_of_the_steps():
    recorder = callbacks.GradientNorms()
    model, _ = _fit(recorder, epochs=2, batch_size=60, validation_split=0.0)
    assert list(recorder.norms) == ["dense", "dense_1"]
    assert recorder.norms["dense"][-1] == pytest.approx(
        float(np.linalg.norm(model.layers[0].grads["kernel"]))
    )
    assert all(len(norms) == 2 for norms in recorder.norms.values())


def test_gradient_norms_of_nested_models_are_recorded():
    inner = Sequential([Dense(4, "tanh"), Dense(2)])
    model = Sequential([Dense(3), inner, Dense(1)], seed=0)
    model.compile("sgd", "mse")
    recorder = callbacks.GradientNorms()
    model.fit(X, Y, callbacks=[recorder], verbose=0)
    assert len(recorder.norms) == 4
    assert all(norms[0] > 0 for norms in recorder.norms.values())


def test_sigmoids_make_the_gradient_vanish_layer_by_layer():
    recorder = callbacks.GradientNorms()
    model = Sequential([*[Dense(20, "sigmoid") for _ in range(6)], Dense(1)], seed=0)
    model.compile("sgd", "mse")
    model.fit(X, Y, callbacks=[recorder], verbose=0)
    norms = [values[0] for values in recorder.norms.values()]
    assert all(np.diff(norms[:6]) > 0)
    assert norms[0] < 1e-3 * norms[5]


def test_checkpoints_keep_each_epoch_or_the_best_one(tmp_path):
    _fit(callbacks.ModelCheckpoint(tmp_path / "epoch-{epoch}.npz"), epochs=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["epoch-1.npz", "epoch-2.npz"]
    best = callbacks.ModelCheckpoint(tmp_path / "best.npz", save_best_only=True)
    _, history = _fit(best, epochs=40, optimizer=optimizers.SGD(0.4))
    kept = load_model(tmp_path / "best.npz")
    kept.compile("sgd", "mse")
    assert kept.evaluate(X[45:], Y[45:]) == min(history.history["val_loss"])
    _fit(callbacks.ModelCheckpoint(tmp_path / "new" / "folder" / "model.npz"), epochs=1)
    load_model(tmp_path / "new" / "folder" / "model.npz")


def test_progress_goes_to_the_standard_output_only(capsys):
    for verbose in ("auto", 1):
        _fit(callbacks.Callback(), epochs=2, verbose=verbose)
        out, err = capsys.readouterr()
        assert err == ""
        assert "epoch 2/2" in out
        assert "val_loss" in out
    _fit(callbacks.Callback(), epochs=2, verbose=2)
    assert capsys.readouterr().out.splitlines()[1].startswith("Epoch 2/2 - loss: ")
    _fit(callbacks.Callback(), verbose=0)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("act", "error", "says"),
    [
        (lambda: callbacks.EarlyStopping(mode="lowest"), ValueError, "'auto', 'min' or 'max'"),
        (lambda: callbacks.EarlyStopping(patience=-1), ValueError, "patience=-1"),
        (lambda: callbacks.ModelCheckpoint("a", mode="best"), ValueError, "'auto', 'min' or 'max'"),
        (
            lambda: _fit(callbacks.EarlyStopping(), validation_split=0.0),
            ValueError,
            r"watches 'val_loss', but the logs hold \['loss'\].*validation_split",
        ),
        (
            lambda: _fit(callbacks.ModelCheckpoint("{val_loss}.npz"), validation_split=0.0),
            ValueError,
            r"names 'val_loss'. Expected some of \['epoch', 'loss'\]",
        ),
        (lambda: _fit("history"), TypeError, "Expected instances of nnlab.callbacks.Callback"),
    ],
)
def test_bad_input_is_told_what_was_expected(act, error, says):
    with pytest.raises(error, match=says):
        act()
