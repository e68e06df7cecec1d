"""What in a submission a person should look at. It never changes a score."""

import ast
from collections.abc import Iterator

from autograder.names import python
from autograder.submission import Submission

_MODULES = {"ctypes": "memory", "gc": "other objects", "ptrace": "other processes"}
_CALLS = {
    "os._exit": "ends the interpreter",
    "os.kill": "sends signals",
    "os.fork": "starts processes",
    "sys._getframe": "looks at other frames",
    "sys.settrace": "watches other code",
    "inspect.stack": "looks at other frames",
    "inspect.currentframe": "looks at other frames",
    "socket.socket": "opens a connection",
}
_PATHS = ("/proc", "gradebook.db", "BEGIN HIDDEN TESTS", "/source/", "/work/", "/home/")
_PATCHED = ("builtins", "np", "numpy", "nnlab", "sys", "IPython", "assert_allclose", "testing")
_FORGED = {
    "__eq__",
    "__ne__",
    "__bool__",
    "__array__",
    "__array_ufunc__",
    "__class__",
    "__reduce__",
}


def suspicious(submission: Submission) -> list[str]:
    """Return what was seen, one line each."""
    found: dict[str, None] = {}
    for cell in submission.cells:
        if not cell.code or cell.kind == "instructor":
            continue
        try:
            tree = ast.parse(python(cell.source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for what in _seen(tree):
            found[what] = None
    tampered = ("was changed", "were changed", "more than once")
    notes = [note for note in submission.notes if any(word in note for word in tampered)]
    return [*found, *notes]


def _seen(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            for name in [module, *(alias.name for alias in node.names)]:
                if name in _MODULES:
                    yield f"imports {name}, which reaches {_MODULES[name]}"
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in _CALLS:
                yield f"calls {name}, which {_CALLS[name]}"
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del)):
            target = ast.unparse(node)
            if target.partition(".")[0] in _PATCHED:
                yield f"changes {target}"
        elif isinstance(node, ast.FunctionDef) and node.name in _FORGED:
            yield f"defines {node.name}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for path in _PATHS:
                if path in node.value:
                    yield f"names {path}"
