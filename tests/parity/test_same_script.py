"""A script moves from nnlab to Keras by changing one word."""

from pathlib import Path

import numpy as np
import pytest

SCRIPT = Path(__file__).with_name("same_script.py")
pytest.importorskip("keras")
pytestmark = [
    pytest.mark.usefixtures("keras64"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


def _run(framework: str) -> dict:
    source = SCRIPT.read_text()
    assert source.count("import nnlab as framework") == 1
    names: dict = {}
    exec(source.replace("import nnlab as framework", f"import {framework} as framework"), names)
    return names


def test_the_same_script_leaves_the_same_history(agree):
    ours, theirs = _run("nnlab"), _run("keras")
    assert ours["history"].keys() == theirs["history"].keys()
    assert len(theirs["history"]["loss"]) > 5
    for name, values in theirs["history"].items():
        agree("same_script.py: history", ours["history"][name], values)
    for name in ("test_loss", "test_accuracy", "probabilities"):
        agree("same_script.py: test set", ours[name], np.asarray(theirs[name]))
    assert ours["stopping"].best_epoch == theirs["stopping"].best_epoch
    assert theirs["test_accuracy"] > 0.5
