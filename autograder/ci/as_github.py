"""The outcome for GitHub Actions: annotations, and a summary of the step in Markdown.

What a student wrote stands in both, and the runner obeys any line that starts with ``::``. In an
annotation it is escaped as the runner's own toolkit does; in the summary it is HTML's text.
"""

from html import escape

from autograder.ci.outcome import Item, Notebook, Outcome

_LONGEST = 2000  # characters of one diagnosis; a summary may have a megabyte


def annotations(outcome: Outcome) -> str:
    """Return workflow commands, one a line: an error for what is wrong, a notice for what waits."""
    lines = []
    for notebook in outcome.notebooks:
        if notebook.refused:
            lines.append(_command("error", notebook, "Not graded", notebook.refused))
            continue
        for item in notebook.items:
            heading = f"{item.name}: {item.words}"
            if item.state == "manual":
                lines.append(_command("notice", notebook, heading, f"{item.score} points"))
            elif not item.right:
                said = item.diagnosis[:_LONGEST] or item.words
                lines.append(_command("error", notebook, heading, said))
    return "".join(f"{line}\n" for line in lines)


def _command(kind: str, notebook: Notebook, heading: str, message: str) -> str:
    file, named = _property(notebook.path.as_posix()), _property(heading)
    return f"::{kind} file={file},title={named}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(outcome: Outcome) -> str:
    """Return the summary of the step."""
    return "".join(_section(notebook) for notebook in outcome.notebooks) + (
        f"**{outcome.headline}**\n"
    )


def _section(notebook: Notebook) -> str:
    heading = f"## {_inline(notebook.title)}\n\n"
    if notebook.refused:
        return f"{heading}<p>✗ {_inline(notebook.refused)}</p>\n\n"
    rows = "".join(
        f"| {item.sign} | {_inline(item.name)} | {item.score} | {item.words} |\n"
        for item in notebook.items
    )
    table = f"| | exercise | points | |\n|-|-|-:|-|\n{rows}\n"
    notes = "".join(f"<p>The grader noticed: {_inline(note)}.</p>\n\n" for note in notebook.notes)
    return heading + table + "".join(map(_said, notebook.items)) + notes


def _said(item: Item) -> str:
    if item.right or not item.diagnosis:
        return ""
    text = item.diagnosis.removeprefix(item.sign).strip()[:_LONGEST]
    return f"<p>{item.sign} <b>{_inline(item.name)}</b></p>\n<pre>{escape(text)}</pre>\n\n"


def _inline(text: str) -> str:
    """Return text that is neither Markdown nor HTML nor a cell's end."""
    return "".join(c if c.isalnum() or c in " .,()" else f"&#{ord(c)};" for c in text)
