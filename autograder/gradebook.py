"""nbgrader's gradebook, written in bulk: one writer, one transaction a submission.

The tables are those of ``nbgrader.api``, so formgrader, manual grading, ``nbgrader export`` and
``nbgrader generate_feedback`` work on what is written here. nbgrader itself opens a session for
each cell; here the rows of a submission are compared with what is there, and only what differs is
written. Scores, comments, extra credit and penalties that a person gave are never touched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from alembic.script import ScriptDirectory
from nbgrader import api, dbutil
from sqlalchemy import (
    Connection,
    Engine,
    Table,
    bindparam,
    create_engine,
    event,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from autograder.errors import CourseError
from autograder.feedback import Mark
from autograder.result import ItemResult
from autograder.sheet import Sheet

_LOCK_SECONDS = 60

Marks = dict[str, dict[str, Mark]]  # by notebook, by grade id


def _table(model: type) -> Table:
    return model.__table__  # type: ignore[attr-defined]


_COURSE, _ASSIGNMENT, _NOTEBOOK = map(_table, (api.Course, api.Assignment, api.Notebook))
_CELL, _SOURCE, _STUDENT = map(_table, (api.BaseCell, api.SourceCell, api.Student))
_SUBMISSION, _SUBMITTED = map(_table, (api.SubmittedAssignment, api.SubmittedNotebook))
_GRADE, _COMMENT = map(_table, (api.Grade, api.Comment))
_TYPES = {kind.__name__: _table(kind) for kind in (api.GradeCell, api.SolutionCell, api.TaskCell)}


@dataclass(frozen=True)
class Entry:
    """What of one notebook goes into the gradebook.

    Parameters
    ----------
    items
        The graded cells.
    untouched
        The grade ids of the student's cells that are as they were released.
    """

    items: Sequence[ItemResult]
    untouched: frozenset[str] = frozenset()


@dataclass
class _Registered:
    """The ids of an assignment's rows."""

    assignment: str
    notebooks: dict[str, str] = field(default_factory=dict)
    graded: dict[str, dict[str, str]] = field(default_factory=dict)
    commented: dict[str, dict[str, str]] = field(default_factory=dict)


class Gradebook:
    """An open gradebook.

    Parameters
    ----------
    url
        SQLAlchemy's: ``sqlite:///gradebook.db`` or ``postgresql+psycopg://…``.
    course_id
        The course's name in it.

    Raises
    ------
    CourseError
        If the database cannot be opened, or is that of another version of nbgrader.
    """

    def __init__(self, url: str, course_id: str) -> None:
        self._course_id = course_id
        self._registered: dict[str, _Registered] = {}
        try:
            self._engine = _connect(url)
            with self._engine.begin() as connection:
                _create(connection)
        except (ArgumentError, ModuleNotFoundError) as error:
            raise CourseError(f"{url!r} is not the URL of a database: {error}.") from error
        except SQLAlchemyError as error:
            said = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            raise CourseError(f"The gradebook cannot be opened: {said}.") from error

    def __enter__(self) -> "Gradebook":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def register(self, chapter: str, sheets: Sequence[Sheet]) -> None:
        """Enter an assignment, as ``nbgrader generate_assignment`` does.

        Raises
        ------
        CourseError
            If a cell that has grades is no longer there.
        """
        with self._engine.begin() as connection:
            _row(connection, _COURSE, {"id": self._course_id})
            assignment = _row(
                connection, _ASSIGNMENT, {"name": chapter}, new={"course_id": self._course_id}
            )
            registered = self._registered[chapter] = _Registered(assignment)
            for sheet in sheets:
                _register(connection, registered, sheet)

    def students(self, chapter: str) -> set[str]:
        """Return the ids of the students whose submission is recorded."""
        query = (
            select(_SUBMISSION.c.student_id)
            .join(_ASSIGNMENT, _SUBMISSION.c.assignment_id == _ASSIGNMENT.c.id)
            .where(_ASSIGNMENT.c.name == chapter)
        )
        with self._engine.connect() as connection:
            return set(connection.scalars(query))

    def marks(self, chapter: str) -> dict[str, Marks]:
        """Return what people gave and wrote, by student."""
        found: dict[str, Marks] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(_by_hand(_GRADE, chapter)):
                extra = row.extra_credit or 0.0
                given = row.auto_score if row.manual_score is None else row.manual_score
                points = None if given is None else given + extra
                found.setdefault(row.student_id, {}).setdefault(row.notebook, {})[row.cell] = Mark(
                    points
                )
            for row in connection.execute(_by_hand(_COMMENT, chapter)):
                marks = found.setdefault(row.student_id, {}).setdefault(row.notebook, {})
                before = marks.get(row.cell, Mark())
                marks[row.cell] = Mark(before.points, row.manual_comment)
        return found

    def record(
        self,
        chapter: str,
        student: str,
        notebooks: Mapping[str, Entry],
        timestamp: datetime | None = None,
    ) -> None:
        """Write one submission in one transaction; the same one again writes nothing."""
        registered = self._registered[chapter]
        with self._engine.begin() as connection:
            _row(connection, _STUDENT, {"id": student})
            submission = _row(
                connection,
                _SUBMISSION,
                {"assignment_id": registered.assignment, "student_id": student},
                {} if timestamp is None else {"timestamp": timestamp},
            )
            for name, notebook in registered.notebooks.items():
                submitted = _row(
                    connection,
                    _SUBMITTED,
                    {"assignment_id": submission, "notebook_id": notebook},
                    new={"flagged": False},
                )
                graded = notebooks.get(name, Entry(()))
                items = {item.grade_id: item for item in graded.items}
                _write_grades(connection, submitted, registered.graded[name], items)
                _write_comments(connection, submitted, registered.commented[name], graded.untouched)


