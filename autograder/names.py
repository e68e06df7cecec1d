"""Which names a notebook cell binds and which it asks for, without running it."""

import ast
import re
import symtable
import warnings
from dataclasses import dataclass
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager

MAX_CHARACTERS = 50_000  # of a student's cell that is read


@dataclass(frozen=True)
class Names:
    """The global names of a cell.

    Parameters
    ----------
    binds : frozenset of str
        Names assigned, defined or imported.
    loads : frozenset of str
        Names asked for, also within functions.
    later : frozenset of str
        Those of ``loads`` that functions and classes of the cell ask for, whenever they run.
    imports : frozenset of str
        Those of ``binds`` that are bound by an import alone.
    deletes : frozenset of str
        Names deleted.
    """

    binds: frozenset[str] = frozenset()
    loads: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    deletes: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def names(source: str) -> Names:
    """Return the names of a cell; a cell that does not parse has none.

    Examples
    --------
    >>> found = names("import numpy as np\\nx = np.array(data)\\ndel y")
    >>> sorted(found.binds), sorted(found.loads), sorted(found.imports), sorted(found.deletes)
    (['np', 'x'], ['data', 'np'], ['np'], ['y'])
    """
    code = python(source)
    try:
        table, tree = symtable.symtable(code, "<cell>", "exec"), ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Names()
    deletes = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Delete)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    deletes &= {s.get_name() for s in table.get_symbols()}
    binds, loads, later, assigned = set(), set(), set(), set()
    for symbol in table.get_symbols():
        if symbol.is_imported() or symbol.is_assigned():
            binds.add(symbol.get_name())
        if symbol.is_referenced():
            loads.add(symbol.get_name())
    _descend(table, binds, later)
    loads |= later
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            assigned.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            assigned.add(node.name)
    imports = {s.get_name() for s in table.get_symbols() if s.is_imported()} - assigned
    binds -= {name for name in deletes if name not in assigned | imports}
    return Names(*map(frozenset, (binds, loads, imports, deletes, later)))


def _descend(table: symtable.SymbolTable, binds: set[str], loads: set[str]) -> None:
    for child in table.get_children():
        for symbol in child.get_symbols():
            if symbol.is_global() and symbol.is_referenced():
                loads.add(symbol.get_name())
            if symbol.is_declared_global() and symbol.is_assigned():
                binds.add(symbol.get_name())
        _descend(child, binds, loads)


@lru_cache(maxsize=4096)
def unbound(source: str) -> frozenset[str]:
    """Return the global names that a student's cell asks for before a statement has bound them.

    Examples
    --------
    >>> sorted(unbound("x = 3\\nprint(x)\\ny = sum(y)\\ndef f(z): return z"))
    ['print', 'sum', 'y']
    """
    body = tree(source)
    loads: set[str] = set()
    try:
        table = symtable.symtable(ast.unparse(body), "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    loads |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    _descend(table, set(), loads)
    early: set[str] = set()
    bound: set[str] = set()
    for statement in body.body:
        found = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        early |= {node.id for node in found if isinstance(node.ctx, ast.Load)} - bound
        if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound |= {node.id for node in found if isinstance(node.ctx, ast.Store)}
    return frozenset(loads & early)


@lru_cache(maxsize=4096)
def import_lines(source: str) -> str:
    """Return the import statements at the top level of a cell, one a line.

    Examples
    --------
    >>> import_lines("import numpy as np\\nx = 1\\nfrom math import pi, e")
    'import numpy as np\\nfrom math import pi, e'
    """
    try:
        tree = ast.parse(python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    imports = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return "\n".join(ast.unparse(node) for node in imports)


@lru_cache(maxsize=4096)
def mentions(source: str) -> frozenset[str]:
    """Return the identifiers that a cell asks for: names, attributes and what it imports.

    Examples
    --------
    >>> sorted(mentions("from nnlab import losses\\ndef f(x):\\n    return losses.mse(x)"))
    ['losses', 'mse', 'x']
    """
    try:
        tree = ast.parse(python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.add(node.name.rpartition(".")[2])
    return frozenset(found)


def python(source: str) -> str:
    """Return a cell as Python, its magics as calls."""
    try:
        return TransformerManager().transform_cell(source)
    except (SyntaxError, ValueError, RuntimeError):  # the last for very many magics
        return source


def tree(source: str) -> ast.Module:
    """Return the syntax tree of a student's cell without magics; an empty one in their stead."""
    if len(source) > MAX_CHARACTERS:
        return ast.Module([], [])
    # IPython's own reading of magics takes half a minute for a cell of five hundred.
    plain = re.sub(r"\A\s*%%.*", "", source)
    plain = re.sub(r"^([ \t]*)[%!?].*$", r"\1pass", plain, flags=re.MULTILINE)
    plain = re.sub(r"=[ \t]*[%!].*$", "= None", plain, flags=re.MULTILINE)
    for code in (source, plain):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return ast.Module([], [])
