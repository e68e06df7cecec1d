"""API pages are written without a complaint, and need no network to be read."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import nnlab

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def pages():
    run = subprocess.run(
        [sys.executable, ROOT / ".ci/docs"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    return {path.stem: path.read_text() for path in (ROOT / ".docs").rglob("*.html")}


@pytest.mark.slow
def test_every_module_has_a_page(pages):
    assert {*nnlab.__all__} - {"Input", "Sequential", "check", "quiz"} <= set(pages)
    assert 'id="Sequential"' in pages["nnlab"]


@pytest.mark.slow
def test_formulas_are_set_and_no_script_is_fetched(pages):
    for page in pages.values():
        prose = re.sub(r'<div class="pdoc-code.*?</div>', "", page, flags=re.DOTALL)
        assert not re.search(r"\$\$|:math:|<code>\\", prose)
        assert not re.search(r"<(?:script|link)[^>]*https?:", page)
    assert "<math" in pages["optimizers"]
