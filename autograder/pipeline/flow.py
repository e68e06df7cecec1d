"""All of it: read each submission, skip what is graded, send the rest to workers, write it down."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from nbgrader.utils import parse_utc

from autograder.course import Course
from autograder.gradebook import Entry, Gradebook, Marks
from autograder.pipeline import store, worker
from autograder.pipeline.chapter import Chapter
from autograder.pipeline.job import Done, Job, pack, result_from
from autograder.pipeline.keys import Keyring, Keys, hashed
from autograder.pipeline.regrade import changed_items
from autograder.pipeline.sender import Sender
from autograder.pipeline.store import Record
from autograder.pipeline.worker import Setup
from autograder.servers import Servers
from autograder.submission import Submission, read_submission

_LONGEST_TIMESTAMP = 100  # bytes; parsing takes time by the square


@dataclass
class Student:
    """One submission on its way.

    Parameters
    ----------
    status
        ``unchanged``, ``rendered`` (a new page, or a new place in the gradebook, for an old
        result) or ``graded``.
    """

    id: str
    submissions: dict[str, Submission]
    keys: dict[str, Keys]
    record: Record | None = None
    marks: Marks = field(default_factory=dict)
    status: str = "graded"


class Flow:
    """Grades the submissions of one chapter.

    Parameters
    ----------
    course
        Where they are.
    setup
        What they are graded by.
    servers
        The warm servers of this machine.
    gradebook
        Open, with the chapter registered.
    force
        Grade again what has not changed, too.
    """

    def __init__(
        self,
        course: Course,
        setup: Setup,
        servers: Servers,
        gradebook: Gradebook,
        *,
        force: bool = False,
    ) -> None:
        self._course, self._setup, self._gradebook = course, setup, gradebook
        self._servers = servers
        self._chapter: Chapter = setup.chapter
        self._force = force
        self._rings = {
            name: Keyring(assignment, setup.limits, unsafe=setup.unsafe)
            for name, assignment in setup.chapter.graded.items()
        }
        self._recorded = gradebook.students(self._chapter.name)
        self._marks = gradebook.marks(self._chapter.name)

    def run(
        self, students: Iterable[str], workers: int, scheduler: str | None = None
    ) -> Generator[tuple[Student, Record], None, None]:
        """Grade and write one submission after the other; yield each when it is written."""
        with Sender(self._setup, self._servers, workers, scheduler) as sender:
            for student, done in sender.all(self._todo(students)):
                yield student, self._written(student, done) if done else _kept(student)

    def _todo(self, students: Iterable[str]) -> Iterator[tuple[Student, Job | Done | None]]:
        """Yield what is to do for each: a job for a worker, files to write, or nothing."""
        for id in students:
            try:
                student = self._read(id)
            except Exception as error:
                yield self._unread(id, error)
                continue
            job = _job(student)
            record = student.record
            if record is None or self._force:
                yield student, job
            elif record.key != store.whole_key(student.keys) or record.faulty:
                self._narrow(student, record, job)
                yield student, job
            elif record.marks != _hash_of(student.marks) or id not in self._recorded:
                student.status = "rendered"
                results = {name: result_from(plain) for name, plain in record.notebooks.items()}
                done = worker.render(self._chapter, job, results)
                done.seconds.update(record.seconds)
                yield student, done
            else:
                student.status = "unchanged"
                yield student, None

    def _read(self, id: str) -> Student:
        folder = self._course.submitted(self._chapter.name, id)
        graded = self._chapter.graded
        submissions = {
            name: read_submission(folder, assignment, self._setup.limits)
            for name, assignment in graded.items()
        }
        keys = {name: self._rings[name].keys(each) for name, each in submissions.items()}
        record = store.read_record(self._course.autograded(self._chapter.name, id))
        return Student(id, submissions, keys, record, self._marks.get(id, {}))

    def _unread(self, id: str, error: Exception) -> tuple[Student, Done]:
        """Return a fault: what one student's folder does to us is no reason to stop the class."""
        submissions = {name: Submission() for name in self._chapter.graded}
        keys = {name: self._rings[name].keys(each) for name, each in submissions.items()}
        student = Student(id, submissions, keys, marks=self._marks.get(id, {}))
        reason = f"the submission could not be read: {error!r}"
        return student, worker.faulty(self._chapter, _job(student), reason)

    def _narrow(self, student: Student, record: Record, job: Job) -> None:
        """Have only those items graded again that can come out otherwise than before."""
        if record.faulty:
            return
        for name, submission in student.submissions.items():
            before = record.keys.get(name)
            if before is None or name not in record.notebooks:
                continue
            assignment = self._chapter.graded[name]
            changed = changed_items(before, student.keys[name], assignment, submission)
            if changed is not None:
                job.changed[name] = changed
                job.earlier[name] = record.notebooks[name]

    def _written(self, student: Student, done: Done) -> Record:
        """Write what became of a student; a fault, if nothing else of it can be written."""
        files: dict[str, bytes] = {}
        for submission in student.submissions.values():
            files |= submission.files
        try:
            return self._write(student, done, files)
        except (OSError, ValueError) as error:
            reason = f"what was handed in cannot be written down: {error}"
            return self._write(student, worker.faulty(self._chapter, _job(student), reason), {})

    def _write(self, student: Student, done: Done, files: dict[str, bytes]) -> Record:
        """Write files first, then the gradebook, then the record by which the next run skips."""
        chapter = self._chapter.name
        folder = self._course.autograded(chapter, student.id)
        for assignment in self._chapter.graded.values():
            files = files | assignment.files
        store.write_autograded(folder, done.notebooks, files)
        store.write_feedback(self._course.feedback(chapter, student.id), done.pages)
        results = {name: result_from(plain) for name, plain in done.results.items()}
        graded = {
            name: Entry(result.items, _untouched(student.submissions[name]))
            for name, result in results.items()
        }
        if student.status != "rendered" or student.id not in self._recorded:
            self._gradebook.record(chapter, student.id, graded, _timestamp(files))
        record = Record(
            store.whole_key(student.keys),
            {name: keys.as_dict() for name, keys in student.keys.items()},
            _hash_of(student.marks),
            done.results,
            done.seconds,
        )
        store.write_record(folder, record)
        return record


def _job(student: Student) -> Job:
    packed = {name: pack(submission) for name, submission in student.submissions.items()}
    return Job(student.id, packed, student.marks)


def _kept(student: Student) -> Record:
    if student.record is None:
        raise LookupError(f"{student.id} has no record")
    return student.record


def _hash_of(marks: Marks) -> str:
    plain = {
        name: {grade_id: vars(mark) for grade_id, mark in given.items()}
        for name, given in marks.items()
    }
    return hashed(plain)


def _untouched(submission: Submission) -> frozenset[str]:
    """Return the student's cells that are as they were released."""
    return frozenset(
        cell.origin.grade_id
        for cell in submission.cells
        if cell.kind == "student" and cell.origin and cell.source == cell.origin.released
    )


def _timestamp(files: dict[str, bytes]) -> datetime | None:
    """Return when it was handed in, if nbgrader's file says so."""
    said = files.get("timestamp.txt", b"")[:_LONGEST_TIMESTAMP]
    try:
        return parse_utc(said.decode().strip()) if said else None
    except (ValueError, ArithmeticError):
        return None
