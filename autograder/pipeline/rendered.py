"""The autograded notebook: what a person who marks by hand opens in formgrader."""

import json
from typing import Any

from autograder.outputs import VERDICT
from autograder.result import CellResult, ItemResult, Result
from autograder.sheet import Sheet, SheetCell


def autograded(sheet: Sheet, result: Result) -> str:
    """Return a graded notebook as nbgrader would leave it: hidden tests restored, cells run."""
    known = {cell.grade_id: cell for cell in sheet.cells}
    items = {item.grade_id: item for item in result.items}
    if result.refused:
        cells = [_cell("markdown", f"This submission was refused: {result.refused}")]
        cells += [_cell(cell.cell_type, cell.source, cell.metadata) for cell in sheet.cells]
    else:
        cells = [
            _graded(cell, known.get(cell.grade_id), items.get(cell.grade_id))
            for cell in result.cells
        ]
    for position, cell in enumerate(cells):
        cell["id"] = f"cell-{position}"  # so that the same notebook is the same bytes
    # Not by nbformat, which takes longer to validate it than the sandbox to run it. A cell a line:
    # with an indent the standard library writes each character of it in Python.
    lines = ",\n  ".join(map(_json, cells))
    rest = _json({"metadata": sheet.notebook_metadata, "nbformat": 4, "nbformat_minor": 5})
    return f'{{\n "cells": [\n  {lines}\n ],\n {rest[1:-1]}\n}}\n'


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _graded(cell: CellResult, origin: SheetCell | None, item: ItemResult | None) -> dict[str, Any]:
    if origin is None:
        return _cell(cell.cell_type, cell.source, {}, cell.outputs)
    if cell.kind == "student":
        return _cell(origin.cell_type, cell.source, origin.metadata, cell.outputs)
    said = cell.outputs if item is None else _said(item)
    return _cell(origin.cell_type, origin.source, origin.metadata, said)


def _cell(
    cell_type: str,
    source: str,
    metadata: dict[str, Any] | None = None,
    outputs: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    cell = {"cell_type": cell_type, "metadata": metadata or {}, "source": source}
    return (
        cell | {"execution_count": None, "outputs": outputs or []} if cell_type == "code" else cell
    )


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
