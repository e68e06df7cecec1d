"""The class report tells what grading left beside the notebooks: times, remarks, refusals."""

import csv
import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.pipeline.store import Record, record_file, write_record
from autograder.report import stored, write
from autograder.report.findings import ClassReport, collect
from autograder.result import ItemResult, Result

CHAPTER = "01_tiny"
NAMED = {"exercise": "perceptron.sign", "kind": "mistake", "mistake": "zero as one", "message": ""}


def record(folder: Path, result: Result, **seconds: float) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "exercises.ipynb").touch()
    kept = Record("", notebooks={"exercises": result.as_dict()}, seconds={"exercises": seconds})
    write_record(folder, kept)


def items() -> list[ItemResult]:
    """The items of the tiny course: the second failed by a mistake with a name."""
    return [
        ItemResult("heaviside_test", "passed", 2.0, 2.0),
        ItemResult("sign_test", "failed", 0.0, 3.0, checks=[NAMED]),
        ItemResult("words", "manual", None, 4.0),
    ]


@pytest.fixture
def course(own_graded: Course) -> Course:
    """A class with one of each kind."""
    for path in own_graded.root.glob("autograded/*/.*.grade.json"):
        path.unlink()
    results = {
        "student-01": Result("exercises", items=items(), suspicious=["imports ctypes"]),
        "student-02": Result("exercises", items=items(), faults=["the pipe broke"]),
        "student-03": Result("exercises", items=items(), unsafe=True),
        "untouched": Result("exercises", refused="The file is empty."),
    }
    results["student-02"].items[0] = ItemResult("heaviside_test", "grader_fault", None, 2.0)
    results["untouched"].items = [
        ItemResult(item.grade_id, "refused", 0.0, item.max_points) for item in items()
    ]
    for number, (student, result) in enumerate(results.items(), start=1):
        folder = own_graded.autograded(CHAPTER, student)
        record(folder, result, heaviside_test=0.1 * number, total=9.0)
    return own_graded


@pytest.fixture
def report(course: Course) -> ClassReport:
    return collect(course, CHAPTER)


def test_each_kind_of_remark_names_its_students(report: ClassReport) -> None:
    assert [(r.student, r.lines) for r in report.suspicious] == [("student-01", ["imports ctypes"])]
    assert [(r.student, r.lines) for r in report.faults] == [("student-02", ["the pipe broke"])]
    assert [(r.student, r.lines) for r in report.refused] == [
        ("untouched", ["exercises.ipynb: The file is empty."])
    ]
    assert report.unsafe == ["student-03"]


def test_what_was_not_graded_is_nobodys_wrong_answer(report: ClassReport) -> None:
    heaviside, sign, words = report.items
    assert (heaviside.ungraded, sign.ungraded, words.ungraded) == (2, 1, 1)
    for item in report.items:
        ends = item.passed, item.named, item.other, item.not_started, item.waiting, item.ungraded
        assert sum(ends) == len(report.students)


def test_the_time_of_an_item_is_the_median_of_those_that_tell(report: ClassReport) -> None:
    heaviside, sign, _ = report.items
    assert heaviside.seconds == pytest.approx(0.25)
    assert heaviside.slowest == pytest.approx(0.4)
    assert (sign.seconds, sign.slowest) == (None, None)


def test_exercises_go_by_their_names(report: ClassReport) -> None:
    assert [item.name for item in report.items] == ["heaviside", "sign", "words"]


def test_mistakes_come_from_the_results_where_there_are_any(report: ClassReport) -> None:
    found = {m.mistake: m.students for m in report.misunderstandings}
    assert found["zero as one"] == ["student-01", "student-02", "student-03"]


def test_the_page_and_the_tables_say_so(course: Course) -> None:
    page = write(course, CHAPTER)
    text = page.read_text()
    for words in ("imports ctypes", "the pipe broke", "The file is empty.", "without isolation"):
        assert words in text
    assert "250 ms" in text
    assert "_test" not in text
    with (page.parent / "remarks.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {(row["student"], row["kind"]) for row in rows} == {
        ("student-01", "suspicious"),
        ("student-02", "grader fault"),
        ("untouched", "refused"),
    }
    with (page.parent / "exercises.csv").open() as file:
        [heaviside, *_] = csv.DictReader(file)
    assert heaviside["name"] == "heaviside"
    assert float(heaviside["seconds"]) == pytest.approx(0.25)
    data = json.loads((page.parent / "report.json").read_text())
    assert data == json.loads(json.dumps(asdict(collect(course, CHAPTER))))


def test_a_students_words_are_no_markup_and_no_formula(course: Course) -> None:
    hostile = Result("exercises", items=items(), suspicious=["=1+1", "<script>1</script>"])
    record(course.autograded(CHAPTER, "student-01"), hostile)
    page = write(course, CHAPTER)
    assert "&lt;script&gt;" in page.read_text()
    assert "<script" not in page.read_text()
    with (page.parent / "remarks.csv").open() as file:
        remarks = [row["remark"] for row in csv.DictReader(file)]
    assert "'=1+1" in remarks
    assert not [remark for remark in remarks if remark.startswith("=")]


def test_a_check_that_a_student_forged_is_read_as_words(tmp_path: Path) -> None:
    result = Result("exercises", items=items())
    result.items[1].checks = [{"mistake": ["x"], "kind": None, "exercise": {}, "more": 1}]
    record(tmp_path / "ps1", result)
    assert stored.read(tmp_path / "ps1").checks["sign_test"] == [
        {"exercise": "", "kind": "", "mistake": "['x']"}
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"notebooks": {"x": {}}}'])
def test_results_that_cannot_be_read_are_one_clear_line(text: str, tmp_path: Path) -> None:
    record_file(tmp_path / "ps1").write_text(text)
    with pytest.raises(CourseError, match="Grade it again"):
        stored.read(tmp_path / "ps1")


def test_where_nbgrader_graded_anew_the_report_reads_its_notebooks(own_graded: Course) -> None:
    folder = own_graded.autograded(CHAPTER, "instructor")
    assert stored.read(folder).verdicts
    (folder / "exercises.ipynb").unlink()
    shutil.copy(own_graded.source(CHAPTER) / "exercises.ipynb", folder)
    assert stored.read(folder) == stored.Stored()
