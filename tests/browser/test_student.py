"""A student in JupyterLab: wrong answers are named, right ones pass, Validate agrees."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def open_notebook(page, address):
    page.goto(f"{address}?reset")  # without the tabs that an earlier test left open
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    # The indicator beside the kernel's name says "idle" before there is a kernel.
    page.locator("#jp-main-statusbar").get_by_text("Python 3 (ipykernel) | Idle").wait_for()


def cell(page, text):
    """The first code cell that holds the text."""
    return page.locator(".jp-Notebook .jp-CodeCell").filter(has_text=text).first


def run(page, text):
    """Run the cell and return it."""
    chosen = cell(page, text)
    chosen.scroll_into_view_if_needed()
    chosen.locator(".jp-InputPrompt").click()
    press_control_enter(page, chosen)
    return chosen


def answer(page, text, code):
    """Replace what stands in the cell by the code, as a student types it, and run it."""
    chosen = cell(page, text)
    chosen.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)
    press_control_enter(page, chosen)


def press_control_enter(page, chosen):
    """Run the cell that has the focus and wait until it has a new number."""
    prompt = chosen.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    page.keyboard.press("Control+Enter")
    expect(prompt).not_to_have_text(before)
    expect(prompt).to_have_text(re.compile(r"\[\d+\]"))


def test_a_wrong_answer_is_named_and_the_right_one_passes(page, lab, screenshot):
    open_notebook(page, f"{lab.url}/lab/tree/01_perceptron/exercises.ipynb")
    run(page, "import numpy")
    run(page, "def heaviside")
    check = run(page, 'check("perceptron.heaviside"')
    box = check.locator(".jp-OutputArea [role=status]")
    assert "Not started" in box.inner_text()

    answer(page, "def heaviside", "def heaviside(z):\n    return np.where(z > 0, 1, 0)")
    check = run(page, 'check("perceptron.heaviside"')
    box.get_by_text("Right everywhere except at exactly 0").wait_for()
    assert box.inner_text().count("?") == 1
    assert "nnlab/checks" not in check.locator(".jp-OutputArea").inner_text()
    screenshot("named-mistake")

    answer(page, "def heaviside", "def heaviside(z):\n    return np.where(z >= 0, 1, 0)")
    run(page, 'check("perceptron.heaviside"')
    box.get_by_text("4 of 4 probes agree").wait_for()
    assert check.locator(".jp-RenderedText[data-mime-type*=error]").count() == 0
    screenshot("passed")


def validate(page, address, screenshot):
    """Press nbgrader's Validate button and return what its dialog says."""
    open_notebook(page, address)
    page.locator(".jp-NotebookPanel-toolbar").get_by_text("Validate").click()
    results = page.locator(".jp-Dialog").filter(has_text="Validation Results")
    results.wait_for()
    screenshot(Path(address).stem)
    return results.inner_text()


def test_validate_tells_what_still_fails(page, lab, screenshot):
    verdict = validate(page, f"{lab.url}/lab/tree/01_perceptron/exercises.ipynb", screenshot)
    assert "The following cell failed" in verdict
    assert "CheckFailed: Not started" in verdict


def test_validate_tells_that_all_is_right(page, lab, screenshot):
    shutil.copy(ROOT / "source/01_perceptron/exercises.ipynb", lab.folder / "solved.ipynb")
    assert "Success" in validate(page, f"{lab.url}/lab/tree/solved.ipynb", screenshot)


def test_the_lessons_playground_moves_and_its_quiz_answers(page, lab, screenshot):
    open_notebook(page, f"{lab.url}/lab/tree/01_perceptron/lesson.ipynb")
    run(page, "import numpy as np")

    playground = run(page, "playgrounds.perceptron(seed=0)").locator(".jp-OutputArea")
    picture = playground.locator("img[alt]")
    picture.wait_for()
    before = picture.get_attribute("src"), picture.get_attribute("alt")
    playground.get_by_role("button", name="To the end").click()
    expect(picture).not_to_have_attribute("src", before[0])
    expect(picture).not_to_have_attribute("alt", before[1])
    screenshot("playground")
    ended = picture.get_attribute("src")
    playground.get_by_role("button", name="New points").click()
    expect(picture).not_to_have_attribute("src", ended)

    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    quiz = page.locator(".jp-OutputArea").filter(has_text="you double η").first
    quiz.scroll_into_view_if_needed()
    quiz.get_by_label("it stays exactly the same").check()
    quiz.get_by_role("button", name="Commit").click()
    quiz.get_by_text("All weights and the bias are doubled").wait_for()
    screenshot("quiz")
