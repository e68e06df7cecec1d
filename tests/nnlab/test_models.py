"""What is true of a model in training; that it learns what Keras' does stands in tests/parity."""

import copy
import json

import numpy as np
import pytest
import threadpoolctl

import nnlab
from nnlab import activations, callbacks, layers, losses, metrics, optimizers, regularizers
from nnlab.gradcheck import numerical_gradient
from nnlab.layers import Dense
from nnlab.models import Sequential, load_model
from nnlab.models.objective import Objective
from nnlab.models.steps import Steps

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(50, 4)), RNG.integers(3, size=50)


def _model(**arguments):
    model = Sequential([Dense(8, "tanh"), Dense(3, "softmax")], seed=1, **arguments)
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


# ---- learning ---------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_training():
    def train(seed):
        model = Sequential([Dense(8, "relu"), layers.Dropout(0.3), Dense(3, "softmax")], seed=seed)
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(X, Y, epochs=3, verbose=0)
        return np.concatenate([w.ravel() for w in model.get_weights()])

    np.testing.assert_array_equal(train(5), train(5))
    assert (train(5) != train(6)).any()


def test_it_computes_in_float32_unless_told_otherwise():
    assert all(w.dtype == np.float32 for w in _built(_model()).get_weights())
    assert _model().predict(X).dtype == np.float32
    assert _model()(X).dtype == np.float32
    assert _model(dtype="float64").predict(X).dtype == np.float64
    model = Sequential([nnlab.Input((4,), dtype="float64"), Dense(3)])
    assert model.predict(X.astype(np.float32)).dtype == np.float64


def _built(model):
    model.build((4,))
    return model


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32, np.float64, bool])
def test_inputs_of_any_number_dtype_train_in_float32(dtype):
    model = _model()
    x = (X > 0).astype(dtype)
    model.fit(x, Y, epochs=1, verbose=0)
    assert all(w.dtype == np.float32 for w in model.get_weights())
    assert all(g.dtype == np.float32 for g in model.grads.values())


def test_each_epoch_sees_every_sample_once_and_in_its_own_order():
    class Spy(layers.Layer):
        seen: list = []  # noqa: RUF012

        def forward(self, inputs, training=False):
            if training:
                self.seen.append(inputs[:, 0].copy())
            return inputs

        def backward(self, d_output, *, to_inputs=True):
            return d_output

    x = np.arange(50.0).reshape(-1, 1)
    model = Sequential([Spy(), Dense(1)], seed=3)
    model.compile("sgd", "mse")
    model.fit(x / 50, x, batch_size=15, epochs=2, verbose=0)
    assert [len(batch) for batch in Spy.seen] == [15, 15, 15, 5] * 2
    first, second = np.concatenate(Spy.seen[:4]), np.concatenate(Spy.seen[4:])
    np.testing.assert_array_equal(np.sort(first), np.sort(second))
    np.testing.assert_allclose(np.sort(first), x[:, 0] / 50, rtol=1e-6)
    assert (first != second).any()


@pytest.mark.parametrize(
    ("loss", "last", "y"),
    [
        (losses.SparseCategoricalCrossentropy, "softmax", Y),
        (losses.CategoricalCrossentropy, "softmax", np.eye(3)[Y]),
        (losses.CategoricalCrossentropy, "softmax", 0.4 * np.eye(3)[Y]),
        (losses.BinaryCrossentropy, "sigmoid", np.eye(3)[Y]),
        (losses.SparseCategoricalCrossentropy, "softmax", Y.reshape(10, 5)),
        (losses.CategoricalCrossentropy, "softmax", np.eye(3)[Y].reshape(10, 5, 3)),
        (losses.BinaryCrossentropy, "sigmoid", np.eye(3)[Y].reshape(10, 5, 3)),
    ],
)
def test_the_short_way_back_is_the_long_way_without_the_division(loss, last, y):
    """(p − y)/N against the chain rule through the loss, then the activation."""
    model = Sequential([Dense(5, "tanh"), Dense(3, last)], seed=2, dtype=np.float64)
    outputs = model(X if len(y) == 50 else X.reshape(10, 5, 4), training=True)
    objective = Objective(loss(), model)
    assert objective.loss_of_z is not None
    objective.backward(y, outputs)
    short = {name: gradient.copy() for name, gradient in model.grads.items()}
    model.backward(loss().gradient(y, outputs))
    for name, gradient in model.grads.items():
        np.testing.assert_allclose(short[name], gradient, rtol=1e-10, atol=1e-14)
    assert objective.value(y, objective.seen(outputs)) == pytest.approx(
        loss()(y, outputs), rel=1e-12
    )


