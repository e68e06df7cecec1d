"""The class report says what is in the gradebook, and names the mistakes that were planted."""

import csv
import json
import re
import shutil
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.grade import StudentResult, grade
from autograder.report import write
from autograder.report.findings import ClassReport, collect
from autograder.report.histogram import histogram
from autograder.sample import Student

CHAPTER = "01_tiny"
Graded = tuple[Course, list[Student], list[StudentResult]]


@pytest.fixture(scope="module")
def report(_graded: Graded) -> ClassReport:
    return collect(_graded[0], CHAPTER)


def test_scores_are_the_gradebooks(report: ClassReport, graded: Graded) -> None:
    assert {s.id: s.score for s in report.students} == {r.student: r.score for r in graded[2]}
    assert report.max_score == 9
    assert report.title == "Tiny exercises"


def test_mistakes_are_the_ones_that_were_planted(report: ClassReport, graded: Graded) -> None:
    planted = defaultdict(set)
    for student in graded[1]:
        for name, answer in student.answers.items():
            if answer.kind == "mistake":
                planted[f"perceptron.{name}", answer.name].add(student.id)
    found = {(m.exercise, m.mistake): set(m.students) for m in report.misunderstandings}
    assert found == planted
    assert planted
    counts = [m.count for m in report.misunderstandings]
    assert counts == sorted(counts, reverse=True)


def test_every_student_ends_in_one_way(report: ClassReport, graded: Graded) -> None:
    kinds = defaultdict(lambda: defaultdict(int))
    for student in graded[1]:
        for name, answer in student.answers.items():
            kinds[name][answer.kind] += 1
    for item in report.items[:2]:
        of = kinds[item.cell.removesuffix("_test")]
        assert item.passed == of["solution"] + of["accepted"] + 1  # the instructor
        assert item.named == of["mistake"]
        assert item.not_started == of["not started"] + 1  # the untouched release
        assert (item.other, item.waiting, item.heading) == (0, 0, "1. Steps")
    words = report.items[2]
    assert (words.waiting, words.heading) == (kinds["words"]["written"] + 1, "2. In words")
    assert words.pass_rate is None
    assert report.items[0].pass_rate == pytest.approx(report.items[0].passed / 8)


def test_the_files_say_the_same(graded: Graded, report: ClassReport, tmp_path: Path) -> None:
    course = Course(shutil.copytree(graded[0].root, tmp_path / "course"))
    page = write(course, CHAPTER)
    assert page == course.root / "reports" / CHAPTER / "report.html"
    data = json.loads((page.parent / "report.json").read_text())
    assert [student["score"] for student in data["students"]] == [s.score for s in report.students]
    with (page.parent / "scores.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["student"]: float(row["score"]) for row in rows} == {
        student.id: student.score for student in report.students
    }
    assert {"heaviside", "sign", "words"} < set(rows[0])
    with (page.parent / "misunderstandings.csv").open() as file:
        assert [row["mistake"] for row in csv.DictReader(file)] == [
            found.mistake for found in report.misunderstandings
        ]
    before = page.read_bytes()
    write(course, CHAPTER)
    assert page.read_bytes() == before


class Links(HTMLParser):
    """Collects what a page would fetch, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.fetched: list[str] = []
        self.leads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "href" and tag == "a":
                self.leads.append(value or "")
            elif name in ("src", "href"):
                self.fetched.append(value or "")


def test_the_page_needs_nothing_else_and_its_links_lead_somewhere(own_graded: Course) -> None:
    page = write(own_graded, CHAPTER)
    links = Links()
    links.feed(page.read_text())
    assert "script" not in links.tags
    assert not links.fetched
    assert not re.search(r"url\(|@import", page.read_text())
    assert len(links.leads) >= 8
    for link in links.leads:
        assert (page.parent / unquote(link)).is_file(), link


def test_a_link_leads_to_a_student_of_any_name(own_graded: Course) -> None:
    name = "a#b?c %41"
    for step in ("submitted", "autograded", "feedback"):
        folder = own_graded.root / step
        shutil.copytree(folder / "student-01", folder / name)
    grade(own_graded, CHAPTER)
    links = Links()
    page = write(own_graded, CHAPTER)
    links.feed(page.read_text())
    [link] = [link for link in links.leads if "a%23b" in link]
    assert (page.parent / unquote(link)).is_file()


def test_the_text_of_a_notebook_cannot_become_markup(own_graded: Course) -> None:
    path = own_graded.source(CHAPTER) / "exercises.ipynb"
    path.write_text(path.read_text().replace("1. Steps", "<img src=x onerror=alert(1)>"))
    page = write(own_graded, CHAPTER).read_text()
    assert "&lt;img src=x" in page
    assert "<img" not in page


def test_a_histogram_counts_everybody_once() -> None:
    svg = histogram([0, 0.5, 1.9, 2, 10, 19.9, 20, 21], 20)
    counts = [int(count) for count in re.findall(r'<text x="[\d.]+" y="[\d.]+">(\d+)</text>', svg)]
    assert counts == [3, 1, 1, 3]
    assert 'aria-label="Students by points: 3 from 0 to 2, 1 from 2 to 4' in svg


def test_a_chapter_is_graded_before_it_is_reported(built: Path) -> None:
    with pytest.raises(CourseError, match="autograder grade 01_tiny"):
        write(Course(built), CHAPTER)
    assert not (built / "reports").exists()
    assert not (built / "gradebook.db").exists()
