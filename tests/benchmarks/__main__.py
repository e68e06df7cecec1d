"""``python -m tests.benchmarks``: measure everything, print Markdown tables.

Each module of this folder with a function ``tables() -> dict[str, list[dict]]`` (title to rows) is
a benchmark. Name some to run only these: ``python -m tests.benchmarks training parity``. The tables
of each go into the README, between ``<!-- results: NAME -->`` and ``<!-- /results -->``.
"""

import importlib
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
README = FOLDER.parents[1] / "README.md"
BEGIN, END = "<!-- results: {name} -->", "<!-- /results -->"


def markdown(rows: list[dict]) -> str:
    """Return rows as a table; numbers align to the right."""
    header = list(rows[0])
    numeric = [all(isinstance(row[name], (int, float)) for row in rows) for name in header]
    lines = [
        header,
        ["--:" if right else "---" for right in numeric],
        *[[_cell(row[name]) for name in header] for row in rows],
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def main(names: list[str]) -> None:
    """Run the benchmarks of these names, or all."""
    found = sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))
    unknown = set(names) - set(found)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. Known: {', '.join(found)}.")
    for name in names or found:
        module = importlib.import_module(f"tests.benchmarks.{name}")
        sections = [f"**{title}**\n\n{markdown(rows)}" for title, rows in module.tables().items()]
        print("", *sections, sep="\n\n", flush=True)
        README.write_text(filled_in(README.read_text(), name, sections))


def filled_in(text: str, name: str, sections: list[str]) -> str:
    """Return a text with a benchmark's sections in their place, if it has one.

    >>> print(filled_in("<!-- results: speed -->\\nold\\n<!-- /results -->", "speed", ["new"]))
    <!-- results: speed -->
    <BLANKLINE>
    new
    <BLANKLINE>
    <!-- /results -->
    """
    begin = BEGIN.format(name=name)
    if begin not in text or not sections:
        return text
    before, rest = text.split(begin, 1)
    return before + "\n\n".join([begin, *sections, END]) + rest.split(END, 1)[1]


if __name__ == "__main__":
    main(sys.argv[1:])