def test_a_certain_and_wrong_answer_still_has_a_gradient():
    model = Sequential([nnlab.Input((1,)), Dense(2, "softmax")])
    model.set_weights([np.array([[0.0, 0.0]]), np.array([500.0, -500.0])])
    model.compile(optimizers.SGD(1.0), "sparse_categorical_crossentropy")
    history = model.fit([[1.0]], [1], verbose=0).history
    assert history["loss"] == [1000.0]
    np.testing.assert_allclose(model.get_weights()[1], [499.0, -499.0])


class Watch(callbacks.Callback):
    """Looks at each step, so that gradients are written down."""

    def on_train_batch_end(self, batch, logs):
        pass


@pytest.mark.parametrize("shape", [(4,), (2, 4)])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("batch_size", [1, 7])
def test_the_fast_steps_end_where_the_readable_ones_do(batch_size, shape, dtype):
    rng = np.random.default_rng(5)
    inputs, classes = rng.normal(size=(45, *shape)), rng.integers(3, size=45)

    def train(watched):
        inner = Sequential([Dense(4, "relu", use_bias=False), layers.Dropout(0.2, seed=3)])
        last = [layers.Flatten(), Dense(3, "softmax")]
        model = Sequential([Dense(6, "tanh"), inner, *last], seed=2, dtype=dtype)
        rate = optimizers.schedules.ExponentialDecay(0.2, decay_steps=10, decay_rate=0.9)
        model.compile(optimizers.SGD(rate), "sparse_categorical_crossentropy")
        hooks = [Watch()] if watched else []
        model.fit(inputs, classes, batch_size, epochs=2, verbose=0, callbacks=hooks)
        return [model.optimizer.iterations, *model.get_weights(), *model.grads.values()]

    tolerance = 1e-4 if dtype == "float32" else 1e-12
    for fast, readable in zip(train(watched=False), train(watched=True), strict=True):
        np.testing.assert_allclose(fast, readable, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(
    ("batch_size", "optimizer", "regularizer", "hooks", "plain"),
    [
        (1, optimizers.SGD(0.1), None, [], True),
        (1, optimizers.SGD(0.1), None, [callbacks.ProgressBar()], True),
        (2, optimizers.SGD(0.1), None, [], True),
        (1, optimizers.SGD(0.1), None, [callbacks.GradientNorms()], False),
        (1, optimizers.SGD(0.1), "l2", [], False),
        (1, optimizers.SGD(0.1, momentum=0.5), None, [], False),
        (1, optimizers.SGD(0.1, clipnorm=1.0), None, [], False),
        (1, optimizers.SGD(0.1, clipvalue=1.0), None, [], False),
        (1, optimizers.SGD(0.1, global_clipnorm=1.0), None, [], False),
        (1, optimizers.Adam(), None, [], False),
    ],
)
def test_only_plain_descent_that_nobody_watches_is_fast(
    batch_size, optimizer, regularizer, hooks, plain
):
    model = Sequential([Dense(3, "softmax", kernel_regularizer=regularizer)])
    model.build((4,))
    objective = Objective(losses.SparseCategoricalCrossentropy(), model)
    hooks = callbacks.CallbackList(hooks)
    assert Steps(model, objective, optimizer, hooks, batch_size).plain is plain


def test_an_interrupted_epoch_leaves_the_steps_taken_so_far():
    class Interrupt(layers.Layer):
        def forward(self, inputs, training=False):
            self.n_seen = getattr(self, "n_seen", 0) + 1
            if self.n_seen > n:
                raise KeyboardInterrupt
            return inputs

        def backward(self, d_output, *, to_inputs=True):
            return d_output

    def weights(batch_hooks):
        model = Sequential([Dense(4, "tanh"), Interrupt(), Dense(3, "softmax")], seed=0)
        model.compile(optimizers.SGD(0.1), "sparse_categorical_crossentropy")
        with pytest.raises(KeyboardInterrupt):
            model.fit(X, Y, batch_size=1, verbose=0, callbacks=batch_hooks)
        return model.get_weights()

    n = 11
    for fast, readable in zip(weights([]), weights([Watch()]), strict=True):
        np.testing.assert_allclose(fast, readable, rtol=1e-5, atol=1e-6)


def test_single_samples_are_computed_on_one_core_and_the_cores_given_back():
    def threads():
        pools = threadpoolctl.threadpool_info()
        return {pool["num_threads"] for pool in pools if pool["user_api"] == "blas"}

    class Count(callbacks.Callback):
        def on_train_batch_end(self, batch, logs):
            seen.append(threads())

    before, seen = threads(), []
    model = Sequential([Dense(3, "softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    with threadpoolctl.threadpool_limits(2):
        for batch_size in (1, len(X)):
            model.fit(X[:2], Y[:2], batch_size=batch_size, verbose=0, callbacks=[Count()])
    assert seen == [{1}, {1}, {2}]
    assert threads() == before


def test_only_a_fitting_pair_takes_the_short_way():
    def short(activation, loss):
        return Objective(loss, Sequential([Dense(3, activation)])).loss_of_z is not None

    assert short("softmax", losses.CategoricalCrossentropy())
    assert not short("softmax", losses.CategoricalCrossentropy(from_logits=True))
    assert not short("sigmoid", losses.CategoricalCrossentropy())
    assert not short("softmax", losses.BinaryCrossentropy())
    assert not short("softmax", losses.MeanSquaredError())
    assert short(activations.Softmax(), losses.CategoricalCrossentropy())
    assert short(copy.deepcopy(activations.sigmoid), losses.BinaryCrossentropy())
    assert not short(activations.Softmax(axis=1), losses.CategoricalCrossentropy())


def test_a_last_layer_of_ones_own_may_have_an_activation():
    class Mine(layers.Layer):
        activation = activations.softmax

        def forward(self, inputs, training=False):
            self.z, self.a = inputs, self.activation(inputs)
            return self.a

        def backward(self, d_output, *, to_inputs=True):
            return self.activation.backward(d_output, self.z, self.a)

    def weights(last):
        model = Sequential([Dense(3), last], seed=0, dtype="float64")
        model.compile("sgd", "sparse_categorical_crossentropy")
        model.fit(X, Y, verbose=0)
        return model.get_weights()[0]

    np.testing.assert_allclose(weights(Mine()), weights(layers.Activation("softmax")), rtol=1e-10)


def test_a_class_stands_for_its_instance():
    def history(optimizer, loss, activation, initializer, regularizer, metric):
        layer = Dense(1, activation, kernel_initializer=initializer, kernel_regularizer=regularizer)
        model = Sequential([layer], seed=0)
        model.compile(optimizer, loss, metrics=[metric])
        return model.fit(X, X[:, :1], verbose=0).history

    classes = [
        optimizers.SGD,
        losses.MeanSquaredError,
        activations.ReLU,
        nnlab.initializers.HeNormal,
        regularizers.L2,
        losses.MeanAbsoluteError,
    ]
    assert history(*classes) == history(*[given() for given in classes])


def test_a_model_within_a_model_keeps_its_parameters_and_learns():
    inner = Sequential([Dense(4, "relu"), Dense(3, "softmax")], seed=9)
    inner.build((8,))
    before = inner.get_weights()
    outer = Sequential([Dense(8, "tanh"), inner], seed=1)
    outer.compile("sgd", "sparse_categorical_crossentropy")
    outer.build((4,))
    for weight, kept in zip(inner.get_weights(), before, strict=True):
        np.testing.assert_array_equal(weight, kept)
    assert list(outer.params)[2:] == [f"sequential/{name}" for name in inner.params]
    outer.fit(X, Y, verbose=0)
    assert all((w != b).any() for w, b in zip(inner.get_weights(), before, strict=True))
    assert outer.params["sequential/dense/kernel"] is inner.params["dense/kernel"]

    flat = Sequential([Dense(8, "tanh"), Dense(4, "relu"), Dense(3, "softmax")])
    flat.build((4,))
    flat.set_weights(outer.get_weights())
    np.testing.assert_array_equal(flat.predict(X), outer.predict(X))
    inner_objective = Objective(losses.SparseCategoricalCrossentropy(), outer)
    assert inner_objective.loss_of_z is not None


def test_the_gradients_of_a_training_step_are_those_of_its_loss():
    model = Sequential(
        [layers.Flatten(), Dense(5, "swish", kernel_regularizer="l2"), Dense(3, "softmax")],
        seed=4,
        dtype=np.float64,
    )
    images = RNG.normal(size=(6, 2, 2))
    model.compile(optimizers.SGD(0.0), "sparse_categorical_crossentropy")
    model.fit(images, Y[:6], verbose=0)
    for name, param in model.params.items():

        def loss(values, param=param):
            kept = param.copy()
            param[...] = values
            result = model.evaluate(images, Y[:6], verbose=0)
            param[...] = kept
            return result

        np.testing.assert_allclose(
            model.grads[name], numerical_gradient(loss, param), rtol=1e-6, atol=1e-8
        )


def test_the_first_layer_does_not_ask_for_the_gradient_of_the_data():
    class Spy(Dense):
        def backward(self, d_output, *, to_inputs=True):
            self.asked = to_inputs
            return super().backward(d_output, to_inputs=to_inputs)

    first, second = Spy(4), Spy(1)
    model = Sequential([layers.Flatten(), first, second])
    model.compile("sgd", "mse")
    model.fit(X, X[:, :1], verbose=0)
    assert (first.asked, second.asked) == (False, True)


def test_an_optimizer_of_another_model_is_refused():
    optimizer = optimizers.Adam()
    for position in range(2):
        model = _model()
        model.compile(optimizer, "sparse_categorical_crossentropy")
        if position == 0:
            model.fit(X, Y, verbose=0)
        else:
            with pytest.raises(ValueError, match="Create a new Adam for each model"):
                model.fit(X, Y, verbose=0)


# ---- metrics ----------------------------------------------------------------------------------


def test_accuracy_finds_its_kind_by_the_targets():
    assert metrics.get("accuracy", Y, (3,)) is metrics.sparse_categorical_accuracy
    assert metrics.get("acc", np.eye(3)[Y], (3,)) is metrics.categorical_accuracy
    assert metrics.get("accuracy", Y[:, None], (1,)) is metrics.binary_accuracy
    assert isinstance(metrics.get("mae", X, (4,)), losses.MeanAbsoluteError)
    with pytest.raises(ValueError, match="Did you mean 'accuracy'"):
        metrics.get("acuracy", Y, (3,))
    with pytest.raises(ValueError, match="Did you mean 'binary_accuracy'"):
        metrics.get("binary_acuracy", Y, (3,))


def test_an_evaluation_does_not_depend_on_the_size_of_its_batches():
    model = _built(_model(dtype="float64"))
    expected = model.evaluate(X, Y, batch_size=50)
    for batch_size in (None, 1, np.int64(7), 1000):
        assert model.evaluate(X, Y, batch_size=batch_size) == pytest.approx(expected, rel=1e-12)


def test_a_metric_may_be_a_function():
    def largest_error(y_true, y_pred):
        return np.abs(y_true - y_pred).max()

    model = Sequential([Dense(1)], seed=0)
    model.compile("sgd", "mse", metrics=["mae", largest_error])
    history = model.fit(X, X[:, :1], verbose=0, batch_size=50).history
    assert set(history) == {"loss", "mae", "largest_error"}
    assert history["largest_error"][0] > history["mae"][0] > 0
    model.compile("sgd", "mse", metrics=largest_error)
    assert set(model.fit(X, X[:, :1], verbose=0).history) == {"loss", "largest_error"}


def test_each_word_of_a_sequence_has_its_class():
    words, tags = X.reshape(10, 5, 4), Y.reshape(10, 5)
    model = Sequential([Dense(3, "softmax")], seed=0)
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    for targets in (tags, tags[..., np.newaxis]):
        _, accuracy = model.evaluate(words, targets)
        assert accuracy == pytest.approx(np.mean(model.predict(words).argmax(axis=-1) == tags))


# ---- weights and files ------------------------------------------------------------------------


def test_weights_are_copies_and_are_set_in_place():
    model = _built(_model())
    weights = model.get_weights()
    weights[0][...] = 7
    assert (model.get_weights()[0] != 7).all()
    arrays = list(model.params.values())
    model.set_weights([np.ones_like(w) for w in weights])
    assert all(a is b for a, b in zip(arrays, model.params.values(), strict=True))
    assert all((w == 1).all() for w in model.get_weights())
    with pytest.raises(ValueError, match=r"shapes \[\(8,\)\]. Expected \[\(4, 8\), \(8,\)"):
        model.set_weights([np.ones(8)])
    with pytest.raises(ValueError, match="no weights yet"):
        _model().set_weights(weights)


def test_a_model_comes_back_from_its_file(tmp_path):
    inner = Sequential([Dense(5, activations.ELU(alpha=1.3)), layers.AlphaDropout(0.1, seed=3)])
    model = Sequential(
        [
            layers.Flatten(),
            inner,
            Dense(4, kernel_regularizer=nnlab.regularizers.L1L2(0.1, 0.2), use_bias=False),
            layers.Activation("relu"),
            layers.Dropout(0.2),
            Dense(3, "softmax", name="answer"),
        ],
        seed=8,
        dtype="float64",
        name="mine",
    )
    images = X.reshape(50, 2, 2)
    expected = model.predict(images)
    model.save(tmp_path / "model.npz")
    again = load_model(tmp_path / "model.npz")
    np.testing.assert_array_equal(again.predict(images), expected)
    assert again.penalty() == model.penalty() > 0
    assert [layer.name for layer in again.layers] == [layer.name for layer in model.layers]
    assert again.layers[1].layers[0].activation.alpha == 1.3
    for one in (model, again):
        one.compile("sgd", "sparse_categorical_crossentropy")
    model.set_weights([300 * weight for weight in model.get_weights()])
    again.set_weights(model.get_weights())
    assert again.evaluate(images, Y) == model.evaluate(images, Y) > 16.2  # beyond -ln(1e-7)
    again.fit(images, Y, verbose=0)


def test_numbers_of_numpy_are_saved_as_numbers(tmp_path):
    slope = activations.LeakyReLU(np.float32(0.1))
    model = Sequential([Dense(3, slope), layers.Dropout(0.5, seed=np.int64(3))], seed=np.int64(1))
    expected = model.predict(X)
    model.save(tmp_path / "model.npz")
    again = load_model(tmp_path / "model.npz")
    np.testing.assert_array_equal(again.predict(X), expected)
    assert again.seed == 1


def test_a_saved_model_holds_no_pickle_and_names_no_other_code(tmp_path):
    path = tmp_path / "model.npz"
    _built(_model()).save(path)
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file)
    architecture = json.loads(str(arrays["architecture"]))
    for layer in ("Layer", "__import__", "activations"):
        architecture["config"]["layers"][0]["layer"] = layer
        arrays["architecture"] = np.array(json.dumps(architecture))
        with path.open("wb") as file:
            np.savez(file, **arrays)
        with pytest.raises(ValueError, match="no saved model"):
            load_model(path)


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"\x93NUMPY"])
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"no saved model.*Expected a file written by model.save"):
        load_model(path)
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "absent.npz")


