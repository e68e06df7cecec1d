"""Figures: labelled, readable in grey and by a screen reader, true to what they are given."""

from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from nnlab import Input, Sequential, plots, surfaces
from nnlab.activations import heaviside, sign
from nnlab.layers import Dense
from nnlab.plots import style

BITS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
X, Y = np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 1.0], [2.0, 2.0]]), np.array([0, 1, 2, 1])

CHARTS = {
    "data": lambda ax: plots.data(X, Y, ax=ax),
    "truth_table": lambda ax: plots.truth_table(BITS, [0, 1, 1, 0], ax=ax),
    "decision_boundary": lambda ax: plots.decision_boundary(lambda p: p[:, 0] > 1, X, Y > 1, ax=ax),
    "step_function": lambda ax: plots.step_function(heaviside, ax=ax),
    "mistakes": lambda ax: plots.mistakes([3, 1, 0], ax=ax),
    "mistake_bound": lambda ax: plots.mistake_bound([0, 1], [0, 0.5], 1.0, 0.5, ax=ax),
    "spikes": lambda ax: plots.spikes([0, 1], [-65, -50], [False, True], -50, ax=ax),
    "learning_curves": lambda ax: plots.learning_curves({"loss": [2, 1], "val_loss": [3, 2]}, ax),
    "activation": lambda ax: plots.activation("relu", ax),
    "gradient_norms": lambda ax: plots.gradient_norms({"a": [1e-5], "b": [0.1]}, ax),
    "optimizer_paths": lambda ax: plots.optimizer_paths(surfaces.beale, {"SGD": X}, ax),
    "confusion_matrix": lambda ax: plots.confusion_matrix([0, 1, 1], [0, 1, 0], ax),
}
DRAWINGS = {
    "line": lambda ax: plots.line([1.0, 2.0], 0.5, ax=ax),
    "half_plane": lambda ax: plots.half_plane([1.0, 2.0], 0.5, ax=ax),
    "neuron": lambda ax: plots.neuron(ax=ax),
    "biological_neuron": lambda ax: plots.biological_neuron(ax=ax),
    "network": lambda ax: plots.network([["a", "b"], ["c"]], [[[1], [-1]]], [[0.5]], ax=ax),
    "timeline": lambda ax: plots.timeline({1943: "x", 1958: "y"}, {"w": (1945, 1950)}, ax=ax),
}
MODEL = Sequential([Input((2,)), Dense(5, "relu"), Dense(3, "softmax")], seed=0)
GRIDS = {
    "weight_histograms": lambda: plots.weight_histograms(MODEL),
    "activation_histograms": lambda: plots.activation_histograms(MODEL, X),
    "images": lambda: plots.images(np.eye(28)[None], ["a line"]),
}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("draw", [*CHARTS.values(), *DRAWINGS.values()], ids=[*CHARTS, *DRAWINGS])
def test_draws_into_the_axes_given_or_makes_its_own(draw):
    _, ax = plots.figure()
    assert draw(ax) is ax
    own = draw(None)
    assert own is not ax
    own.figure.canvas.draw()


@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
def test_axes_are_labelled(draw):
    ax = draw(None)
    assert ax.get_xlabel()
    assert ax.get_ylabel()


@pytest.mark.parametrize("draw", GRIDS.values(), ids=GRIDS)
def test_panels_of_a_grid_are_labelled_and_drawn(draw):
    panels = draw()
    for ax in panels:
        assert ax.get_title()
        assert ax.images or (ax.get_xlabel() and ax.get_ylabel())
    panels[0].figure.canvas.draw()
    assert panels[0].get_title() in panels[0].figure.description()


def test_every_plot_is_tested_here():
    assert {*CHARTS, *DRAWINGS, *GRIDS, "figure"} == set(plots.__all__)