def _connect(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": _LOCK_SECONDS})

    # pysqlite opens no transaction before a change of the schema, and a late one before a write.
    @event.listens_for(engine, "connect")
    def _(connection: Any, record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _create(connection: Connection) -> None:
    """Make the tables that are missing, and leave nbgrader's version of them."""
    head = ScriptDirectory(dbutil.ALEMBIC_DIR).get_current_head()
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        version = connection.scalar(text("SELECT version_num FROM alembic_version"))
        if version != head:
            raise CourseError(
                "The gradebook is that of another version of nbgrader: make a copy of it and run "
                "`nbgrader db upgrade`."
            )
        return
    api.Base.metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})


def _row(
    connection: Connection,
    table: Table,
    which: Mapping[str, Any],
    values: Mapping[str, Any] | None = None,
    *,
    new: Mapping[str, Any] | None = None,
) -> str:
    """Return the id of the row, made or brought up to ``values``; ``new`` is for a row made."""
    values = values or {}
    condition = [table.c[name] == value for name, value in which.items()]
    row = connection.execute(select(table).where(*condition)).mappings().first()
    if row is None:
        made = {"id": api.new_uuid(), **(new or {}), **values, **which}
        connection.execute(insert(table), made)
        return made["id"]
    if any(row[name] != value for name, value in values.items()):
        connection.execute(update(table).where(*condition).values(dict(values)))
    return row["id"]


def _register(connection: Connection, registered: _Registered, sheet: Sheet) -> None:
    which = {"name": sheet.name, "assignment_id": registered.assignment}
    notebook = _row(connection, _NOTEBOOK, which, {"kernelspec": sheet.kernelspec})
    registered.notebooks[sheet.name] = notebook
    graded = registered.graded[sheet.name] = {}
    commented = registered.commented[sheet.name] = {}
    for cell in sheet.cells:
        at = {"name": cell.grade_id, "notebook_id": notebook}
        for kind in cell.types:
            id = _row(connection, _CELL, {**at, "type": kind})
            worth = {"max_score": cell.points, "cell_type": cell.cell_type}
            _row(connection, _TYPES[kind], {"id": id}, {} if kind == "SolutionCell" else worth)
            if kind != "SolutionCell":
                graded[cell.grade_id] = id
            if kind != "GradeCell":
                commented[cell.grade_id] = id
        _row(connection, _SOURCE, at, cell.row())
    _forget(connection, notebook, sheet)


