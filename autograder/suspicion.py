"""What in a submission a person should look at. It never changes a score.

It reads the code and does not run it, so that who wants to can hide from it: it is a help for the
person, not a wall. What the instructor's own solution does as well is never suspicious.
"""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from autograder.names import tree
from autograder.submission import Submission, legible

_MAX_PARTS = 10

_MODULES = {
    "autograder": "the grader",
    "ctypes": "memory",
    "gc": "other objects",
    "linecache": "other sources",
    "nnlab.checks": "the checks",
    "nnlab.exercises": "the answers",
    "signal": "signals",
    "site": "the next interpreter's start",
    "socket": "the network",
}
_CALLS = {
    "importlib.reload": "loads a module afresh",
    "inspect.currentframe": "looks at other frames",
    "inspect.getsource": "reads other code",
    "inspect.stack": "looks at other frames",
    "os._exit": "ends the interpreter",
    "os.fork": "starts processes",
    "os.kill": "sends signals",
    "sys._getframe": "looks at other frames",
    "sys.setprofile": "watches other code",
    "sys.settrace": "watches other code",
}
_ATTRIBUTES = {
    **dict.fromkeys(("f_back", "f_locals", "f_globals", "tb_frame"), "looks at other frames"),
    **dict.fromkeys(("__code__", "__closure__", "__globals__"), "takes a function apart"),
    **dict.fromkeys(("ast_transformers", "input_transformers_cleanup"), "rewrites cells"),
    **dict.fromkeys(("events", "set_custom_exc", "showtraceback"), "changes how cells run"),
    **dict.fromkeys(("run_cell", "displayhook"), "changes how cells run"),
    "__file__": "looks for a library's files",
    "__subclasses__": "looks at other objects",
}
_FORGED = {
    *("__eq__", "__ne__", "__bool__", "__class__", "__instancecheck__", "__subclasscheck__"),
    *("__array__", "__array_ufunc__", "__array_function__", "__reduce__", "__reduce_ex__"),
}
_PATCHED = {
    *("builtins", "np", "numpy", "nnlab", "sys", "signal", "IPython"),
    *("assert_allclose", "testing"),
}
_PATH = re.compile(
    r"/proc\b|gradebook\.db|BEGIN HIDDEN TESTS|/source/|/work\b|/home\b|/root\b|/dev/shm|"
    r"sitecustomize|nnlab\.(?:checks|exercises)|^\.\.(?:/|$)"
)


def suspicious(submission: Submission) -> list[str]:
    """Return what was seen, one line each."""
    found: dict[str, None] = {}
    for cell, short in zip(submission.cells, legible(submission.cells), strict=True):
        if cell.code and short.source != cell.source:
            length = f"{len(cell.source):,} characters"
            found[f"a cell of {length}, too long to be looked through"] = None
        elif cell.code and cell.kind != "instructor":
            found.update(dict.fromkeys(_look(cell.source, cell.kind)))
    for cell in submission.cells:
        if cell.origin is not None and found:
            for what in _seen(list(ast.walk(tree(cell.origin.source)))):
                found.pop(what, None)
    tampered = ("was changed", "were changed", "more than once")
    notes = [note for note in submission.notes if any(word in note for word in tampered)]
    return [*found, *notes]


@lru_cache(maxsize=1024)
def _look(source: str, kind: str) -> tuple[str, ...]:
    nodes = list(ast.walk(tree(source)))
    names = _imports(nodes).values() if kind == "student" else ()
    answers = [n for n in names if n.startswith("nnlab.") and n != "nnlab.check"]
    return (*_seen(nodes), *(f"answers with {name}" for name in answers))


def _seen(nodes: list[ast.AST]) -> Iterator[str]:
    imports = _imports(nodes)
    for name in imports.values():
        for module, reaches in _MODULES.items():
            if f"{name}.".startswith(f"{module}."):
                yield f"imports {module}, which reaches {reaches}"
        if name in _CALLS:
            yield f"calls {name}, which {_CALLS[name]}"
    for node in nodes:
        if isinstance(node, ast.Attribute):
            name = _dotted(node, imports)
            if name in _CALLS:
                yield f"calls {name}, which {_CALLS[name]}"
            elif not isinstance(node.ctx, ast.Load) and _root(name, _PATCHED):
                yield f"changes {name}"
            elif node.attr in _ATTRIBUTES:
                yield f"uses {node.attr}, which {_ATTRIBUTES[node.attr]}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ("setattr", "delattr") and node.args:
                name = _dotted(node.args[0], imports)
                if _root(name, _PATCHED):
                    yield f"changes {name}"
        elif isinstance(node, ast.FunctionDef) and node.name in _FORGED:
            yield f"defines {node.name}"
        elif isinstance(node, ast.Name) and node.id in _FORGED:
            yield f"defines {node.id}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (f"names {path}" for path in _PATH.findall(node.value))


def _imports(nodes: list[ast.AST]) -> dict[str, str]:
    """Return what each imported name stands for."""
    found = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def _dotted(node: ast.AST, imports: dict[str, str]) -> str:
    """Return ``os.kill`` for ``o.kill`` after ``import os as o``; "" for what has no such name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < _MAX_PARTS:
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([imports.get(node.id, node.id), *reversed(parts)])


def _root(name: str, roots: set[str]) -> bool:
    return name.partition(".")[0] in roots
