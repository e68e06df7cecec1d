"""What a feedback page shows, in its order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from autograder.assignment import Assignment, SourceCell
from autograder.feedback import markup, shown
from autograder.result import CellResult, ItemResult, Result
from autograder.words import (
    VERDICTS,
    diagnosis,
    headings,
    item_name,
    item_state,
    sign,
    title,
    visible,
)

# Of one page, in characters: a student can write megabytes, and print more.
_MOST_FORMATTED, _MOST_SHOWN = 400_000, 16_000_000
_MOST_BOXES = 20
_LONGEST_SAID = 20_000
_ENDINGS = {
    "error": "This cell stopped with an error.",
    "timeout": "This cell did not end in time.",
    "memory": "This cell needed more memory than there is.",
    "crashed": "The interpreter ended while this cell ran.",
}


@dataclass(frozen=True)
class Mark:
    """What a person gave and wrote; ``points`` is None where they only wrote."""

    points: float | None = None
    comment: str = ""


@dataclass(frozen=True)
class Exercise:
    """One graded item.

    Parameters
    ----------
    anchor
        Its place on the page.
    boxes
        What nnlab's checks said: ``passed``, ``message``, ``asks``.
    said
        What any other test said, as plain text.
    """

    grade_id: str
    name: str
    heading: str
    anchor: str
    state: str
    points: float | None
    max_points: float
    boxes: list[dict[str, str]]
    said: str
    shown: Markup

    @property
    def sign(self) -> str:
        """A letter for the state."""
        return sign(self.state)

    @property
    def words(self) -> str:
        """The state in words."""
        return VERDICTS[self.state]

    @property
    def colour(self) -> str:
        """The state as a class of the style sheet."""
        known = {"not started": "idle", "manual": "waiting", "grader_fault": "waiting"}
        return known.get(self.state, self.state if self.state in ("passed", "partial") else "wrong")


@dataclass(frozen=True)
class Block:
    """One cell: ``prose``, ``code`` or ``test``, what it showed, and what was said about it."""

    kind: str
    label: str
    body: Markup
    shown: Markup
    note: str = ""
    comment: str = ""
    exercise: Exercise | None = None


@dataclass(frozen=True)
class Page:
    """All that the page shows."""

    notebook: str
    title: str
    score: float
    max_score: float
    exercises: list[Exercise]
    blocks: list[Block]
    refused: str
    notes: list[str]
    unsafe: bool

    @property
    def waiting(self) -> float:
        """The points that nobody has given or refused yet."""
        return sum(e.max_points for e in self.exercises if e.points is None)


def content(result: Result, assignment: Assignment, marks: Mapping[str, Mark]) -> Page:
    """Gather what the page shows."""
    above, origins = headings(assignment), {c.grade_id: c for c in assignment.cells if c.grade_id}
    exercises = {}
    for number, item in enumerate(result.items, start=1):
        exercise = _exercise(item, origins[item.grade_id], above[item.grade_id], f"item-{number}")
        given = marks.get(item.grade_id, Mark()).points
        exercises[item.grade_id] = exercise if given is None else _marked(exercise, given)
    given = {cell.source for cell in assignment.cells if cell.kind == "plain"}
    name = title(assignment)
    blocks: list[Block] = []
    written = 0
    for cell, formatted in _bounded(result.cells):
        rich = formatted and written <= _MOST_SHOWN
        origin = origins.get(cell.grade_id)
        block = _block(cell, rich, origin, exercises, marks, given, name)
        if block is not None:
            blocks.append(block)
            written += len(block.body) + len(block.shown)
    return Page(
        notebook=assignment.name,
        title=name,
        score=sum(exercise.points or 0.0 for exercise in exercises.values()),
        max_score=result.max_score,
        exercises=list(exercises.values()),
        blocks=blocks,
        refused=result.refused,
        notes=result.notes,
        unsafe=result.unsafe,
    )


def _exercise(item: ItemResult, origin: SourceCell, heading: str, anchor: str) -> Exercise:
    state = item_state(item, origin.kind)
    boxes = _boxes(item)
    return Exercise(
        grade_id=item.grade_id,
        name=item_name(item.grade_id),
        heading=heading,
        anchor=anchor,
        state=state,
        points=item.points,
        max_points=item.max_points,
        boxes=boxes,
        said="" if boxes or item.verdict == "refused" else visible(diagnosis(item)),
        shown=shown.outputs(_beside(item)),
    )


def _marked(exercise: Exercise, points: float) -> Exercise:
    state = "passed" if points >= exercise.max_points else "partial" if points > 0 else "failed"
    return replace(exercise, points=points, state=state)


def _boxes(item: ItemResult) -> list[dict[str, str]]:
    """Return what the checks said: what is wrong alone, if anything is."""
    boxes = [
        {name: str(check.get(name) or "") for name in ("exercise", "message", "asks")}
        | {"passed": "yes" if check.get("passed") is True else ""}
        for check in item.checks[:_MOST_BOXES]
    ]
    wrong = [box for box in boxes if not box["passed"]]
    if item.verdict != "passed" and not wrong:
        return []  # it was not the checks that stopped it
    return wrong or list({box["exercise"]: box for box in boxes}.values())


def _beside(item: ItemResult) -> list[dict[str, object]]:
    """Return what a test showed besides its verdict, which has a box of its own."""
    told = ("stream",) if item.checks else ("stream", "display_data", "execute_result")
    return [output for output in item.outputs if output["output_type"] in told]


def _bounded(cells: list[CellResult]) -> Iterator[tuple[CellResult, bool]]:
    """Give each cell and whether to format it; past the page's bounds, without outputs."""
    formatted = shown_at_all = 0
    for cell in cells:
        size = shown.size(cell.outputs)
        formatted += len(cell.source) + min(size, _LONGEST_SAID)
        shown_at_all += size
        if shown_at_all > _MOST_SHOWN and cell.outputs:
            cut = {"output_type": "stream", "name": "stderr", "text": "[not shown: too much]"}
            cell = replace(cell, outputs=[cut])
        yield cell, formatted <= _MOST_FORMATTED


