"""A model as a table."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnlab.models.sequential import Sequential


def summary(model: "Sequential") -> str:
    """Return layers, output shapes and numbers of parameters as text.

    Parameters
    ----------
    model : Sequential
        A model; where it is not built, question marks stand for shapes and numbers.

    Examples
    --------
    >>> from nnlab import Sequential, layers
    >>> print(summary(Sequential([layers.Input((784,)), layers.Dense(10, "softmax")])))
    Layer (type)   Output shape  Param #
    ────────────────────────────────────
    dense (Dense)  (None, 10)      7,850
    ────────────────────────────────────
    Total params: 7,850
    """
    rows = [("Layer (type)", "Output shape", "Param #")]
    for layer in model.layers:
        shape = ("None", *map(str, layer.output_shape)) if layer.built else ("?",)
        rows.append(
            (
                f"{layer.name} ({type(layer).__name__})",
                f"({', '.join(shape)})",
                f"{layer.count_params():,}" if layer.built else "?",
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        f"{name:<{widths[0]}}  {shape:<{widths[1]}}  {params:>{widths[2]}}"
        for name, shape, params in rows
    ]
    rule = "─" * len(lines[0])
    total = f"{model.count_params():,}" if model.built else "not built yet"
    return "\n".join([lines[0], rule, *lines[1:], rule, f"Total params: {total}"])
