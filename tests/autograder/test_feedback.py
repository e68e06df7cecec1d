"""A feedback page shows a student's work and what was said of it: nothing hidden, nothing alive."""

import base64
import re
import shutil
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.assignment import Assignment, read_assignment
from autograder.feedback import Mark, markup, page
from autograder.feedback.mathml import mathml
from autograder.result import CellResult, ItemResult, Result
from autograder.run import Engine
from autograder.sandbox.limits import Limits
from autograder.submission import read_submission

CHROMIUM = shutil.which("chromium")
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
HOSTILE = """\
<script>document.title = "owned"; fetch("http://127.0.0.1:9/fetch")</script>
<img src="x" onerror="document.title='owned'"><img src="http://127.0.0.1:9/image">
<svg onload="document.title='owned'"><script>document.title='owned'</script></svg>
<iframe srcdoc="<script>top.document.title='owned'</script>"></iframe>
<style>body { background: url(http://127.0.0.1:9/style) }</style>
<div style="position: fixed; background: url(http://127.0.0.1:9/attribute)">over it all</div>
<link rel="stylesheet" href="http://127.0.0.1:9/link"><base href="http://127.0.0.1:9/">
<meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/refresh">
<form action="http://127.0.0.1:9/form"><input autofocus onfocus="document.title='owned'"></form>
<a href="javascript:document.title='owned'">press</a>
<a href="data:text/html,<script>1</script>">b</a>
<math><mtext><table><mglyph><style><img src=x onerror="document.title='owned'"></style></math>
"""
HOSTILE_MATHS = r"""
$\text{<img src=x onerror="document.title='owned'">}$ $\href{javascript:document.title='owned'}{x}$
$\text{&lt;script&gt;document.title='owned'&lt;/script&gt;}$

<div title="

$x$ onmouseover="document.title='owned'" ">
"""


def cell(kind: str, source: str, **marks: object) -> nbformat.NotebookNode:
    made = getattr(nbformat.v4, f"new_{kind}_cell")(source)
    if marks:
        full = {"grade": False, "solution": False, "locked": False, "task": False, **marks}
        made.metadata["nbgrader"] = {"schema_version": 3, **full}
    return made


SOLUTION = "def f(z):\n    ### BEGIN SOLUTION\n    return the_reference\n    ### END SOLUTION"
TEST = "assert f(0) == 1\n### BEGIN HIDDEN TESTS\nassert f(hidden_input) == 2\n### END HIDDEN TESTS"
TASK = "Draw.\n### BEGIN MARK SCHEME\nhidden scheme\n### END MARK SCHEME"


@pytest.fixture
def assignment(tmp_path: Path) -> Assignment:
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        cell("markdown", "# Steps and $x^2$\n\nWords."),
        cell("markdown", "## 1. A step"),
        cell("code", SOLUTION, grade_id="f", solution=True),
        cell("code", TEST, grade_id="f_test", grade=True, locked=True, points=2),
        cell("markdown", "because", grade_id="words", grade=True, solution=True, points=3),
        cell("markdown", TASK, grade_id="draw", task=True, locked=True, points=1),
    ]
    nbformat.write(notebook, tmp_path / "steps.ipynb")
    return read_assignment(tmp_path / "steps.ipynb")


def check(kind: str, message: str, asks: str = "", exercise: str = "steps.f") -> dict[str, object]:
    passed = kind == "passed"
    return {"kind": kind, "message": message, "asks": asks, "exercise": exercise, "passed": passed}


@pytest.fixture
def result(assignment: Assignment) -> Result:
    """What the grader gives for a wrong function and an answer in words."""
    wrong = check("mistake", "**Zero left out** in `z > 0`.", "What of *zero*?")
    return Result(
        notebook="steps",
        items=[
            ItemResult(
                "f_test",
                "failed",
                0.0,
                2.0,
                "isolated",
                "✗ Zero left out",
                "hidden_detail",
                [wrong],
            ),
            ItemResult("words", "manual", None, 3.0),
            ItemResult("draw", "manual", None, 1.0),
        ],
        cells=[
            CellResult("extra", "markdown", "# Steps and $x^2$\n\nWords."),
            CellResult("extra", "markdown", "## 1. A step"),
            CellResult("student", "code", "def f(z):\n    return z > 0", "f", "ok"),
            CellResult("instructor", "code", TEST, "f_test"),
            CellResult("student", "markdown", "No line *separates* them.", "words"),
            CellResult("instructor", "markdown", TASK, "draw"),
        ],
    )


