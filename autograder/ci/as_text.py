"""The outcome for a person at a terminal."""

from textwrap import wrap

from autograder.ci.outcome import Item, Outcome

_WIDTH = 92


def write(outcome: Outcome) -> str:
    """Return the outcome as plain text; no line starts with a student's own words."""
    lines = []
    for notebook in outcome.notebooks:
        lines += [notebook.title, ""]
        if notebook.refused:
            lines += [f"✗ {notebook.refused}", ""]
            continue
        longest = max((len(item.name) for item in notebook.items), default=0)
        for item in notebook.items:
            lines.append(f"{item.sign} {item.name:{longest}}  {item.score:>8}  {item.words}")
            lines += [f"  │ {line}" for line in _said(item)]
        lines += [f"  · {note}" for note in notebook.notes]
        lines.append("")
    return "\n".join([*lines, outcome.headline, ""])


def _said(item: Item) -> list[str]:
    if item.right:
        return []
    text = item.diagnosis.removeprefix(item.sign).strip()
    return [part for line in text.splitlines() for part in wrap(line, _WIDTH) or [""]]
