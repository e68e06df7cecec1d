"""Mutation testing: change one thing in a formula; some test must notice.

    python tests/mutation.py activations losses

mutates the sources of these modules of nnlab, one place at a time, runs their fast tests on each
mutant, and prints those that no test noticed. Each mutant lives in a forked process of its own, so
that no file is touched. A survivor is a missing test, unless the mutant computes the same thing:
such are listed with the reason in mutation_equivalents.py. The exit code is 1 if another is left.
"""

import argparse
import ast
import contextlib
import importlib.util
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path

from mutation_equivalents import EQUIVALENT  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "nnlab"
SECONDS = 120  # a mutant that makes a test take longer is noticed: it hangs, or is very slow

OPERATORS: dict[type, list[type]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div],
    ast.Div: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.Mod: [ast.Mult],
    ast.FloorDiv: [ast.Mult],
    ast.BitXor: [ast.BitOr],
    ast.BitAnd: [ast.BitOr],
    ast.LShift: [ast.RShift],
    ast.RShift: [ast.LShift],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.And: [ast.Or],
    ast.Or: [ast.And],
    ast.USub: [ast.UAdd],
}
NAMES = {
    "maximum": "minimum",
    "minimum": "maximum",
    "max": "min",
    "min": "max",
    "argmax": "argmin",
    "any": "all",
    "all": "any",
    "sum": "mean",
    "mean": "sum",
    "exp": "expm1",
    "expm1": "exp",
    "log": "log1p",
    "log1p": "log",
    "abs": "negative",
    "sqrt": "square",
    "square": "sqrt",
    "sin": "cos",
    "cos": "sin",
    "ones_like": "zeros_like",
    "zeros_like": "ones_like",
    "zeros": "ones",
    "real": "abs",
}

# Modules whose formulas are stated by the comparison with Keras alone.
STATED_BY_PARITY = {"optimizers"}


