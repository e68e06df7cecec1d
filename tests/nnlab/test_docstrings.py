"""Every public name of nnlab says what it takes, and shows in an example how it is used.

``checks`` and ``exercises`` are left out: the course's authors meet them, its readers do not.
"""

import inspect
import re

import pytest

import nnlab
from nnlab.autodiff import Value

MODULES = [
    getattr(nnlab, name)
    for name in nnlab.__all__
    if inspect.ismodule(getattr(nnlab, name)) and name not in ("checks", "exercises")
]


def public(module):
    """Yield its classes and functions: those it lists, or those it defines."""
    own = [k for k, v in vars(module).items() if getattr(v, "__module__", "") == module.__name__]
    for name in getattr(module, "__all__", own):
        value = getattr(module, name)
        if not name.startswith("_") and (inspect.isclass(value) or inspect.isfunction(value)):
            yield pytest.param(value, id=f"{module.__name__}.{name}")


PUBLIC = [nnlab.quiz, *(value for module in MODULES for value in public(module))]


@pytest.mark.parametrize("value", PUBLIC)
def test_shows_an_example(value):
    assert ">>> " in (value.__doc__ or "")


@pytest.mark.parametrize("value", PUBLIC)
def test_names_its_parameters(value):
    if value is Value:  # its file has at most 100 lines, to be read in one go
        return
    inherited = inspect.isclass(value) and "__init__" not in vars(value)
    takes = [] if inherited else list(inspect.signature(value).parameters)
    assert [name for name in takes if not re.search(rf"\b{name}\b", value.__doc__ or "")] == []