class _Layer(Dense):
    pass


class _Square(activations.Activation):
    name = "square"


class _Nameless(activations.ReLU):
    pass


class _Price(regularizers.L2):
    pass


@pytest.mark.parametrize(
    "layer",
    [
        _Layer(3),
        Dense(3, _Square()),
        Dense(3, _Nameless()),
        Dense(3, kernel_regularizer=_Price()),
        layers.Dropout(0.1, seed=np.random.default_rng(0)),
    ],
)
def test_what_is_not_nnlabs_own_is_not_saved_and_leaves_the_file_alone(tmp_path, layer):
    path = tmp_path / "model.npz"
    _built(_model()).save(path)
    before = path.read_bytes()
    model = Sequential([layer])
    with pytest.raises(ValueError, match="not built"):
        model.save(path)
    model.build((4,))
    with pytest.raises(ValueError, match="Only nnlab's own can be saved"):
        model.save(path)
    assert path.read_bytes() == before


def test_a_save_that_breaks_off_leaves_the_file_alone(tmp_path, monkeypatch):
    def full(file, **arrays):
        file.write(b"PK")
        raise OSError("No space left on device")

    path = tmp_path / "model.npz"
    model = _built(_model())
    model.save(path)
    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space"):
        model.save(path)
    assert len(load_model(path).get_weights()) == 4


