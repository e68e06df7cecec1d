"""`import nnlab` is light, and what is imported where points down."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import nnlab

PACKAGE = Path(nnlab.__file__).parent
FLOORS = [
    {"activations", "initializers"},
    {"layers", "losses", "optimizers", "callbacks", "regularizers"},
    {"models", "perceptron", "datasets", "gradcheck", "autodiff", "surfaces"},
    {"checks"},
    {"exercises"},
    {"plots", "quizzes"},
    {"playgrounds"},
]
FLOOR = {name: height for height, names in enumerate(FLOORS) for name in names}
FILES = sorted(
    path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem in FLOOR
)


def loaded_by(statement):
    code = f"import sys; {statement}; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_nnlab_imports_numpy_alone():
    extra = loaded_by("import nnlab") - loaded_by("import numpy, importlib, types, typing")
    assert {name.partition(".")[0] for name in extra} == {"nnlab"}
    assert extra == {"nnlab"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path):
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for node in executed(ast.parse(path.read_text())):
        for name in imported(node):
            package, _, rest = name.partition(".")
            assert package not in {"autograder", "keras", "tensorflow", "nbgrader"}
            other = rest.partition(".")[0]
            if package == "nnlab" and other in FLOOR and other != own:
                assert FLOOR[other] <= FLOOR[own], f"{own} imports {name}"


def executed(node):
    """All nodes but those that only a type checker reads."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield from executed(child)


def imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="perceptrom"):
        _ = nnlab.perceptrom


def test_dir_lists_the_submodules():
    assert {"activations", "perceptron", "check", "quiz"} <= set(dir(nnlab))