@dataclass(frozen=True)
class Mutant:
    """A source with one place changed: where, and the statement before and after."""

    path: Path
    place: str
    before: str
    after: str
    source: str

    @property
    def key(self) -> str:
        """What it is called in the list of equivalents."""
        return f"{self.place}: {self.after}"

    @property
    def module(self) -> str:
        """The name it is imported by."""
        parts = self.path.relative_to(SOURCES.parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield each mutant of a source file."""
    tree = ast.parse(path.read_text())
    places = list(_places(tree, (), None))
    for place, statement, node in places:
        for attribute, changed in _changes(node):
            original = getattr(node, attribute)
            before = _head(statement)
            setattr(node, attribute, changed)
            where = "/".join([str(path.relative_to(SOURCES)), *place])
            yield Mutant(path, where, before, _head(statement), ast.unparse(tree))
            setattr(node, attribute, original)


def _places(
    node: ast.AST, place: tuple[str, ...], statement: ast.stmt | None
) -> Iterator[tuple[tuple[str, ...], ast.stmt | None, ast.AST]]:
    """Yield each node with the names of the functions and the statement that it stands in."""
    if isinstance(node, (ast.Raise, ast.JoinedStr)):
        return  # what an error says is for a reader to judge
    if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
        place = (*place, node.name)
    if isinstance(node, ast.stmt):
        statement = node
    yield place, statement, node
    for child in ast.iter_child_nodes(node):
        yield from _places(child, place, statement)


def _changes(node: ast.AST) -> Iterator[tuple[str, object]]:
    """Yield what may be changed in a node: an attribute and its new value."""
    match node:
        case ast.BinOp() | ast.AugAssign() | ast.BoolOp() | ast.UnaryOp():
            for operator in OPERATORS.get(type(node.op), []):
                yield "op", operator()
        case ast.Compare(ops=[operator]):
            for other in OPERATORS.get(type(operator), []):
                yield "ops", [other()]
        case ast.If() | ast.IfExp() | ast.While():
            yield "test", ast.UnaryOp(ast.Not(), node.test)
        case ast.Attribute(attr=name) if name in NAMES:
            yield "attr", NAMES[name]
        case ast.Constant(value=bool(value)):
            yield "value", not value
        case ast.Constant(value=int(value)):
            yield "value", value + 1
        case ast.Constant(value=float(value)):
            yield "value", value * 1.01 if value else 1.0


def _head(statement: ast.stmt | None) -> str:
    return ast.unparse(statement).splitlines()[0] if statement else ""


class _MutantLoader(SourceFileLoader):
    """Imports the mutant instead of the file."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(mutant.path))
        self.mutant = mutant

    def find_spec(self, name, path=None, target=None):
        if name == self.mutant.module:
            file = self.mutant.path
            inside = [str(file.parent)] if file.name == "__init__.py" else None
            return importlib.util.spec_from_file_location(
                name, file, loader=self, submodule_search_locations=inside
            )
        return None

    def get_code(self, fullname):
        return compile(self.mutant.source, self.path, "exec")


def survives(mutant: Mutant, tests: list[str]) -> bool:
    """Run the tests on a mutant, in a forked process; tell whether all pass."""
    child = os.fork()
    if child == 0:
        passed = False
        with contextlib.suppress(BaseException):
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            sys.meta_path.insert(0, _MutantLoader(mutant))
            import pytest

            plugins = ["-p", "_hypothesis_pytestplugin", "-p", "pytest_timeout"]
            options = ["-x", "-q", "-o", f"timeout={SECONDS}", "-p", "no:cacheprovider", *plugins]
            passed = pytest.main([*options, *tests]) == pytest.ExitCode.OK
        os._exit(0 if passed else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _prepare(modules: list[str]) -> None:
    """Import once what all tests need, so that each fork has it already; never nnlab itself."""
    if STATED_BY_PARITY & set(modules):
        import keras  # noqa: F401
    import hypothesis
    import pytest  # noqa: F401
    import scipy.integrate
    import scipy.optimize
    import scipy.stats  # noqa: F401
    import sklearn.datasets
    import sklearn.linear_model
    import sklearn.metrics
    import sklearn.multioutput
    import sklearn.svm  # noqa: F401

    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    hypothesis.settings.register_profile(
        "mutation",
        max_examples=15,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),  # do not shrink what fails
    )
    hypothesis.settings.load_profile("mutation")
    sys.path.insert(0, str(SOURCES.parent))
    os.chdir(ROOT)


def report(module: str) -> int:
    """Test every mutant of a module, print the survivors; return how many are unexplained."""
    tests = sorted(str(path) for path in ROOT.glob(f"tests/nnlab/test_{module}*.py"))
    if module in STATED_BY_PARITY:
        tests.append(f"tests/parity/test_{module}.py")
    paths = sorted((SOURCES / module).glob("*.py")) or [SOURCES / f"{module}.py"]
    for path in paths:
        if not survives(Mutant(path, "", "", "", path.read_text()), tests):
            raise SystemExit(f"{module}: a test fails on the sources as they are. Mend that first.")
    everyone = [mutant for path in paths for mutant in mutants(path)]
    start = time.monotonic()
    noticed, equivalent, unexplained = 0, 0, 0
    for mutant in everyone:
        if not survives(mutant, tests):
            noticed += 1
        elif mutant.key in EQUIVALENT:
            equivalent += 1
            print(f"  equivalent  {mutant.key}\n              {EQUIVALENT[mutant.key]}", flush=True)
        else:
            unexplained += 1
            print(
                f"  survives    {mutant.place}\n      {mutant.before}\n   -> {mutant.after}",
                flush=True,
            )
    print(
        f"{module}: {len(everyone)} mutants, {noticed} noticed, {equivalent} equivalent, "
        f"{unexplained} survive ({time.monotonic() - start:.0f} s)",
        flush=True,
    )
    return unexplained


def main() -> int:
    """Read the modules from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("modules", nargs="+", help="such as activations, losses, perceptron")
    modules = parser.parse_args().modules
    _prepare(modules)
    return 1 if sum(report(module) for module in modules) else 0


if __name__ == "__main__":
    sys.exit(main())
