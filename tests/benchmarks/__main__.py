"""``python -m tests.benchmarks``: measure everything, print Markdown tables.

Each module of this folder with a function ``tables() -> dict[str, list[dict]]`` (title to rows) is
a benchmark. Name some to run only these: ``python -m tests.benchmarks training parity``. Where the
README holds the two lines ``<!-- results -->`` and ``<!-- /results -->``, a full run puts its
tables between them.
"""

import importlib
import os
import platform
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
README = FOLDER.parents[1] / "README.md"
BEGIN, END = "<!-- results -->", "<!-- /results -->"


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
    sections = [f"Measured on {_machine()}."]
    for name in names or found:
        module = importlib.import_module(f"tests.benchmarks.{name}")
        for title, rows in module.tables().items():
            sections.append(f"**{title}**\n\n{markdown(rows)}")
            print(f"\n{sections[-1]}", flush=True)
    text = README.read_text() if README.exists() else ""
    if not names and BEGIN in text and END in text:
        before, rest = text.split(BEGIN, 1)
        results = "\n\n".join([BEGIN, *sections, END])
        README.write_text(before + results + rest.split(END, 1)[1])


def _machine() -> str:
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, "
        f"Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
