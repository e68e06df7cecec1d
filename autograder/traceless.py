"""Which of the instructor's cells leave nothing behind where they ran.

An examiner that has run no others can go on to the next submission: nothing that it did for one can
make a difference to the next.
"""

import ast
from collections.abc import Iterable
from functools import lru_cache

_STATELESS = {"nnlab", "numpy", "matplotlib", "scipy", "sklearn"}


def traceless(sources: Iterable[str]) -> bool:
    """Tell whether cells do no more than import, define functions, and call nnlab's ``check``.

    A function of the instructor's is never called: no ``check`` may be given one.

    Examples
    --------
    >>> imports, test = "from nnlab import check", "check('perceptron.sign', sign, seed=3)"
    >>> traceless([imports, test]), traceless([imports, "assert sign(3) == 1"])
    (True, False)
    >>> traceless([imports, "def sign(z):\\n    return z", test])
    False
    """
    defined: set[str] = set()
    checked: set[str] = set()
    for source in sources:
        found = _look(source)
        if found is None:
            return False
        defined |= found[0]
        checked |= found[1]
    return not defined & checked


@lru_cache(maxsize=4096)
def _look(source: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the functions that a cell defines and those it checks; None if it does more."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    defined: set[str] = set()
    checked: set[str] = set()
    for node in body:
        match node:
            case ast.Import(names):
                if not all(_stateless(each.name) for each in names):
                    return None
                defined |= {each.asname or each.name.partition(".")[0] for each in names}
            case ast.ImportFrom(str(module), names, 0) if _stateless(module):
                defined |= {each.asname or each.name for each in names} - {"check"}
                if not all(_known(module, each) for each in names):
                    return None
            case ast.FunctionDef(decorator_list=[]) if not _computes(node):
                defined.add(node.name)
            case ast.Expr(
                ast.Call(ast.Name("check"), [ast.Constant(str()), ast.Name(name)], words)
            ):
                if not all(w.arg == "seed" and isinstance(w.value, ast.Constant) for w in words):
                    return None
                checked.add(name)
            case _:
                return None
    return None if "check" in defined else (frozenset(defined), frozenset(checked))


def _stateless(module: str) -> bool:
    return module.partition(".")[0] in _STATELESS


def _known(module: str, imported: ast.alias) -> bool:
    """Tell whether the name that is bound is known, and is no ``check`` but nnlab's."""
    if imported.name == "*":
        return False
    bound = imported.asname or imported.name
    return bound != "check" or (module, imported.name) == ("nnlab", "check")


def _computes(function: ast.FunctionDef) -> bool:
    """Tell whether to define a function may compute something: a default, an annotation."""
    arguments = function.args
    written = any(isinstance(node, ast.expr) for node in ast.walk(arguments))
    return bool(written or function.returns or arguments.vararg or arguments.kwarg)
