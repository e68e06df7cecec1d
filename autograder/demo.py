"""The demonstration: a class of simulated students, from text to report."""

import shutil
import time
from pathlib import Path

from rich.console import Console

from autograder import terminal
from autograder.build import build
from autograder.course import CONFIG_FILE, Course
from autograder.grade import grade
from autograder.report import write
from autograder.sample import sample

STUDENTS, SEED, FOLDER = 24, 17, "demo"


def demo(root: Path) -> None:
    """Build, sample, grade and report chapter 1 in a course directory of its own.

    An instructor's own class is never mixed with simulated students: all of it is in ``demo/``,
    which is made anew each time.
    """
    console, start = Console(stderr=True), time.monotonic()
    console.print("Building the assignments from course/")
    build(root)
    folder = root / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(root / CONFIG_FILE, folder)
    for step in ("source", "release"):
        shutil.copytree(root / step, folder / step)

    course = Course(folder)
    chapter = course.chapters()[0]
    console.print(f"Simulating {STUDENTS} students of {chapter}")
    students = sample(course, chapter, STUDENTS, SEED)
    with terminal.progress(f"Grading {chapter}") as bar:
        results = grade(course, chapter, start=bar.start, done=bar.advance)
    page = write(course, chapter)

    terminal.show_results(chapter, results)
    scores = {result.student: result.score for result in results}
    exact = sum(scores[student.id] == student.deserved for student in students)
    print(
        f"{exact} of {STUDENTS} students got exactly what their planted answers deserve.\n"
        f"Done in {time.monotonic() - start:.0f} s. Open:\n"
        f"  class report  {page.relative_to(root.resolve())}\n"
        f"  feedback      {FOLDER}/feedback/{students[0].id}/{chapter}/exercises.html\n"
        f"  gradebook     {FOLDER}/gradebook.db\n"
        f"  to hand out   release/{chapter}/\n"
        f"  lesson        make lab"
    )
