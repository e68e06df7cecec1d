"""Figures of training and of networks: true to what they are given, and readable in grey."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix

from nnlab import Input, Sequential, activations, datasets, optimizers, plots, surfaces
from nnlab.callbacks import GradientNorms
from nnlab.layers import Dense, Dropout
from nnlab.plots import style

RNG = np.random.default_rng(17)
X, Y = RNG.normal(size=(77, 5)), RNG.integers(0, 3, 77)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def run():
    """A model of three layers after two epochs, with what its training left behind."""
    model = Sequential([Dense(11, "relu"), Dropout(0.5), Dense(3, "softmax")], seed=1)
    model.compile("sgd", "sparse_categorical_crossentropy", ["accuracy"])
    norms = GradientNorms()
    history = model.fit(X, Y, epochs=2, validation_split=0.2, callbacks=[norms], verbose=0)
    return model, history, norms


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def bars(ax):
    return ax.patches[0].get_data()


# Learning curves


def test_a_history_is_drawn_as_it_was_recorded(run):
    _, history, _ = run
    ax = plots.learning_curves(history, metric="accuracy")
    for line, name in zip(ax.lines, ["accuracy", "val_accuracy"], strict=True):
        np.testing.assert_array_equal(line.get_ydata(), history.history[name])
        np.testing.assert_array_equal(line.get_xdata(), [1, 2])
    assert ax.get_ylabel() == "accuracy"
    assert legend(ax) == ["training", "validation"]


def test_training_alone_is_one_curve():
    ax = plots.learning_curves({"loss": [3.0, 2.0, 1.0]})
    assert legend(ax) == ["training"]


def test_a_validation_metric_is_drawn_as_validation():
    ax = plots.learning_curves({"loss": [2, 1], "val_loss": [3, 2]}, metric="val_loss")
    assert legend(ax) == ["training", "validation"]
    assert ax.lines[1].get_ydata().tolist() == [3, 2]
    alone = plots.learning_curves({"val_loss": [3, 2]}, metric="val_loss")
    assert legend(alone) == ["validation"]
    assert alone.get_ylabel() == "loss"


def test_training_and_validation_differ_in_dash_and_marker_too():
    ax = plots.learning_curves({"loss": [2, 1], "val_loss": [3, 2]})
    training, validation = ax.lines
    assert training.get_linestyle() != validation.get_linestyle()
    assert training.get_marker() != validation.get_marker()


def test_an_unrecorded_metric_is_refused_with_the_nearest_name(run):
    with pytest.raises(ValueError, match="Did you mean 'accuracy'"):
        plots.learning_curves(run[1], metric="acuracy")


# Activations


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "elu", "selu", "swish", "heaviside"])
def test_an_activation_and_its_derivative_are_drawn(name):
    phi = activations.get(name)
    ax = plots.activation(name)
    value, slope = ax.lines[:2]
    for line, function in ((value, phi), (slope, phi.derivative)):
        z, a = line.get_data()
        drawn = np.isfinite(a)
        np.testing.assert_array_equal(a[drawn], function(z[drawn]))
    assert ax.get_title() == name
    assert value.get_linestyle() != slope.get_linestyle()


@pytest.mark.parametrize(
    ("name", "value_jumps", "slope_jumps"),
    [("tanh", False, False), ("relu", False, True), ("elu", False, False), ("sign", True, False)],
)
def test_a_line_is_broken_where_the_function_jumps(name, value_jumps, slope_jumps):
    value, slope = plots.activation(name).lines[:2]
    assert np.isnan(value.get_ydata()).any() == value_jumps
    assert np.isnan(slope.get_ydata()).any() == slope_jumps


def test_what_has_no_curve_or_no_derivative_is_refused():
    with pytest.raises(ValueError, match="softmax"):
        plots.activation("softmax")
    with pytest.raises(TypeError, match="has no derivative"):
        plots.activation(np.tanh)


# Histograms by layer


def test_weight_histograms_count_every_weight(run):
    model, _, _ = run
    panels = plots.weight_histograms(model)
    kernels = [layer.params["kernel"] for layer in model.layers if layer.params]
    for ax, kernel in zip(panels, kernels, strict=True):
        shares, edges, _ = bars(ax)
        np.testing.assert_allclose(shares * kernel.size, np.histogram(kernel, edges)[0], atol=1e-9)
        assert shares.sum() == pytest.approx(1)
        assert ax.get_title().endswith(f"std {kernel.std():.2g}")


def test_activation_histograms_show_the_outputs_without_dropout(run):
    model, _, _ = run
    hidden, output = plots.activation_histograms(model, X)
    z = X.astype("float32") @ model.get_weights()[0] + model.get_weights()[1]
    shares, edges, _ = bars(hidden)
    np.testing.assert_allclose(shares * z.size, np.histogram(np.maximum(z, 0), edges)[0], atol=1.01)
    shares, edges, _ = bars(output)
    np.testing.assert_allclose(shares * 77 * 3, np.histogram(model.predict(X), edges)[0], atol=1.01)


def test_layers_are_compared_on_one_scale(run):
    for panels in (plots.weight_histograms(run[0]), plots.activation_histograms(run[0], X)):
        assert len({ax.get_xlim() for ax in panels}) == 1
        assert len({tuple(bars(ax).edges) for ax in panels}) == 1


def test_a_nested_model_shows_all_its_kernels():
    inner = Sequential([Dense(4, "relu"), Dense(3)], name="inner")
    model = Sequential([Input((5,)), Dense(2), inner], seed=0)
    titles = [ax.get_title().partition(":")[0] for ax in plots.weight_histograms(model)]
    assert titles == ["dense", "inner/dense", "inner/dense_1"]


def test_a_model_that_is_not_built_is_refused():
    model = Sequential([Dense(3)])
    with pytest.raises(ValueError, match="put an Input in front"):
        plots.weight_histograms(model)
    with pytest.raises(ValueError, match="put an Input in front"):
        plots.activation_histograms(model, X)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_model_that_diverged_is_refused(value):
    model = Sequential([Input((5,)), Dense(3)], seed=0)
    model.layers[0].params["kernel"][0, 0] = value
    with pytest.raises(ValueError, match=r"weights of dense hold nan or inf.*lower the learning"):
        plots.weight_histograms(model)
    with pytest.raises(ValueError, match="activations of dense hold nan or inf"):
        plots.activation_histograms(model, X)


# Gradient norms


def test_gradient_norms_are_those_of_the_epoch_asked_for(run):
    norms = run[2]
    ax = plots.gradient_norms(norms, label="first")
    plots.gradient_norms(norms, ax, epoch=-1, label="last", color=style.ORANGE, marker="^")
    first, last = np.transpose(list(norms.norms.values()))
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), first)
    np.testing.assert_array_equal(ax.lines[1].get_ydata(), last)
    assert ax.get_yscale() == "log"
    assert legend(ax) == ["first", "last"]


def test_a_gradient_of_zero_is_shown_and_not_dropped():
    ax = plots.gradient_norms({"a": [0.0], "b": [0.0], "c": [0.1]})
    line, crosses = ax.lines
    assert line.get_xdata() == [3]
    np.testing.assert_array_equal(crosses.get_xdata(), [1, 2])
    assert legend(ax) == ["exactly 0"]
    ax.figure.canvas.draw()


@pytest.mark.parametrize("norms", [{}, {"a": []}, {"a": [1.0]}], ids=str)
def test_an_epoch_that_was_not_recorded_is_refused(norms):
    with pytest.raises(ValueError, match="GradientNorms"):
        plots.gradient_norms(norms, epoch=1)


# Paths on surfaces


def walks(n, steps=5):
    return {f"walk {i}": RNG.normal(size=(steps, 2)) for i in range(n)}


def test_paths_are_drawn_as_given():
    given = walks(3)
    ax = plots.optimizer_paths(surfaces.beale, given)
    for name, path in given.items():
        line = next(line for line in ax.lines if line.get_label() == name)
        np.testing.assert_array_equal(line.get_xydata(), path)
    star = next(line for line in ax.lines if line.get_label() == "minimum")
    np.testing.assert_array_equal(star.get_xydata(), [[3, 0.5]])


def test_every_path_has_a_colour_a_dash_and_a_marker_of_its_own():
    ax = plots.optimizer_paths(surfaces.rosenbrock, walks(6))
    named = [line for line in ax.lines if line.get_label().startswith("walk")]
    for look in ("get_color", "_dash_pattern", "get_marker"):
        looks = [getattr(line, look) for line in named]
        assert len({str(one() if callable(one) else one) for one in looks}) == 6


def test_the_map_is_dark_where_the_loss_is_low():
    ax = plots.optimizer_paths(surfaces.ravine)
    bands = ax.collections[0].get_facecolor()[:, :3] @ [0.2126, 0.7152, 0.0722]
    assert np.all(np.diff(bands) > 0)


def test_a_path_that_leaves_the_map_is_marked_where_it_was_last_seen():
    path = np.array([[1.0, 1.0], [2.0, 0.0], [1e200, 0.0], [np.inf, np.nan]])
    ax = plots.optimizer_paths(surfaces.beale, {"lost": path})
    line = next(line for line in ax.lines if line.get_label() == "lost")
    assert line.get_markevery() == [1]
    assert (ax.get_xlim(), ax.get_ylim()) == surfaces.beale.limits
    ax.figure.canvas.draw()


def test_a_saddle_has_no_star_and_no_legend_without_paths():
    assert plots.optimizer_paths(surfaces.saddle).get_legend() is None


@pytest.mark.parametrize(
    ("paths", "message"), [(walks(7), "at most six"), ({"flat": [1.0, 2.0]}, "'flat' of shape")]
)
def test_paths_that_cannot_be_drawn_are_refused(paths, message):
    with pytest.raises(ValueError, match=message):
        plots.optimizer_paths(surfaces.beale, paths)


# Confusion


def test_counts_are_scikit_learns(run):
    y_pred = run[0].predict(X).argmax(axis=1)
    ax = plots.confusion_matrix(Y, y_pred)
    counts = np.array([int(text.get_text()) for text in ax.texts]).reshape(3, 3)
    np.testing.assert_array_equal(counts, confusion_matrix(Y, y_pred))
    assert ax.get_title() == f"{100 * np.mean(y_pred == Y):.1f} % right"


def test_outputs_of_a_model_are_understood(run):
    by_outputs = plots.confusion_matrix(Y, run[0].predict(X))
    by_classes = plots.confusion_matrix(Y, run[0].predict(X).argmax(axis=1))
    assert [t.get_text() for t in by_outputs.texts] == [t.get_text() for t in by_classes.texts]


def test_a_class_that_is_never_seen_keeps_its_row():
    ax = plots.confusion_matrix([0, 2], [[0.9, 0.1, 0.0], [0.0, 0.6, 0.4]])
    assert [text.get_text() for text in ax.texts] == list("100000010")


def test_counts_stand_out_from_their_cells():
    ax = plots.confusion_matrix(np.repeat(range(11), 10), RNG.integers(0, 11, 110))
    shares = ax.images[0].get_array()
    for text, share in zip(ax.texts, shares.ravel(), strict=True):
        cell, ink = ax.images[0].cmap(float(share))[:3], to_rgb(text.get_color())
        assert abs(np.dot(np.subtract(cell, ink), [0.2126, 0.7152, 0.0722])) > 0.3


@pytest.mark.parametrize(
    ("y_true", "y_pred", "names", "message"),
    [
        ([0, 1], [0, 1, 1], None, "expected"),
        ([], [], None, "at least one sample"),
        ([0, 1], [0, 1], ["one"], "1 names for 2 classes"),
        ([-1, 1, -1], [[0.1], [0.9], [0.2]], None, r"classes \[-1  1\], expected some of \[0 1\]"),
        ([1, 2, 3], np.eye(3), None, r"expected some of \[0 1 2\]"),
        (["a", "b", "c"], np.eye(3), None, r"expected some of \[0 1 2\]"),
        ([0, 1, 1], [0.1, 0.9, 0.7], None, "received 0.1 where classes"),
        ([0.5, 1.0], [[0.1], [0.9]], None, "received 0.5 where classes"),
    ],
)
def test_what_cannot_be_compared_is_refused(y_true, y_pred, names, message):
    with pytest.raises(ValueError, match=message):
        plots.confusion_matrix(y_true, y_pred, names=names)


# Images


def test_images_are_drawn_as_given_on_one_scale():
    given = RNG.integers(0, 256, size=(11, 5, 7), dtype=np.uint8)
    panels = plots.images(given, [str(i) for i in range(11)])
    for place, ax in enumerate(panels):
        np.testing.assert_array_equal(ax.images[0].get_array(), given[place])
        assert ax.images[0].get_clim() == (0, given.max())
        assert ax.get_title() == str(place)


def test_weights_are_drawn_with_zero_in_the_middle_and_a_bar():
    panels = plots.images(np.linspace(-1, 3, 40).reshape(2, 4, 5))
    assert all(ax.images[0].get_clim() == (-3, 3) for ax in panels)
    assert panels[0].figure.axes[-1].get_ylabel() == "weight"


def test_images_are_told_in_words():
    panels = plots.images(-np.ones((3, 5, 7)))
    said = panels[0].figure.description()
    assert said == "Figure with 3 panels. An image of 5 × 7 pixels. weight."
    titled = plots.images(np.ones((2, 5, 7)), ["coat", "bag"])
    assert titled[0].figure.description() == "Figure with 2 panels. coat. bag."


@pytest.mark.parametrize(
    ("given", "titles", "message"),
    [
        (np.zeros((3, 784)), None, "reshape"),
        (np.zeros((0, 28, 28)), None, "expected"),
        (np.zeros((2, 3, 3)), ["one"], "1 titles for 2 images"),
    ],
)
def test_what_is_no_set_of_images_is_refused(given, titles, message):
    with pytest.raises(ValueError, match=message):
        plots.images(given, titles)


# Decision regions of models


def regions(ax):
    mesh = next(c for c in ax.collections if c.get_array() is not None)
    return mesh.get_array().reshape(300, 300)


def test_regions_are_the_same_by_classes_and_by_probabilities():
    flowers, species = datasets.load_iris()
    flowers = flowers[:, 2:]
    model = LogisticRegression(max_iter=500).fit(flowers, species)
    by_classes = regions(plots.decision_boundary(model.predict, flowers, species))
    by_probability = regions(plots.decision_boundary(model.predict_proba, flowers, species))
    np.testing.assert_array_equal(by_classes, by_probability)
    assert set(np.unique(by_classes)) == {0, 1, 2}


def test_one_output_is_the_probability_of_the_second_class():
    points, y = datasets.make_moons(rng=np.random.default_rng(3))
    model = Sequential([Input((2,)), Dense(5, "tanh"), Dense(1, "sigmoid")], seed=0)
    model.compile(optimizers.SGD(), "binary_crossentropy")
    drawn = regions(plots.decision_boundary(model.predict, points, y))
    asked = regions(
        plots.decision_boundary(lambda p: (model.predict(p)[:, 0] > 0.5).astype(int), points, y)
    )
    np.testing.assert_array_equal(drawn, asked)
    assert 0 < drawn.mean() < 1


def test_a_model_that_always_says_the_same_has_no_border(recwarn):
    ax = plots.decision_boundary(lambda points: np.zeros(len(points)), X[:, :2], Y)
    assert not regions(ax).any()
    assert not [w for w in recwarn if "contour" in str(w.message)]


def test_outputs_that_name_no_class_are_refused():
    with pytest.raises(ValueError, match=r"probabilities of shape \(n, 3\)"):
        plots.decision_boundary(lambda points: points[:, 0], X[:, :2], Y)