def _block(
    cell: CellResult,
    rich: bool,
    origin: SourceCell | None,
    exercises: dict[str, Exercise],
    marks: Mapping[str, Mark],
    given: set[str],
    name: str,
) -> Block | None:
    exercise = exercises.get(cell.grade_id)
    comment = marks.get(cell.grade_id, Mark()).comment
    source = origin.released if origin and cell.kind == "instructor" else cell.source
    if cell.cell_type != "code":
        label = "Your answer" if cell.kind == "student" else ""
        source = source.removeprefix(f"# {name}\n")  # it stands above the page already
        formatted = rich and cell.cell_type == "markdown"
        body = markup.markdown(source) if formatted else markup.plain(source)
        shown_at_all = source.strip() or exercise or comment
        return (
            Block("prose", label, body, Markup(""), "", comment, exercise) if shown_at_all else None
        )
    if origin is not None and origin.kind == "test":
        note = "Some of what was checked is not shown." if origin.hidden_lines() else ""
        return Block("test", "", markup.code(source), Markup(""), note, comment, exercise)
    if not source.strip() and not comment and exercise is None:
        return None
    label = {"student": "Your answer", "instructor": "Given"}.get(cell.kind, "Your cell")
    if cell.kind == "extra" and cell.source in given:
        label = "Given"
    body = markup.code(source) if rich else markup.plain(source)
    return Block("code", label, body, *_ran(cell, rich), comment, exercise)


def _ran(cell: CellResult, rich: bool) -> tuple[Markup, str]:
    """Return what a cell showed, and a word on how it ended."""
    if cell.private:
        return Markup(""), "What it did is left out: a hidden test had run before it."
    told = cell.status == "error" and cell.outputs  # by its traceback
    return shown.outputs(cell.outputs, rich=rich), "" if told else _ENDINGS.get(cell.status, "")
