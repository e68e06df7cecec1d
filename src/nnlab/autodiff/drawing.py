"""The graph of a value as a picture: operands on the left, the result on the right."""

from html import escape

from nnlab.autodiff.engine import Value

_WIDTH, _HEIGHT = 96, 54  # of a box
_COLUMN, _ROW = 168, 78  # from box to box
_MARGIN = 12


def draw(root: Value) -> str:
    """Return the graph as SVG. Boxes hold value and gradient, edges the local slopes.

    Parameters
    ----------
    root : Value
        The result; all that it was made from is drawn.

    Examples
    --------
    >>> x = Value(2.0, name="x")
    >>> draw(x * x).startswith("<svg")
    True
    """
    column, row = _grid(root)
    right, bottom = max(column.values()), max(row.values())
    width = right * _COLUMN + _WIDTH + 2 * _MARGIN
    height = bottom * _ROW + _HEIGHT + 2 * _MARGIN
    edges, boxes = [], []
    for value in root.graph():
        boxes.append(_box(value, *_corner(column[value], row[value, column[value]])))
        operands = [operand for operand, _ in value.made_from]
        for operand, slope in dict(value.made_from).items():
            stops = range(column[operand], column[value])
            points = [_corner(c, row[operand, c]) for c in stops]
            points.append(_corner(column[value], row[value, column[value]]))
            edges.append(_edge(points, slope, twice=operands.count(operand) > 1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img">'
        f"<title>Computation graph of {escape(repr(root))}</title>"
        + "".join(edges)
        + "".join(boxes)
        + "</svg>"
    )


def _grid(root: Value) -> tuple[dict[Value, int], dict[tuple[Value, int], float]]:
    """Return the column of each value, and its row in that column and in those it passes through.

    A value that is used further to the right keeps a free place in each column between, so that
    no edge runs behind a box.
    """
    graph = root.graph()
    users: dict[Value, list[Value]] = {value: [] for value in graph}
    for user in graph:
        for operand, _ in user.made_from:
            users[operand].append(user)
    column: dict[Value, int] = {}
    for value in reversed(graph):  # a leaf stands beside its first use
        first = min((column[user] for user in users[value]), default=root.depth + 1)
        column[value] = value.depth if value.made_from else min(first - 1, root.depth)
    last = {value: max((column[u] for u in users[value]), default=column[value]) for value in graph}
    row: dict[tuple[Value, int], float] = {}
    for index in range(root.depth + 1):
        wished: dict[Value, float] = {}
        for value in graph:
            if column[value] == index:
                before = [row[o, index - 1] for o, _ in value.made_from]
                wished[value] = sum(before) / len(before) if before else float(len(wished))
            elif column[value] < index < last[value]:
                wished[value] = row[value, index - 1]
        lowest = -1.0
        for value in sorted(wished, key=wished.__getitem__):
            lowest = row[value, index] = max(wished[value], lowest + 1)
    return column, row


def _corner(column: float, row: float) -> tuple[float, float]:
    return _MARGIN + column * _COLUMN, _MARGIN + row * _ROW


def _box(value: Value, x: float, y: float) -> str:
    title = " = ".join(part for part in (value.name, value.operation) if part) or "constant"
    fill = "#ffffff" if value.made_from else "#e8f1fa"
    middle = x + _WIDTH / 2
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" fill="{fill}" '
        'stroke="#333333"/>'
        f'<text x="{middle}" y="{y + 16}" text-anchor="middle" fill="#333333" '
        f'font-weight="bold">{escape(title)}</text>'
        f'<text x="{middle}" y="{y + 32}" text-anchor="middle" fill="#0072b2">'
        f"{value.data:.4g}</text>"
        f'<text x="{middle}" y="{y + 47}" text-anchor="middle" fill="#b34700">'
        f"grad {value.grad:.4g}</text>"
    )


def _edge(corners: list[tuple[float, float]], slope: float, twice: bool) -> str:
    """Draw an arrow from the first box, straight through free places, to the last box."""
    x, y = corners[0][0] + _WIDTH, corners[0][1] + _HEIGHT / 2
    path, label_at = f"M{x},{y}", ""
    for left, top in corners[1:]:
        bend, middle = (left - x) / 2, top + _HEIGHT / 2
        path += f" C{x + bend},{y} {left - bend},{middle} {left},{middle}"
        label_at = f'x="{(x + left) / 2}" y="{(y + middle) / 2 - 5}"'
        x, y = left, middle
        if (left, top) != corners[-1]:
            x += _WIDTH
            path += f" H{x}"
    label = f"×{slope:.4g}" + (" twice" if twice else "")
    return (
        f'<path d="{path}" fill="none" stroke="#777777"/>'
        f'<path d="M{x},{y} l-8,-4 v8 z" fill="#777777"/>'
        f'<text {label_at} text-anchor="middle" '
        'fill="#555555" font-size="11" paint-order="stroke" stroke="#ffffff" stroke-width="4">'
        f"{label}</text>"
    )
