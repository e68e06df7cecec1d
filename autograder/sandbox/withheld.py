"""What nnlab keeps back while it is asked for: the checks, and the reference of an exercise.

A kindness rather than a wall: nnlab's sources are public. It says to a student who calls the
reference instead of writing it that this is not the exercise.
"""

import importlib
import importlib.util
import sys
import types
from collections.abc import Callable
from typing import Any, NoReturn

_KEPT_BACK = ("exercises", "checks")
_restore: list[Callable[[], Any]] = []


def install_stubs() -> None:
    """Put modules that know no answer in the place of ``nnlab.exercises`` and ``nnlab.checks``."""
    if importlib.util.find_spec("nnlab") is None:
        return
    package = importlib.import_module("nnlab")
    for name in _KEPT_BACK:
        stub = types.ModuleType(f"nnlab.{name}", "Withheld while work is graded.")
        contents = {
            "check": check,
            "CheckFailed": type("CheckFailed", (AssertionError,), {}),
            "__getattr__": _withheld_attribute,
        }
        vars(stub).update(contents)
        sys.modules[f"nnlab.{name}"] = stub
        setattr(package, name, stub)
    vars(package)["check"] = check


def check(*_: Any, **__: Any) -> None:
    """Stand for nnlab's check, which the examiner runs."""


def _withheld_attribute(name: str) -> NoReturn:
    raise AttributeError(f"{name!r} is withheld while work is graded")


def withhold(names: list[tuple[str, str]]) -> None:
    """Make nnlab's functions ``(module, name)`` raise an error when they are called."""
    restore()
    for module, path in names:
        target: Any = importlib.import_module(module)
        for part in path.split("."):
            target = getattr(target, part, None)
        _disable(target, f"{module}.{path}")


def restore() -> None:
    """Give back what was withheld."""
    while _restore:
        _restore.pop()()


def _disable(target: Any, name: str) -> None:
    refuse = _refusal(name)
    if isinstance(target, types.FunctionType) and not target.__closure__:
        # Swapping the code reaches every name under which the function was imported.
        before = target.__code__
        target.__code__ = refuse
        _restore.append(lambda: setattr(target, "__code__", before))
    elif isinstance(target, type) and "__init__" in vars(target):
        before_init = target.__init__
        target.__init__ = types.FunctionType(refuse, {})  # type: ignore[misc]
        _restore.append(lambda: setattr(target, "__init__", before_init))
    elif callable(target) and type(target).__module__.startswith("nnlab."):
        # An object that is called. What its class adds to its base is what it computes; with its
        # code swapped a bound method that was kept refuses too. So do all others of its class.
        for key, method in vars(type(target)).items():
            if isinstance(method, types.FunctionType) and (key == "__call__" or key[:2] != "__"):
                _disable(method, name)


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise RuntimeError("?")


def _refusal(name: str) -> types.CodeType:
    """Return code that refuses with the name, whatever the globals are in which it runs."""
    message = f"{name} is what this exercise asks for, so it is withheld here: write it yourself"
    code = _refuse.__code__
    return code.replace(co_consts=tuple(message if c == "?" else c for c in code.co_consts))