def test_the_summary_counts_the_parameters(capsys):
    model = Sequential([layers.Flatten(), Dense(400, "sigmoid"), Dense(10, "softmax")])
    model.summary()
    assert "not built yet" in capsys.readouterr().out
    model.build((None, 28, 28))
    model.summary()
    out = capsys.readouterr().out
    assert "flatten (Flatten)" in out
    assert "(None, 400)" in out
    assert "314,000" in out
    assert "Total params: 318,010" in out


# ---- bad input ---------------------------------------------------------------------------------

NAN = np.where(np.arange(50)[:, None] == 17, np.nan, X)
NAN[3] = 1e308  # finite, though their sum is not
HUGE = np.where(np.arange(50)[:, None] == 17, -1e39, X)


@pytest.mark.parametrize(
    ("act", "error", "says"),
    [
        (lambda m: m.fit(X[:, 0], Y), ValueError, "reshape"),
        (lambda m: m.fit(X, Y[:-1]), ValueError, "50 rows of x and 49 of y"),
        (lambda m: m.fit(X[:0], Y[:0]), ValueError, "holds no samples"),
        (lambda m: m.fit(5.0, Y), ValueError, "holds no samples"),
        (lambda m: m.fit(NAN, Y), ValueError, "nan or inf, first in row 17"),
        (lambda m: m.fit(NAN * 0 + np.inf, Y), ValueError, "nan or inf, first in row 0"),
        (lambda m: m.fit(HUGE, Y), ValueError, r"beyond 3.4e\+38, first in row 17.*float32 can"),
        (lambda m: m.predict(HUGE), ValueError, "beyond 3.4e"),
        (lambda m: m(HUGE), ValueError, "beyond 3.4e"),
        (lambda m: m.fit([[1, 2], [3]], [0, 1]), ValueError, "rows of the same length"),
        (lambda m: m.fit(X.astype(str), Y), TypeError, "Expected numbers"),
        (lambda m: m.fit(X.astype(object), Y), TypeError, "Expected numbers"),
        (lambda m: m.fit(X + 1j, Y), TypeError, "Expected numbers"),
        (lambda m: m.fit(X, Y + 1), ValueError, "from 1 to 3. Expected whole numbers from 0 to 2"),
        (lambda m: m.fit(X, Y - 0.5), ValueError, "Expected whole numbers"),
        (lambda m: m.fit(X, np.eye(3)[Y]), ValueError, "loss='categorical_crossentropy'"),
        (lambda m: m.fit(X.reshape(10, 5, 4), Y[:10]), ValueError, r"of shape \(10, 5\)"),
        (lambda m: m.fit(X, 1.0, validation_split=0.2), ValueError, "y of shape"),
        (lambda m: m.fit(X, Y[:40], validation_split=0.2), ValueError, "50 rows of x and 40 of y"),
        (lambda m: m.fit(X, Y, validation_data=(X, Y, Y)), ValueError, r"validation_data=\(x, y"),
        (lambda m: m.fit(X, Y, batch_size=0), ValueError, "batch_size=0"),
        (lambda m: m.fit(X, Y, epochs=0), ValueError, "epochs=0"),
        (lambda m: m.fit(X, Y, epochs=1.5), ValueError, "epochs=1.5"),
        (lambda m: m.fit(X, Y, validation_split=1.0), ValueError, "validation_split=1.0"),
        (lambda m: m.fit(X, Y, validation_split=0.999), ValueError, "nothing to train on"),
        (lambda m: m.fit(X, Y, callbacks=[callbacks.History]), TypeError, "Expected instances"),
        (lambda m: m.fit(X, Y, validation_data=(NAN, Y)), ValueError, "nan or inf"),
        (lambda m: m.predict(X[:0]), ValueError, "holds no samples"),
        (lambda m: m.evaluate(X, Y[:3]), ValueError, "50 rows of x and 3 of y"),
        (lambda m: m.evaluate(X, Y, batch_size=-1), ValueError, "batch_size=-1"),
        (lambda m: m.evaluate(X, Y, batch_size=2.5), ValueError, "batch_size=2.5"),
        (lambda m: m.evaluate(X, Y, batch_size=0), ValueError, "batch_size=0"),
        (lambda m: (m.build((4,)), m.predict(X[:, :2])), ValueError, r"\(4,\); received \(2,\)"),
        (lambda m: m.compile("sgdd", "mse"), ValueError, "Did you mean 'sgd'"),
        (lambda m: m.compile("sgd", "msee"), ValueError, "Did you mean 'mse'"),
        (lambda m: m.compile("sgd"), ValueError, "Received no loss"),
        (lambda m: m.compile("sgd", lambda y, p: 0.0), TypeError, "no gradient to go back from"),
        (lambda m: m.compile("sgd", "mse", [["mae"]]), TypeError, r"Received the metric \['mae'\]"),
        (lambda m: m.compile("sgd", "mse", ["loss"]), ValueError, "Expected another name"),
        (lambda m: m.build(4), ValueError, r"input_shape=4. .* such as \(784,\)"),
        (lambda m: m.build((None, None, 4)), ValueError, r"input_shape=\(None, 4\)"),
        (lambda m: m.build((4,), dtype=int), ValueError, "dtype='int64'. Expected one of floats"),
    ],
)
def test_bad_input_is_told_what_was_expected(act, error, says):
    with pytest.raises(error, match=says):
        act(_model())


