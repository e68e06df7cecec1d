"""The autograded notebook: what a person who marks by hand opens in formgrader."""

from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_output

from autograder.outputs import VERDICT
from autograder.result import CellResult, ItemResult, Result
from autograder.sheet import Sheet, SheetCell, new_cell


def autograded(sheet: Sheet, result: Result) -> str:
    """Return a graded notebook as nbgrader would leave it: hidden tests restored, cells run."""
    known = {cell.grade_id: cell for cell in sheet.cells}
    items = {item.grade_id: item for item in result.items}
    if result.refused:
        cells = [new_cell("markdown", f"This submission was refused: {result.refused}", 0)]
        cells += [_restored(cell, n) for n, cell in enumerate(sheet.cells, start=1)]
    else:
        cells = [
            _cell(cell, known.get(cell.grade_id), items.get(cell.grade_id), position)
            for position, cell in enumerate(result.cells)
        ]
    return nbformat.writes(new_notebook(cells=cells, metadata=dict(sheet.notebook_metadata)))


def _restored(cell: SheetCell, position: int) -> NotebookNode:
    return new_cell(cell.cell_type, cell.source, position, cell.metadata)


def _cell(
    cell: CellResult, origin: SheetCell | None, item: ItemResult | None, position: int
) -> NotebookNode:
    if origin is None:
        made = new_cell(cell.cell_type, cell.source, position)
    else:
        source = cell.source if cell.kind == "student" else origin.source
        made = new_cell(origin.cell_type, source, position, origin.metadata)
    if made.cell_type == "code":
        shown = cell.outputs if item is None or cell.kind == "student" else _said(item)
        made.outputs = [_output(output) for output in shown]
    return made


def _said(item: ItemResult) -> list[dict[str, Any]]:
    """Return what a test showed, what its checks said, and how it ended."""
    said = [output for output in item.outputs if VERDICT not in output.get("data", {})]
    for check in item.checks:
        data = {VERDICT: check, "text/plain": str(check.get("message", ""))}
        said.append({"output_type": "display_data", "data": data, "metadata": {}})
    if item.verdict not in ("passed", "partial", "manual"):
        what = item.detail or item.feedback or item.verdict
        said.append(
            {"output_type": "error", "ename": item.verdict, "evalue": what, "traceback": [what]}
        )
    return said


def _output(output: dict[str, Any]) -> NotebookNode:
    rest = {key: value for key, value in output.items() if key != "output_type"}
    return new_output(output["output_type"], **rest)
