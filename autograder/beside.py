"""Whether a test belongs beside the student's code, because elsewhere it would ask nothing."""

import ast
import builtins
import re

from autograder.names import tree

_DUNDER = re.compile(r"__[a-z]+__")
_PATCHES = {"patch", "monkeypatch", "environ"}
_CALLS = {
    *("setrecursionlimit", "settrace", "setprofile", "chdir", "putenv", "alarm", "setitimer"),
    *("redirect_stdout", "redirect_stderr"),
}
_STRICT = {
    **dict.fromkeys(("errstate", "seterr"), "raise"),
    **dict.fromkeys(("simplefilter", "filterwarnings"), "error"),
}


def belongs_beside(source: str, modules: frozenset[str]) -> bool:
    """Tell whether a test changes the process that the student's code runs in, or asks for dunders.

    Parameters
    ----------
    source : str
        The test.
    modules : frozenset of str
        The names under which the notebook imports modules.

    Examples
    --------
    >>> belongs_beside("np.dot = None", frozenset({"np"}))
    True
    >>> belongs_beside("np.random.seed(3); x = np.zeros(3); x[0] = 1", frozenset({"np"}))
    False
    """
    return any(_belongs(node, modules) for node in ast.walk(tree(source)))


def _belongs(node: ast.AST, modules: frozenset[str]) -> bool:
    match node:
        case ast.Constant(value=str(text)):
            return _DUNDER.fullmatch(text) is not None  # hasattr(x, "__add__")
        case (
            ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del())
        ):
            parts = _parts(node)
            return len(parts) > 1 and parts[0] in modules
        case (
            ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda())
        ):
            return hasattr(builtins, name)
        case ast.Call(func=func, args=args, keywords=keywords):
            parts = _parts(func)
            word = _STRICT.get(parts[-1]) if parts else None
            given = [*args, *(keyword.value for keyword in keywords)]
            says = {value.value for value in given if isinstance(value, ast.Constant)}
            return (
                not _PATCHES.isdisjoint(parts)
                or not _CALLS.isdisjoint(parts[-1:])
                or (word is not None and word in says)
                or (parts[-1:] == ["catch_warnings"] and True in says)
            )
    return False


def _parts(node: ast.AST) -> list[str]:
    """Return ["os", "environ"] for ``os.environ["HOME"]``."""
    parts: list[str] = []
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else []