@pytest.mark.parametrize(
    ("y", "says"),
    [
        (Y, "sparse_categorical_crossentropy"),
        (np.eye(2)[Y % 2], r"Expected \(50, 3\)"),
        (np.eye(3)[Y][:, :, None], r"Expected \(50, 3\)"),
    ],
)
def test_targets_of_another_shape_are_refused(y, says):
    model = Sequential([Dense(3, "softmax")])
    model.compile("sgd", "categorical_crossentropy")
    with pytest.raises(ValueError, match=says):
        model.fit(X, y, verbose=0)


def test_a_flat_target_meets_a_single_output_as_a_column():
    """The (N,) against (N, 1) that makes an N × N matrix elsewhere."""
    model = Sequential([Dense(1)], seed=0)
    model.compile("sgd", "mse")
    flat = model.evaluate(X, X[:, 0])
    assert flat == model.evaluate(X, X[:, :1])
    assert flat == pytest.approx(np.mean((model.predict(X)[:, 0] - X[:, 0]) ** 2), rel=1e-5)


@pytest.mark.parametrize("method", ["fit", "evaluate"])
def test_a_model_must_be_compiled_first(method):
    model = Sequential([Dense(3)])
    with pytest.raises(ValueError, match=rf"a call of {method} .* Call model.compile\("):
        getattr(model, method)(X, Y)