def with_cell(result: Result, *cells: CellResult) -> Result:
    return replace(result, cells=[*result.cells, *cells])


def code(source: str = "1", status: str = "ok", private: bool = False, **data: str) -> CellResult:
    bundle = {name.replace("_", "/", 1).replace("__", "+"): text for name, text in data.items()}
    output = {"output_type": "display_data", "data": bundle, "metadata": {}}
    return CellResult("extra", "code", source, "", status, [output], private)


class Elements(HTMLParser):
    """Collects every element with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_student_sees_work_points_and_diagnosis(result: Result, assignment: Assignment) -> None:
    text = page(result, assignment, student="Ada <Lovelace>")
    assert "Ada &lt;Lovelace&gt;" in text
    assert "<b>Zero left out</b> in <code>z &gt; 0</code>" in text.replace("strong>", "b>")
    assert "What of <em>zero</em>?" in text
    assert "No line <em>separates</em> them." in text
    assert "<b>0</b> of 6 points" in text
    assert "4 wait for a person" in text


def test_each_exercise_is_linked_from_the_top(result: Result, assignment: Assignment) -> None:
    elements = Elements(page(result, assignment)).found
    links = [a["href"] for tag, a in elements if tag == "a"]
    anchors = ["#" + str(a["id"]) for _, a in elements if "id" in a]
    assert links == anchors
    assert len(links) == 3


def test_nothing_hidden_is_on_the_page(result: Result, assignment: Assignment) -> None:
    text = page(result, assignment)
    for hidden in ("hidden_input", "the_reference", "hidden_detail", "hidden scheme", "SOLUTION"):
        assert hidden not in text
    assert "Some of what was checked is not shown." in text


def test_outputs_after_a_hidden_test_are_left_out(result: Result, assignment: Assignment) -> None:
    stolen = with_cell(result, code("print(seen)", private=True, text_plain="hidden number 42"))
    text = page(stolen, assignment)
    assert "hidden number" not in text
    assert "a hidden test had run before it" in text


def test_how_a_cell_ended_after_a_hidden_test_is_not_told(
    result: Result, assignment: Assignment
) -> None:
    error = {"output_type": "error", "ename": "KeyError", "evalue": "", "traceback": []}
    ended = {"ok": [], "error": [error], "timeout": [], "memory": [], "crashed": []}
    pages = {
        page(
            with_cell(result, CellResult("extra", "code", "x", "", *end, private=True)), assignment
        )
        for end in ended.items()
    }
    assert len(pages) == 1


def test_marks_and_comments_of_a_person_count_and_show(
    result: Result, assignment: Assignment
) -> None:
    marks = {"words": Mark(2.5, "Well <b>seen</b>."), "f": Mark(comment="Try 0.")}
    text = page(result, assignment, marks=marks)
    assert "Well &lt;b&gt;seen&lt;/b&gt;." in text
    assert "Try 0." in text
    assert "<b>2.5</b> of 6 points" in text
    assert "1 wait for a person" in text


def test_of_two_checks_only_the_failed_one_speaks(result: Result, assignment: Assignment) -> None:
    result.items[0].checks.insert(0, check("passed", "f: 4 of 4 probes agree"))
    assert "4 of 4" not in page(result, assignment)
    both = [check("passed", "f: 4 of 4 probes agree")] * 2
    result.items[0] = replace(result.items[0], verdict="passed", points=2.0, checks=both)
    assert page(result, assignment).count("4 of 4") == 1


def test_a_test_that_fails_after_its_checks_passed_is_not_called_right(
    result: Result, assignment: Assignment
) -> None:
    passed = check("passed", "4 of 4 probes agree")
    result.items[0] = replace(
        result.items[0], verdict="failed", feedback="A hidden test failed.", checks=[passed]
    )
    text = page(result, assignment)
    assert "A hidden test failed." in text
    assert "4 of 4" not in text


def test_a_refused_submission_is_told_why(assignment: Assignment) -> None:
    items = [ItemResult(c.grade_id, "refused", 0.0, c.points) for c in assignment.items]
    text = page(Result("steps", refused="The file is empty.", items=items), assignment)
    assert "The file is empty." in text
    assert "wait for a person" not in text


def test_a_fault_of_the_grader_is_not_called_the_students(
    result: Result, assignment: Assignment
) -> None:
    result.items[0] = ItemResult("f_test", "grader_fault", None, 2.0)
    text = page(result, assignment)
    assert "no fault of yours" in text
    assert "not right yet" not in text


def test_a_traceback_shows_the_students_own_lines(result: Result, assignment: Assignment) -> None:
    trace = """\
