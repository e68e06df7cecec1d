"""A histogram as inline SVG."""

from collections.abc import Sequence

from markupsafe import Markup

_BINS = 10
_WIDTH, _HEIGHT, _FOOT, _HEAD = 640, 180, 34, 18


def histogram(scores: Sequence[float], max_score: float) -> Markup:
    """Draw how many students have how many points, in ten bins of equal width.

    The last bin holds the full score, and extra credit above it.
    """
    counts = [0] * _BINS
    for score in scores:
        counts[min(int(_BINS * score / max_score), _BINS - 1) if max_score else 0] += 1
    edges = [max_score * i / _BINS for i in range(_BINS + 1)]
    step, tallest, base = _WIDTH / _BINS, max(1, *counts), _HEAD + _HEIGHT
    bars = ""
    for i, count in enumerate(counts):
        height = _HEIGHT * count / tallest
        x, y = i * step, base - height
        if count:
            bars += (
                f'<rect x="{x + 3:g}" y="{y:.1f}" width="{step - 6:g}" height="{height:.1f}"/>'
                f'<text x="{x + step / 2:g}" y="{y - 5:.1f}">{count}</text>'
            )
    ticks = "".join(
        f'<text x="{i * step:g}" y="{base + 16}" class="{_anchor(i)}">{edges[i]:g}</text>'
        for i in range(0, _BINS + 1, 2)
    )
    spoken = ", ".join(
        f"{count} from {edges[i]:g} to {edges[i + 1]:g}" for i, count in enumerate(counts) if count
    )
    return Markup(
        f'<svg class="histogram" role="img" aria-label="Students by points: {spoken}" '
        f'viewBox="0 0 {_WIDTH} {base + _FOOT}">{bars}'
        f'<line x1="0" x2="{_WIDTH}" y1="{base}" y2="{base}"/>{ticks}'
        f'<text x="{_WIDTH / 2:g}" y="{base + _FOOT - 2}" class="label">points</text></svg>'
    )


def _anchor(i: int) -> str:
    return {0: "first", _BINS: "last"}.get(i, "middle")
