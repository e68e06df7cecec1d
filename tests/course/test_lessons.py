"""Every lesson runs from top to bottom, offline, and keeps what the syllabus promises a reader."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient

from autograder import source

COURSE = Path(__file__).parents[2] / "course"
LESSONS = sorted(COURSE.glob("*/lesson.md"))

# Processor time, not the clock's: the promise holds on a busy machine, too. The second limit stops
# a kernel that holds on to the first.
PREPARE = """
import resource, socket
resource.setrlimit(resource.RLIMIT_CPU, (60, 65))

def offline(self, address, connect=socket.socket.connect):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"the lesson wants to talk to {address}")
    return connect(self, address)

socket.socket.connect = offline
"""


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.parent.name)
def lesson(request):
    """The lesson as a notebook."""
    return source.read(request.param)


@pytest.fixture(scope="module")
def run(lesson, tmp_path_factory):
    """The lesson, run in an empty folder with one thread."""
    notebook = nbformat.from_dict(lesson)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(PREPARE))
    folder = tmp_path_factory.mktemp("lesson")
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        client.execute()
    return notebook.cells[1:]


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def calls(notebook, name):
    """Every call of the function ``name`` in the lesson, with the cell it is in."""
    return [
        (cell, node)
        for cell in code_cells(notebook)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name
    ]


def images(cells):
    """Every picture that a cell shows, as (cell, bundle)."""
    return [
        (cell, output.data)
        for cell in cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]


def test_there_is_a_lesson():
    assert LESSONS


def test_it_runs_without_errors_or_warnings(run):
    for cell in run:
        for output in cell.get("outputs", []):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", f"{cell.source}\n\n{output.get('text')}"


def test_it_is_in_jupytexts_own_form(request, lesson):
    path = next(path for path in LESSONS if path.parent.name in request.node.name)
    assert source.text(lesson, path) == path.read_text(encoding="utf-8")


def test_it_shows_figures_and_each_has_alt_text(run):
    shown = images(run)
    assert len(shown) >= 3
    for cell, data in shown:
        assert len(cell.metadata.get("alt", "")) >= 30, cell.source
        picture = BeautifulSoup(data["text/html"], "html.parser").img
        assert len(picture["alt"]) >= 10, cell.source


def test_alt_text_stands_only_where_there_is_a_figure(run):
    with_figure = [id(cell) for cell, _ in images(run)]
    assert [
        cell.source for cell in run if "alt" in cell.metadata and id(cell) not in with_figure
    ] == []


def test_widgets_have_alt_text_too(run):
    shown = [
        output.data["text/plain"]
        for cell in run
        for output in cell.get("outputs", [])
        if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    ]
    assert any("Playground" in text for text in shown)
    assert any(text.startswith("Predict first: ") for text in shown)


def test_no_picture_or_script_comes_from_outside(lesson):
    text = prose(lesson)
    assert re.findall(r"!\[[^\]]*\]\(|<(?:img|script|iframe|link|style)\b", text) == []


def test_links_are_safe(lesson):
    for address in re.findall(r"\]\((\S+?)[\s)]", prose(lesson)):
        assert re.match(r"https://|#|[\w./]+$", address), address


def test_prose_is_plain_commonmark_with_dollar_math(lesson):
    text = prose(lesson)
    assert re.findall(r"^\s*(?:```|:::+|~~~)\s*\{", text, re.MULTILINE) == [], "a MyST directive"
    assert re.findall(r"\{[a-z:]+\}`", text) == [], "a MyST role"
    assert re.findall(r"\\\(|\\\[|\\begin\{(?:equation|align)\*?\}", text) == []
    assert text.replace(r"\$", "").count("$$") % 2 == 0


def test_it_asks_to_predict_first(lesson):
    asked = calls(lesson, "quiz")
    assert len(asked) >= 3
    names = [ast.literal_eval(call.args[0]) for _, call in asked]
    assert len(set(names)) == len(names), "each quiz needs an id of its own"


def test_the_answers_of_quizzes_are_folded_away(lesson):
    for cell, _ in calls(lesson, "quiz"):
        assert cell.metadata.get("jupyter", {}).get("source_hidden"), cell.source


def test_there_is_something_to_play_with(lesson):
    assert "playgrounds." in "\n".join(cell.source for cell in code_cells(lesson))


def test_numbers_in_the_prose_are_asserted(lesson):
    checks = [cell for cell in code_cells(lesson) if re.search(r"^assert ", cell.source, re.M)]
    assert checks, "a lesson ends with a cell that asserts the numbers of its text"


def test_cells_name_their_concepts(lesson):
    tagged = [cell.metadata["concepts"] for cell in lesson.cells if "concepts" in cell.metadata]
    assert tagged
    for tags in tagged:
        assert tags
        assert all(re.fullmatch(r"[a-z0-9-]+", tag) for tag in tags)


def test_it_opens_with_a_question_and_closes_with_summary_and_sources(lesson):
    assert lesson.cells[0].source.startswith("# ")
    assert "?" in lesson.cells[0].source
    headings = re.findall(r"^## (.+)$", prose(lesson), re.MULTILINE)
    assert "In short" in headings
    assert headings[-1] == "Sources"