f(0)
ValueError: no
Traceback (most recent call last):
  File "/opt/autograder/bridge/servant.py", line 115, in _call
    return function(*args, **kwargs)
           ^^^^^^^^^^^^^^^^^^^^^^^^^
  File "<ipython-input-2-d37f3df6c675>", line 2, in f
    raise ValueError("no")
ValueError: no
"""
    result.items[0] = ItemResult("f_test", "error", 0.0, 2.0, feedback=trace)
    text = page(result, assignment)
    assert "your cell, line 2, in f\n    raise ValueError(" in text
    assert "servant" not in text
    assert "return function" not in text


def test_what_the_grader_noticed_is_told_but_not_what_it_suspects(
    result: Result, assignment: Assignment
) -> None:
    noticed = replace(result, notes=["the cell 'f' was missing"], suspicious=["imports ctypes"])
    text = page(noticed, assignment)
    assert "The cell &#39;f&#39; was missing." in text
    assert "ctypes" not in text


def test_the_same_result_gives_the_same_bytes(
    result: Result, assignment: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = page(result, assignment)
    assert page(result, assignment) == first
    monkeypatch.setattr("autograder.feedback.remember._LONGEST", -1)
    assert page(result, assignment) == first


def test_pictures_are_in_the_page_itself(result: Result, assignment: Assignment) -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
    text = page(with_cell(result, code(image_png=PNG), code(image_svg__xml=svg)), assignment)
    sources = [a["src"] for tag, a in Elements(text).found if tag == "img"]
    assert len(sources) == 2
    assert all(source and source.startswith("data:image/") for source in sources)


@pytest.mark.parametrize("forged", ["not base64!", base64.b64encode(b"<svg>").decode(), '"><b>'])
def test_what_only_claims_to_be_a_picture_is_not_one(
    forged: str, result: Result, assignment: Assignment
) -> None:
    text = page(with_cell(result, code(image_png=forged, text_plain="instead")), assignment)
    assert "<img" not in text
    assert "instead" in text


def test_a_flood_of_output_is_cut(result: Result, assignment: Assignment) -> None:
    flood = with_cell(result, code(text_plain="x" * 1_000_000))
    text = page(flood, assignment)
    assert len(text) < 100_000
    assert "980,000 more characters are not shown" in text


DEEP, LONG = "<div>\n\n", "word "


@pytest.mark.parametrize("text", [DEEP * 10_000, "<b>" * 3000, LONG * 30_000], ids=len)
def test_html_too_deep_or_too_long_is_shown_as_text(text: str) -> None:
    assert markup.html(text).startswith("<pre>")


TABLE = "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "a\n" * 200
REFERENCES = "[a]: http://" + "x" * 9900 + "\n\n" + "[a] " * 2450


@pytest.mark.parametrize(
    "text", [r"\begin{align}" * 100, LONG * 10_000, REFERENCES, TABLE], ids=len
)
def test_markdown_too_full_or_too_long_is_shown_as_text(text: str) -> None:
    assert markup.markdown(text).startswith("<pre>")


def test_a_table_of_ordinary_size_is_a_table() -> None:
    rows = "".join(f"<tr><th>{n}</th><td>1.0</td><td>2.0</td></tr>" for n in range(60))
    assert markup.html(f"<table>{rows}</table>").count("<tr>") == 60


def test_a_mark_for_a_formula_that_a_student_forged_is_empty() -> None:
    text = markup.markdown('$x$ <span data-math="0"></span><span data-math="7"></span>')
    assert text.count("<math") == 1
    assert "data-math" not in text


def test_a_flood_of_cells_is_shown_and_not_formatted(
    result: Result, assignment: Assignment
) -> None:
    flood = [code("x = 1  # " + 40_000 * "y", text_html="<b>b</b>") for _ in range(20)]
    text = page(with_cell(result, *flood), assignment)
    assert text.count("y" * 40_000) == 20
    assert 0 < text.count("<b>b</b>") < 20


def test_a_flood_of_pictures_is_cut(result: Result, assignment: Assignment) -> None:
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(3_000_000)).decode()
    text = page(with_cell(result, *[code(image_png=picture)] * 8), assignment)
    assert len(text) < 17_000_000
    assert "[not shown: too much]" in text


def test_short_sources_of_much_html_do_not_fill_the_page(
    result: Result, assignment: Assignment
) -> None:
    source = "[a]: http://" + "x" * 500 + "\n\n" + "[a]" * 150
    display = {"output_type": "display_data", "data": {"text/markdown": source}, "metadata": {}}
    flood = CellResult("extra", "code", "1", "", "ok", [display] * 1000)
    assert len(page(with_cell(result, *[flood] * 20), assignment)) < 25_000_000


def test_no_control_character_is_on_the_page(result: Result, assignment: Assignment) -> None:
    odd = "a\x00b\x0bc\x1b[2Jd\x85"
    answer = CellResult("student", "markdown", odd, "words")
    shown = [code(odd, text_html=odd), code(text_markdown=odd), code(text_plain=odd), answer]
    result.items[0] = replace(result.items[0], verdict="error", feedback=odd, checks=[])
    first = page(with_cell(result, *shown), assignment)
    result.items[0] = replace(result.items[0], checks=[check("value", odd, odd)])
    text = first + page(result, assignment)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


def test_blanks_at_the_ends_of_lines_take_no_time() -> None:
    started = time.monotonic()
    assert "x" in markup.code("x = 0\n" + " \n" * 24_000)
    assert time.monotonic() - started < 5


def test_formulas_become_mathml() -> None:
    text = markup.markdown("The step $\\hat y = \\varphi(z)$ and\n\n$$\\sqrt{2}$$")
    assert text.count("<math") == 2
    assert 'display="block"' in text
    assert "$" not in text


def test_a_word_in_a_formula_stays_one_word() -> None:
    assert ">softplus<" in mathml(r"\mathrm{softplus}(z)")


def test_money_is_no_formula() -> None:
    assert "<math" not in markup.markdown("It costs $5 or $6.")


@pytest.mark.parametrize(
    "latex", [r"\begin{aligned} a &= b \\ c &= d \end{aligned}", r"\mathbf{w}"]
)
def test_what_courses_write_is_set(latex: str) -> None:
    written = mathml(latex, display=True)
    assert written.startswith("<math")
    assert "&amp;" not in written
    assert "mathvariant" not in written


@pytest.mark.parametrize("latex", ["\\frac" * 1000, "{" * 3000, "x_" * 100, "\\left(", "x" * 10**6])
def test_a_formula_that_cannot_be_read_is_shown_as_written(latex: str) -> None:
    assert mathml(latex).startswith("<code>")


FRAGMENTS = st.lists(
    st.sampled_from(
        [*HOSTILE.splitlines(), *HOSTILE_MATHS.splitlines(), "\n\n", '"', "'", "<", ">"]
    )
    | st.text(max_size=20),
    max_size=12,
).map("".join)


@given(FRAGMENTS)
def test_whatever_a_student_writes_becomes_tame_html(text: str) -> None:
    for clean in (markup.html(text), markup.markdown(text), markup.words(text)):
        for tag, attributes in Elements(str(clean)).found:
            assert tag not in {"script", "style", "iframe", "svg", "form", "input", "meta", "link"}
            assert not [name for name in attributes if name.startswith("on")]
            for name in ("href", "src"):
                address = (attributes.get(name) or "").strip().lower()
                assert not address.startswith(("javascript", "data:text"))
            assert "url(" not in (attributes.get("style") or "")
            assert "http" not in (attributes.get("src") or "")


PIECES = (
    r"\text{",
    r"\href{javascript:x}{",
    r"\style{x}{",
    r"\class{x}{",
    "<img onerror=x>",
    "&lt;b&gt;",
)


@given(st.lists(st.sampled_from([*PIECES, *"\\{}$&<>_^ab \"'="]), max_size=30).map("".join))
def test_whatever_a_student_writes_as_a_formula_is_maths_alone(latex: str) -> None:
    for tag, attributes in Elements(mathml(latex)).found:
        assert tag == "code" or tag.startswith("m") or tag == "none"
        assert "href" not in attributes


CANARY = "48151623"


@pytest.mark.slow
def test_what_a_hidden_test_passes_in_does_not_come_out(tmp_path: Path) -> None:
    """Graded for real: the student's function prints, keeps and raises all that it is given."""
    hidden = f"### BEGIN HIDDEN TESTS\nassert f({CANARY}) == 0\n### END HIDDEN TESTS"
    spy = (
        "import sys\nseen = []\ndef f(z):\n    seen.append(z)\n    print(z)\n"
        "    print(z, file=sys.stderr)\n    if z:\n        raise ValueError(z)\n    return 0"
    )

    def written(answer: str, path: Path) -> Path:
        notebook = nbformat.v4.new_notebook()
        notebook.cells = [
            cell("code", answer, grade_id="f", solution=True),
            cell(
                "code",
                f"assert f(0) == 0\n{hidden}",
                grade_id="f_test",
                grade=True,
                locked=True,
                points=1,
            ),
            cell("code", "print(seen)"),
            cell("code", "from IPython.display import HTML\nHTML(f'<b>{seen}</b>')"),
            cell("code", "raise KeyError(seen)"),
            cell("code", "raise type('E' + str(seen[-1]), (Exception,), {})"),
        ]
        path.parent.mkdir(exist_ok=True)
        nbformat.write(notebook, path)
        return path

    assignment = read_assignment(
        written("def f(z):\n    return 0", tmp_path / "course" / "a.ipynb")
    )
    written(spy, tmp_path / "student" / "a.ipynb")
    with Engine(assignment, Limits()) as engine:
        result = engine.grade(read_submission(tmp_path / "student", assignment, Limits()))
    assert CANARY in str(result.as_dict())  # the function has told, and the grader knows
    text = page(result, assignment)
    assert CANARY not in text
    assert "A hidden test failed." in text


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium")
@pytest.mark.parametrize("policy", [True, False], ids=["with policy", "without policy"])
def test_a_hostile_page_runs_nothing_and_asks_for_nothing(
    policy: bool, result: Result, assignment: Assignment, tmp_path: Path
) -> None:
    from playwright.sync_api import sync_playwright

    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'>"
        "<script>document.title='owned'</script><image href='http://127.0.0.1:9/svg'/></svg>"
    )
    result.items[0].checks = [check("mistake", HOSTILE, HOSTILE)]
    result.items[0].feedback = HOSTILE
    hostile = with_cell(
        replace(result, notes=[HOSTILE]),
        CellResult("extra", "markdown", HOSTILE + HOSTILE_MATHS),
        CellResult("extra", "raw", HOSTILE),
        code(HOSTILE, text_html=HOSTILE, text_plain=HOSTILE),
        code(text_markdown=HOSTILE + HOSTILE_MATHS),
        code(text_latex=HOSTILE_MATHS),
        code(image_svg__xml=svg),
    )
    text = page(hostile, assignment, student=HOSTILE, marks={"words": Mark(1.0, HOSTILE)})
    if not policy:  # the cleaning alone has to do
        assert "Content-Security-Policy" in text
        text = text.replace("Content-Security-Policy", "nothing")
    written = tmp_path / "feedback.html"
    written.write_text(text)
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        view = browser.new_page()
        view.on("request", lambda request: asked.append(request.url))
        view.goto(written.as_uri())
        for link in view.locator("article a").all():
            link.hover()
        view.wait_for_timeout(300)
        assert view.title().startswith("Steps and")
        assert view.locator("script, iframe, form, main svg, link, base").count() == 0
        assert view.evaluate("getComputedStyle(document.body).backgroundImage") == "none"
        browser.close()
    outside = [url for url in asked if not url.startswith("data:image/")]
    assert outside == [written.as_uri()]