@pytest.mark.parametrize(
    ("stack", "error", "says"),
    [
        ([], ValueError, "no layers"),
        ([nnlab.Input((3,))], ValueError, "no layers"),
        ([Dense], TypeError, "a class needs its brackets"),
        (["relu"], TypeError, "among the layers"),
        ([Dense(2, name="a"), Dense(2, name="a")], ValueError, "two layers named 'a'"),
        ([layer := Dense(2), layer], ValueError, "each layer once"),
        ([Sequential([layer]), Sequential([layer])], ValueError, "each layer once"),
        ([Sequential([layer]), layer], ValueError, "each layer once"),
        (Dense(2), TypeError, "Expected a list of layers"),
    ],
)
def test_a_stack_that_is_none_is_refused(stack, error, says):
    with pytest.raises(error, match=says):
        Sequential(stack)


@pytest.mark.parametrize("dtype", ["uint8", int, bool, complex])
def test_weights_are_real_floats(dtype):
    for make in (lambda: Sequential([Dense(2)], dtype=dtype), lambda: nnlab.Input((4,), dtype)):
        with pytest.raises(ValueError, match=r"Received dtype=.* Expected one of floats"):
            make()


def test_names_count_up_and_leave_given_ones_alone():
    model = Sequential([Dense(2), Dense(2), Dense(2, name="dense_1"), layers.AlphaDropout(0.1)])
    assert [layer.name for layer in model.layers] == [
        "dense",
        "dense_2",
        "dense_1",
        "alpha_dropout",
    ]
