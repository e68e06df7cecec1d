"""Whether a test changes the process in which the student's code is to run."""

import ast
import builtins

from autograder.names import tree

_PATCHES = {"patch", "monkeypatch"}
_CALLS = {
    *("setrecursionlimit", "settrace", "setprofile", "chdir", "putenv", "alarm", "setitimer"),
    *("redirect_stdout", "redirect_stderr"),
}
_STRICT = {
    **dict.fromkeys(("errstate", "seterr"), "raise"),
    **dict.fromkeys(("simplefilter", "filterwarnings"), "error"),
}


def changes_surroundings(source: str, modules: frozenset[str]) -> bool:
    """Tell whether the student's code would notice the test, were it run in the same process.

    Parameters
    ----------
    source : str
        The test.
    modules : frozenset of str
        The names under which the notebook imports modules.

    Examples
    --------
    >>> changes_surroundings("np.dot = None", frozenset({"np"}))
    True
    >>> changes_surroundings("np.random.seed(3); x = np.zeros(3); x[0] = 1", frozenset({"np"}))
    False
    """
    return any(_changes(node, modules) for node in ast.walk(tree(source)))


def _changes(node: ast.AST, modules: frozenset[str]) -> bool:
    match node:
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