def _luminance(color: str) -> float:
    red, green, blue = to_rgb(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_class_is_told_by_colour_alone():
    assert len(set(style.CLASS_MARKERS)) == len(style.CLASS_MARKERS) == len(style.CLASS_COLORS)
    ax = plots.data(X, Y)
    shapes = [points.get_paths()[0].vertices.tolist() for points in ax.collections]
    assert all(one != other for one, other in combinations(shapes, 2))


def test_the_first_two_classes_differ_in_grey():
    blue, orange = map(_luminance, style.CLASS_COLORS[:2])
    assert abs(blue - orange) > 0.25


def test_negative_weights_are_told_by_dashes_too():
    ax = plots.network([["a", "b"], ["c"]], [[[1], [-1]]])
    assert [line.get_linestyle() for line in ax.lines] == ["-", "--"]


@pytest.mark.parametrize(("w", "b"), [([1.0, 2.0], 0.5), ([0.0, -3.0], 1.0), ([-2.0, 0.0], 0.0)])
def test_the_line_lies_where_the_neuron_is_undecided(w, b):
    ax = plots.line(w, b)
    for point in ax.lines[0].get_xydata():
        assert np.dot(w, point) + b == pytest.approx(0, abs=1e-9)


def test_the_arrow_points_to_the_side_that_fires():
    ax = plots.line([1.0, -2.0], 0.3)
    arrow = ax.texts[0]
    assert np.dot([1.0, -2.0], np.subtract(arrow.xy, arrow.xyann)) > 0


def test_weights_of_zero_have_no_line():
    assert len(plots.line([0.0, 0.0], 1.0).lines) == 0


def test_a_line_keeps_the_limits():
    _, ax = plots.figure()
    ax.set(xlim=(-1, 5), ylim=(2, 3))
    plots.line([1.0, 1.0], -100.0, ax=ax)
    assert (ax.get_xlim(), ax.get_ylim()) == ((-1, 5), (2, 3))


@pytest.mark.parametrize(("step", "values"), [(heaviside, (0, 1, 1)), (sign, (-1, 0, 1))])
def test_a_step_shows_its_value_at_zero_as_a_full_dot(step, values):
    ax = plots.step_function(step)
    dots = {
        line.get_ydata()[0]: line.get_markerfacecolor()
        for line in ax.lines
        if line.get_marker() == "o"
    }
    left, here, right = values
    assert [value for value, face in dots.items() if face != "white"] == [here]
    assert {value for value, face in dots.items() if face == "white"} == {left, right} - {here}


@pytest.mark.parametrize(
    "step",
    [heaviside, sign, lambda z: float(z < 0), lambda z: -float(z > 0), lambda z: float(not z)],
)
def test_a_step_is_within_the_picture(step):
    ax = plots.step_function(step)
    low, high = ax.get_ylim()
    assert all(low < step(z) < high for z in (-1.0, 0.0, 1.0))


def test_a_second_curve_of_mistakes_fits_the_axes():
    ax = plots.mistakes([1, 0], label="few")
    plots.mistakes([30, 20], ax=ax, label="many")
    assert ax.get_ylim()[1] > 30


def test_floor_and_ceiling_of_the_proof_cross_at_the_bound():
    ax = plots.mistake_bound([0, 1], [0, 0.5], radius=1.5, margin=0.3)
    ceiling, floor = (line.get_xydata() for line in ax.lines[:2])
    above = ceiling[:, 1] >= floor[:, 1]
    assert ceiling[above, 0].max() == pytest.approx(25, rel=0.01)


def test_tinted_regions_are_what_the_classifier_says():
    ax = plots.decision_boundary(lambda points: points[:, 0] > 1.5, X, Y > 0)
    mesh = next(c for c in ax.collections if c.get_array() is not None)
    columns = mesh.get_coordinates()[0, :-1, 0]
    regions = mesh.get_array().reshape(300, 300)[0]
    assert np.all(regions[columns < 1.4] == 0)
    assert np.all(regions[columns > 1.6] == 1)


def test_a_feature_that_does_not_vary_leaves_room_for_its_regions():
    ax = plots.decision_boundary(lambda points: points[:, 0] > 1, X * [1, 0], X[:, 0] > 1)
    assert ax.get_ylim() == (-0.5, 0.5)


def test_a_column_of_classes_is_drawn_as_the_classes():
    column = plots.data(X, Y[:, np.newaxis])
    for ours, theirs in zip(column.collections, plots.data(X, Y).collections, strict=True):
        np.testing.assert_array_equal(ours.get_offsets(), theirs.get_offsets())
    table = plots.truth_table(BITS, [[0], [1], [1], [0]])
    assert [text.get_text() for text in table.texts] == list("0110")


def test_names_may_be_an_array():
    names = np.array(["a", "b", "c"])
    for ax in (
        plots.data(X, Y, names=names),
        plots.decision_boundary(lambda points: np.zeros(len(points)), X, Y, names=names),
    ):
        assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b", "c"]
    assert [ax.get_title() for ax in plots.images(np.ones((3, 5, 7)), names)] == ["a", "b", "c"]
    drawn = [text.get_text() for text in plots.neuron([1, 2, 3], inputs=names).texts]
    assert {"a", "b", "c"} <= set(drawn)


def test_a_figure_tells_what_it_shows():
    figure, (left, right) = plots.figure(ncols=2)
    plots.data(X, Y, ax=left, names=["a", "b", "c"], features=("length", "width"))
    plots.neuron(ax=right)
    said = figure.description()
    assert "width against length (a, b, c)" in said
    assert "weighted sum" in said
    assert f'<img alt="{said}"'.replace("'", "&#x27;") in figure._repr_html_()


def test_the_style_leaves_matplotlib_as_it_was():
    before = dict(mpl.rcParams)
    plots.data(X, Y)
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.data([1, 2, 3], [0, 1, 1]), "two columns"),
        (lambda: plots.data(np.zeros((7, 2)), range(7)), "at most six"),
        (lambda: plots.data(X, Y, names=["a", "b"]), "2 names for 3 classes"),
        (lambda: plots.data(X, Y[:3]), r"y of shape \(3,\), expected \(4,\)"),
        (lambda: plots.truth_table(BITS, [0.03, 0.97, 0.96, 0.02]), "y with the values .*0.03"),
        (lambda: plots.truth_table(BITS * 2 - 1, [0, 1, 1, 0]), r"X with the values \[-1  1\]"),
        (lambda: plots.truth_table(BITS, [0, 1, 1]), r"y of shape \(3,\), expected \(4,\)"),
        (lambda: plots.mistakes([]), r"shape \(0,\), expected \(n_epochs,\)"),
        (lambda: plots.mistakes([[1, 2]]), r"shape \(1, 2\), expected \(n_epochs,\)"),
        (lambda: plots.timeline({}), "no events"),
        (lambda: plots.line([1, 2, 3], 0), "expected"),
        (lambda: plots.neuron(["a"], inputs=["x", "y"]), "one each"),
        (lambda: plots.network([["a"], ["b"]], [[[1, 2]]]), "units before, units after"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
