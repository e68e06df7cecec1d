"""An instructor in JupyterLab: formgrader knows the course, and either side can be edited."""

import nbformat
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_formgrader_lists_the_chapter_and_makes_its_release_version(
    page, instructors_lab, screenshot
):
    (instructors_lab.folder / "release/01_perceptron/exercises.ipynb").unlink()
    page.goto(f"{instructors_lab.url}/formgrader/manage_assignments")
    row = page.locator("tr").filter(has_text="01_perceptron")
    row.wait_for()
    row.locator("td").nth(4).locator("a").click()  # the column "Generate"
    page.get_by_text("Successfully created").wait_for()
    screenshot("formgrader")
    made = instructors_lab.folder / "release/01_perceptron/exercises.ipynb"
    assert "BEGIN HIDDEN TESTS" not in made.read_text()


def test_an_edit_in_the_notebook_is_written_to_the_text(page, instructors_lab):
    page.goto(f"{instructors_lab.url}/lab/tree/source/01_perceptron/exercises.ipynb")
    first = page.locator(".jp-Notebook .jp-MarkdownCell").first
    first.locator("p").get_by_text("Ten exercises, 20 points.").wait_for()
    first.dblclick()
    first.locator(".cm-content").click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    page.keyboard.insert_text(" of this year")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+s")
    text = instructors_lab.folder / "course/01_perceptron/exercises.py"
    source = instructors_lab.folder / "source/01_perceptron/exercises.ipynb"
    for _ in range(100):
        page.wait_for_timeout(100)
        if "# # 1. Perceptron: exercises of this year" in text.read_text():
            break
    assert "# # 1. Perceptron: exercises of this year\n" in text.read_text()
    assert "exercises of this year" in nbformat.read(source, as_version=4).cells[0].source