def _forget(connection: Connection, notebook: str, sheet: Sheet) -> None:
    """Remove the cells that are gone from the instructor's notebook."""
    there = {(cell.grade_id, kind) for cell in sheet.cells for kind in cell.types}
    cells = connection.execute(select(_CELL).where(_CELL.c.notebook_id == notebook)).all()
    gone = [cell for cell in cells if (cell.name, cell.type) not in there]
    for table in (_GRADE, _COMMENT):
        ids = select(table.c.id).where(table.c.cell_id.in_([cell.id for cell in gone])).limit(1)
        if gone and connection.execute(ids).first():
            names = ", ".join(sorted({cell.name for cell in gone}))
            raise CourseError(
                f"{sheet.name}.ipynb no longer has the cells {names}, which the gradebook has "
                "grades for: put them back, or remove the assignment from the gradebook."
            )
    for cell in gone:
        connection.execute(_TYPES[cell.type].delete().where(_TYPES[cell.type].c.id == cell.id))
        connection.execute(_CELL.delete().where(_CELL.c.id == cell.id))
    sources = _SOURCE.c.name.not_in([cell.grade_id for cell in sheet.cells])
    connection.execute(_SOURCE.delete().where(_SOURCE.c.notebook_id == notebook, sources))


def _write_grades(
    connection: Connection, submitted: str, cells: Mapping[str, str], items: dict[str, ItemResult]
) -> None:
    rows = _existing(connection, _GRADE, submitted)
    wanted = {}
    for name, cell in cells.items():
        score = items[name].points if name in items else None
        by_hand = cell in rows and rows[cell]["manual_score"] is not None
        wanted[cell] = {"auto_score": score, "needs_manual_grade": by_hand or score is None}
    _bring_to(connection, _GRADE, submitted, rows, wanted)


def _write_comments(
    connection: Connection, submitted: str, cells: Mapping[str, str], untouched: frozenset[str]
) -> None:
    wanted = {
        cell: {"auto_comment": "No response." if name in untouched else None}
        for name, cell in cells.items()
    }
    _bring_to(connection, _COMMENT, submitted, _existing(connection, _COMMENT, submitted), wanted)


def _existing(connection: Connection, table: Table, submitted: str) -> dict[str, Any]:
    rows = connection.execute(select(table).where(table.c.notebook_id == submitted)).mappings()
    return {row["cell_id"]: row for row in rows}


def _bring_to(
    connection: Connection,
    table: Table,
    submitted: str,
    rows: Mapping[str, Any],
    wanted: Mapping[str, dict[str, Any]],
) -> None:
    """Insert the rows that are missing and update those that differ, each kind at once."""
    missing = [
        {"id": api.new_uuid(), "notebook_id": submitted, "cell_id": cell, **values}
        for cell, values in wanted.items()
        if cell not in rows
    ]
    changed = [
        {"row": rows[cell]["id"], **values}
        for cell, values in wanted.items()
        if cell in rows and any(rows[cell][name] != value for name, value in values.items())
    ]
    if missing:
        connection.execute(insert(table), missing)
    if changed:
        connection.execute(update(table).where(table.c.id == bindparam("row")), changed)


def _by_hand(table: Table, chapter: str) -> Any:
    """Select the rows of a chapter that a person wrote into."""
    if table is _GRADE:
        written = _GRADE.c.manual_score.is_not(None) | (_GRADE.c.extra_credit != 0)
    else:
        written = _COMMENT.c.manual_comment.is_not(None)
    return (
        select(
            table,
            _SUBMISSION.c.student_id,
            _NOTEBOOK.c.name.label("notebook"),
            _CELL.c.name.label("cell"),
        )
        .join(_SUBMITTED, table.c.notebook_id == _SUBMITTED.c.id)
        .join(_SUBMISSION, _SUBMITTED.c.assignment_id == _SUBMISSION.c.id)
        .join(_NOTEBOOK, _SUBMITTED.c.notebook_id == _NOTEBOOK.c.id)
        .join(_ASSIGNMENT, _NOTEBOOK.c.assignment_id == _ASSIGNMENT.c.id)
        .join(_CELL, table.c.cell_id == _CELL.c.id)
        .where(_ASSIGNMENT.c.name == chapter, written)
    )
