"""One submission, from its cells to its points."""

import contextlib
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from autograder import run as run_module
from autograder.assignment import Assignment, SourceCell
from autograder.examiner import _cell_outcome
from autograder.feedback import markup
from autograder.marking import mark_items
from autograder.outputs import VERDICT
from autograder.plan import plan
from autograder.prepare import prepare
from autograder.result import Result
from autograder.run import Engine
from autograder.sandbox.limits import Limits, MiB
from autograder.servers import GraderFaultError, Servers, ServersClosedError
from autograder.submission import Cell, Submission, solution_submission

CANARY = "canary-1f0e"
LIMITS = Limits(timeout=3, wall=60, memory=300 * MiB, cpu=30)


def source(kind: str, code: str, grade_id: str = "", points: float = 0, **more: Any) -> SourceCell:
    return SourceCell(kind, "code", code, more.pop("released", code), grade_id, points, **more)  # type: ignore[arg-type]


def assignment(*cells: SourceCell, **more: Any) -> Assignment:
    return Assignment("ps", cells, **more)


SHARED = source(
    "shared",
    "import numpy as np\n"
    "from numpy.testing import assert_allclose\n"
    "data = [3.0, 1.0, 2.0]\n"
    "def close(a, b): return abs(a - b) < 1e-9",
    "setup",
)
F = source(
    "solution",
    "def f(x):\n    return 2 * x",
    "f",
    released="def f(x):\n    raise NotImplementedError()",
)
F_TEST = source(
    "test",
    "assert f(1) == 2\n"
    "### BEGIN HIDDEN TESTS\n"
    f"secret = '{CANARY}'\n"
    "assert close(f(2.5), 5.0)\n"
    "assert_allclose(f(np.arange(3.0)), [0, 2, 4])\n"
    "assert f(secret) == 2 * secret\n"
    "### END HIDDEN TESTS",
    "f_test",
    2,
)
G = source("solution", "def g(xs):\n    return sorted(xs)", "g")
G_TEST = source("test", "assert g(data) == [1.0, 2.0, 3.0]", "g_test", 3)
BOTH = assignment(SHARED, F, F_TEST, G, G_TEST)


@pytest.fixture
def grade(servers: Servers) -> Callable[..., Result]:
    def grade(
        own: Assignment, answers: dict[str, str] | None = None, limits: Limits = LIMITS, **more: str
    ) -> Result:
        """Grade the instructor's solution with some answers replaced, and extra cells before."""
        cells = [
            replace(cell, source=(answers or {}).get(cell.origin.grade_id, cell.source))
            if cell.origin
            else cell
            for cell in solution_submission(own).cells
        ]
        extra = [Cell("extra", "code", more["first"])] if "first" in more else []
        end = [Cell("extra", "code", more["last"])] if "last" in more else []
        files = {name: text.encode() for name, text in more.items() if name.endswith(".py")}
        submission = Submission((*extra, *cells, *end), files)
        result = Engine(own, limits, servers=servers).grade(submission)
        json.dumps(result.as_dict()).encode()
        return result

    return grade


def verdicts(result: Result) -> dict[str, str]:
    return {item.grade_id: item.verdict for item in result.items}


class TestHonest:
    def test_a_right_submission_gets_all_points(self, grade) -> None:
        result = grade(BOTH)
        assert (result.score, result.max_score) == (5, 5)
        assert (result.suspicious, result.faults, result.notes) == ([], [], [])

    def test_a_wrong_answer_costs_its_own_points(self, grade) -> None:
        result = grade(BOTH, {"f": "def f(x):\n    return x + 1"})
        assert verdicts(result) == {"f_test": "failed", "g_test": "passed"}

    @pytest.mark.parametrize(
        "odd",
        [
            "import sys; print('to', file=sys.stderr)",
            "import warnings; warnings.warn('careful')",
            "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()",
            "%%time\nx = 1",
            "!echo hello",
            "1 / 0",
            "def broken(:",
            "import nowhere",
            "input('Name? ')",
            "exit()",
            "raise SystemExit(1)",
            "for i in range(10**5): print(i)",
            "await_me = __import__('asyncio').sleep(0)\nawait await_me",
            "from IPython.display import display, HTML; display(HTML('<b>x</b>'))",
            "x = 'ü😀\\udc00'; print(x); x",
            "from nnlab import check; check('perceptron.heaviside', None)",
            "import numpy as np; np.random.seed(1); np.seterr(all='raise')",
            "import matplotlib; matplotlib.use('TkAgg')",
            "?print",
            "raise Exception('x' * 10**6)",
        ],
    )
    def test_what_else_is_in_the_notebook_costs_nothing(self, grade, odd: str) -> None:
        assert grade(BOTH, first=odd, last=odd).score == 5

    def test_prints_and_plots_within_an_answer_cost_nothing(self, grade) -> None:
        noisy = (
            "def f(x):\n    import sys, warnings, matplotlib.pyplot as plt\n    print('x', x)\n"
            "    warnings.warn('w'); print('e', file=sys.stderr); plt.figure()\n    return 2 * x"
        )
        assert grade(BOTH, {"f": noisy}).score == 5

    @pytest.mark.parametrize(
        "broken",
        [
            "while True: pass",
            "import os; os._exit(0)",
            "import os; os.abort()",
            "import ctypes; ctypes.string_at(0)",
            "x = bytearray(2**40)",
            "x = [bytearray(b'x') * 2**20 for _ in range(400)]",
            "def deep(n): return deep(n + 1)\ndeep(0)",
            "import sys; sys.setrecursionlimit(10**9)\ndef deep(n): return deep(n + 1)\ndeep(0)",
            "import time\nwhile True:\n    try:\n        x = 0\n        while True: x += 1\n"
            "    except BaseException: pass",
            "import os, signal; os.kill(os.getpid(), signal.SIGKILL); os.kill(1, 15)",
        ],
    )
    def test_a_broken_cell_costs_its_own_exercise(self, grade, broken: str) -> None:
        result = grade(BOTH, {"g": broken}, Limits(timeout=1, memory=300 * MiB))
        assert verdicts(result)["f_test"] == "passed"
        assert verdicts(result)["g_test"] != "passed"
        assert result.faults == []
        assert grade(BOTH, first=broken, limits=Limits(timeout=1, memory=300 * MiB)).score == 5

    @pytest.mark.parametrize(
        ("body", "verdict"),
        [
            ("while True: pass", "timeout"),
            ("import os; os._exit(0)", "error"),
            ("return bytearray(2**40)", "memory"),
            ("raise ValueError('no')", "error"),
            ("return 1", "failed"),
        ],
    )
    def test_an_answer_that_breaks_when_called_is_called_what_it_is(self, grade, body, verdict):
        result = grade(BOTH, {"f": f"def f(x):\n    {body}"}, Limits(timeout=1))
        assert verdicts(result) == {"f_test": verdict, "g_test": "passed"}

    def test_what_a_cell_did_before_it_was_stopped_stays(self, grade) -> None:
        answer = "def f(x):\n    return 2 * x\nwhile True: pass"
        assert grade(BOTH, {"f": answer}, Limits(timeout=0.5)).score == 5

    def test_a_module_beside_the_notebook_can_be_imported(self, grade) -> None:
        answer = "from tool import double as f"
        assert grade(BOTH, {"f": answer}, **{"tool.py": "def double(x): return 2 * x"}).score == 5

    def test_the_same_twice(self, grade) -> None:
        answers = {
            "f": "import random\ndef f(x):\n    print({'a', 'b'}, random.random()); return 1"
        }
        assert grade(BOTH, answers).as_dict() == grade(BOTH, answers).as_dict()


class TestNames:
    def test_a_test_uses_its_own_libraries_and_helpers(self, grade) -> None:
        stolen = (
            "def f(x): return 0\ndef close(a, b): return True\nassert_allclose = print\ndata = []"
        )
        assert verdicts(grade(BOTH, {"f": stolen}))["f_test"] == "failed"
        assert verdicts(grade(BOTH, first=stolen, last=stolen))["g_test"] == "passed"

    def test_a_variable_of_the_students_is_looked_up(self, grade) -> None:
        own = assignment(
            source("solution", "total = 6\nparts = [1, 2, 3]", "v"),
            source("test", "assert total == sum(parts)\nassert isinstance(parts, list)", "t", 1),
        )
        assert grade(own).score == 1
        assert grade(own, {"v": "total = 7\nparts = [1, 2, 3]"}).score == 0
        assert verdicts(grade(own, {"v": "total = 6"})) == {"t": "error"}

    def test_functions_of_a_test_cell_find_the_students_names(self, grade) -> None:
        own = assignment(
            source("solution", "def f(x): return x + 1", "f"),
            source("test", "def helper(y):\n    return f(y)\nassert helper(1) == 2", "t1", 1),
            source("test", "assert [helper(i) for i in range(3)] == [1, 2, 3]", "t2", 1),
        )
        assert grade(own).score == 2

    def test_the_last_definition_before_a_test_is_the_one_that_is_tested(self, grade) -> None:
        own = assignment(
            source("solution", "def f(): return 1", "a"),
            source("test", "assert f() == 1", "t1", 1),
            source("solution", "def f(): return 2", "b"),
            source("test", "assert f() == 2", "t2", 1),
        )
        assert grade(own).score == 2

    def test_what_a_visible_test_imports_a_student_may_use(self, grade) -> None:
        own = assignment(
            source("test", "import math\nassert math", "t1", 1),
            source("solution", "def f(x): return math.sqrt(x)", "f"),
            source("test", "assert f(4) == 2", "t2", 1),
        )
        assert grade(own).score == 2

    def test_what_a_visible_test_binds_a_student_may_use(self, grade) -> None:
        own = assignment(
            source("solution", "def f(x): return x + 1", "f"),
            source(
                "test",
                "xs = [1, 2, 3]\nassert [f(x) for x in xs] == [2, 3, 4]\n"
                f"### BEGIN HIDDEN TESTS\nsecret = '{CANARY}'\n### END HIDDEN TESTS",
                "t1",
                1,
            ),
            source("solution", "total = 6", "g"),
            source("test", "assert total == 6", "t2", 1),
            source("test", "assert 'secret' not in seen", "t3", 1),
        )
        uses = "%matplotlib inline\ntotal = sum(xs)\nseen = list(globals())"
        assert verdicts(grade(own, {"g": uses}, last="print(secret)")) == {
            "t1": "passed",
            "t2": "passed",
            "t3": "passed",
        }

    def test_a_visible_test_runs_once_if_nobody_asks_for_its_names(self, grade) -> None:
        own = assignment(
            source("solution", "calls = []\ndef f(x): calls.append(x)", "f"),
            source("test", "x = 1\nf(x)", "t1", 1),
            source("solution", "x = 5\ndef g(): return [x, len(calls)]", "g"),
            source("test", "assert g() == [5, 1]", "t2", 1),
        )
        assert grade(own).score == 2

    def test_a_visible_test_runs_once_if_only_its_imports_are_asked_for(self, grade) -> None:
        own = assignment(
            source("solution", "calls = []\ndef f(x): calls.append(x)", "f"),
            source("test", "import math\nf(1)", "t1", 1),
            source("solution", "def g(): return [math.floor(1.5), len(calls)]", "g"),
            source("test", "assert g() == [1, 1]", "t2", 1),
        )
        assert grade(own).score == 2

    def test_a_name_of_a_test_cannot_be_planted(self, grade) -> None:
        own = assignment(
            source("solution", "def f(): return 1", "f"),
            source("test", "expected = 5\nassert f() == 1", "t1", 1),
            source("test", "assert f() + 4 == expected", "t2", 1),
        )
        planted = grade(own, {"f": "def f(): return 1\nexpected = 1\nsorted = abs = None"})
        assert planted.score == 2


class TestPartial:
    @pytest.mark.parametrize(
        ("last", "points", "verdict"),
        [("2.5", 2.5, "partial"), ("4", 4, "passed"), ("0", 0, "partial"), ("99", 4, "passed")],
    )
    def test_the_last_expression_of_a_test_gives_points(self, grade, last, points, verdict) -> None:
        own = assignment(source("test", f"assert True\n{last}", "t", 4))
        (item,) = grade(own).items
        assert (item.points, item.verdict) == (points, verdict)


class TestPrepare:
    def test_a_test_that_needs_the_live_object_runs_beside_it(self, grade, servers) -> None:
        own = assignment(
            source("solution", "def f(): return 1\ndef g(): return f()", "fg"),
            source("test", "assert g() == 1", "t1", 1),
            source(
                "test",
                "keep = f\ndel f\ntry:\n    g()\nexcept NameError: pass\n"
                "else: raise AssertionError\nfinally: f = keep",
                "t2",
                1,
            ),
            source("test", "import inspect\nassert 'return 1' in inspect.getsource(f)", "t3", 1),
            source("test", "assert False", "t4", 1),
        )
        prepared = prepare(own, LIMITS, servers=servers)
        modes = {c.grade_id: c.mode for c in prepared.cells if c.kind == "test"}
        live = "in-kernel"
        assert modes == {"t1": "isolated", "t2": live, "t3": live, "t4": "isolated"}
        result = grade(prepared)
        assert verdicts(result)["t2"] == verdicts(result)["t3"] == "passed"
        assert verdicts(grade(prepared, {"fg": "def f(): return 1\ndef g(): return 1"})) == {
            "t1": "passed",
            "t2": "failed",
            "t3": "passed",
            "t4": "failed",
        }

    @pytest.mark.parametrize(
        ("solution", "test", "live"),
        [
            ("def f(x): return x", "import builtins\nbuiltins.sum = None\nassert f(1) == 1", True),
            ("def f(x): return x", "def sum(x): raise ValueError\nassert f(1) == 1", True),
            (
                "def f(x): return x",
                "from unittest import mock\nwith mock.patch('builtins.sum'):\n    assert f(1) == 1",
                True,
            ),
            (
                "import numpy as np\ndef f(x): return x",
                "with np.errstate(over='raise'):\n    assert f(1) == 1",
                True,
            ),
            (
                "import numpy as np\ndef f(x): return x",
                "with np.errstate(over='ignore'):\n    np.random.seed(1)\n    assert f(1) == 1",
                False,
            ),
            ("class C: pass", "assert C() != 3", True),
            ("class C: pass", "assert C() is not None", False),
            ("def f(): return 1", "import os\nos.environ.pop('X', 0)\nassert f() == 1", True),
            ("def f(): return 1", "import os\nassert os.path.exists('.') and f()", False),
            (
                "def f(p): return p[0]",
                "from collections import namedtuple\nassert f(namedtuple('P', 'x')(1)) == 1",
                True,
            ),
            ("class C: pass", "assert not hasattr(C(), '__slots__')", True),
            ("class C: pass", "import inspect\nassert 'x' not in str(inspect.signature(C))", True),
            (
                "def f(): return 1",
                "from threading import Thread\nt = Thread(target=f)\nt.start(); t.join()",
                True,
            ),
        ],
    )
    def test_a_test_that_is_blind_outside_runs_beside_the_code(
        self, servers, solution: str, test: str, live: bool
    ) -> None:
        own = assignment(source("solution", solution, "s"), source("test", test, "t", 1))
        prepared = prepare(own, LIMITS, servers=servers)
        assert prepared.cell("t").mode == ("in-kernel" if live else "isolated")
        assert not prepared.short

    C = source("solution", "class C: pass\nc = C()", "c")
    HIDES = source("test", "### BEGIN HIDDEN TESTS\nd = C()\nn = 3\n### END HIDDEN TESTS", "t1", 1)
    NEEDS = source("test", "assert type(d) is C", "t2", 1)
    LATER = source("test", "assert n == 3", "t3", 1)
    OWN = source("test", "assert isinstance(c, C)", "t4", 1)

    @pytest.mark.parametrize(
        ("tests", "live"),
        [
            pytest.param([HIDES, NEEDS, OWN], ["t1", "t2"], id="a name of an earlier test"),
            pytest.param([HIDES, NEEDS, LATER], ["t1", "t2", "t3"], id="and one that uses it too"),
            pytest.param(
                [
                    HIDES,
                    source("shared", "m = n + 1", "m"),
                    OWN,
                    source("test", "assert m", "t2", 1),
                ],
                [],
                id="a locked cell has it outside",
            ),
            pytest.param(
                [
                    HIDES,
                    source("solution", "m = n + 1", "m"),
                    source("test", "assert m == 4", "t2", 1),
                ],
                ["t1", "t2"],
                id="a solution that uses it",
            ),
            pytest.param(
                [replace(HIDES, source="d = C()"), NEEDS], ["t2"], id="a name that can be seen"
            ),
            pytest.param(
                [HIDES, source("test", "d\nassert False", "t2", 1)], [], id="a broken test"
            ),
        ],
    )
    def test_no_more_tests_run_beside_it_than_the_solution_needs(
        self, grade, servers, tests, live
    ) -> None:
        prepared = prepare(assignment(self.C, *tests), LIMITS, servers=servers)
        assert [c.grade_id for c in prepared.cells if c.mode == "in-kernel"] == live
        result = grade(prepared)
        short = {i.grade_id: i.points for i in result.items if i.points != i.max_points}
        assert short == prepared.short
        assert short == ({"t2": 0.0} if "assert False" in tests[-1].source else {})

    def test_what_the_solution_imports_is_worth_preloading(self, servers) -> None:
        own = assignment(source("solution", "import colorsys", "s"))
        assert "colorsys" in prepare(own, LIMITS, servers=servers).preload["student"]

    def test_of_what_a_student_imports_only_well_known_libraries_are_preloaded(self) -> None:
        sources = [
            "from sklearn.experimental import enable_iterative_imputer",
            "def f():\n    import scipy.stats, os\n    import antigravity",
            "import sklearnish, seaborn  # import pandas",
        ]
        cells = tuple(Cell("extra", "code", text) for text in sources)
        libraries = Submission((*cells, Cell("extra", "markdown", "import pandas"))).libraries
        assert libraries == ("scipy.optimize", "sklearn.linear_model")


CHEATS = {
    "patched builtins": (
        "import builtins\nbuiltins.abs = lambda *_: 0\nbuiltins.AssertionError = int"
    ),
    "patched numpy": (
        "import numpy as np\nnp.testing.assert_allclose = np.allclose = lambda *_, **__: True"
    ),
    "patched traceback": "get_ipython().showtraceback = lambda *_, **__: None",
    "patched run_cell": "get_ipython().run_cell = lambda *_, **__: None",
    "an input transformer": (
        "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass'])"
    ),
    "an AST transformer": (
        "import ast\nclass T(ast.NodeTransformer):\n"
        "    def visit_Assert(self, node): return ast.Pass()\n"
        "get_ipython().ast_transformers.append(T())"
    ),
    "an event": "get_ipython().events.register('pre_run_cell', lambda *_: None)",
    "a forged equality": (
        "class F(float):\n    __eq__ = lambda *_: True\n    __sub__ = __rsub__ = lambda *_: 0\n"
        "f = lambda x: F(7)"
    ),
    "an equality of no number": (
        "class F:\n    __eq__ = lambda *_: True\n    __sub__ = __rsub__ = lambda *_: 0.0\n"
        "    __abs__ = lambda _: 0.0\n    __lt__ = lambda *_: True\n"
        "    __array__ = lambda *_, **__: __import__('numpy').array([0., 2, 4])\nf = lambda x: F()"
    ),
    "a forged array": (
        "import numpy as np\nclass F(np.ndarray):\n    __array_ufunc__ = lambda *_, **__: True\n"
        "    __eq__ = lambda *_: np.array(True)\nf = lambda x: np.zeros(3).view(F)"
    ),
    "a loop's end": "def f(x): raise StopIteration",
    "an exit": "def f(x): raise SystemExit(0)",
    "a dead process": "import os\ndef f(x): os._exit(0)",
    "a forged bridge": (
        "import os\ndef f(x):\n    for fd in range(3, 64):\n"
        "        try: os.write(fd, b'\\0\\0\\0\\1\\xc3' * 9)\n        except OSError: pass\n"
        "    return 2"
    ),
    "a giant frame": (
        "import os\ndef f(x):\n    for fd in range(3, 64):\n"
        "        try: os.write(fd, b'\\xff' * 4096)\n        except OSError: pass\n    return 2"
    ),
    "frames of the test": (
        "import sys, gc\ndef f(x):\n    frame = sys._getframe(1)\n    while frame:\n"
        "        for name, value in {**frame.f_globals, **frame.f_locals}.items():\n"
        "            if name in ('secret', 'expected'): return 2 * value\n"
        "        frame = frame.f_back\n    return 0"
    ),
    "the history": "def f(x): return 2 if 'secret' in ''.join(In) else 0",
    "a thread that answers": (
        "import threading, os\ndef spam():\n    while True:\n        try: os.write(3, b'\\x00')\n"
        "        except OSError: return\nthreading.Thread(target=spam, daemon=True).start()\n"
        "def f(x): return 0"
    ),
    "a second mouth": "import os\ndef f(x):\n    os.fork()\n    return 0",
    "a giant answer": "def f(x): return [0] * 10**7",
    "a deep answer": "def f(x):\n    y = []\n    for _ in range(10**5): y = [y]\n    return y",
    "the bridge taken over": (
        "from autograder.bridge import servant\n"
        "servant.Servant._call = lambda *_: 2\nservant._changes = lambda *_: {0: 99}"
    ),
}  # fmt: skip


class TestCheats:
    @pytest.mark.parametrize("cheat", CHEATS.values(), ids=CHEATS)
    def test_none_gains_a_point_or_harms_the_next(self, grade, cheat: str) -> None:
        answer = cheat if "def f(" in cheat or "f = " in cheat else f"{cheat}\ndef f(x): return 0"
        result = grade(BOTH, {"f": answer}, Limits(timeout=2))
        assert verdicts(result)["f_test"] not in ("passed", "partial")
        assert result.faults == []
        assert grade(BOTH).score == 5

    @pytest.mark.parametrize("cheat", CHEATS.values(), ids=CHEATS)
    def test_none_reads_a_hidden_test(self, grade, cheat: str) -> None:
        answer = cheat if "def f(" in cheat or "f = " in cheat else f"{cheat}\ndef f(x): return 0"
        result = grade(BOTH, {"f": answer}, Limits(timeout=2))
        shown = [c.outputs for c in result.cells if not c.private] + [
            i.feedback for i in result.items
        ]
        assert CANARY not in json.dumps([shown, [c.source for c in result.cells]])

    def test_what_is_shown_of_a_cell_comes_from_a_run_without_hidden_tests(self, grade) -> None:
        spy = "seen = []\ndef f(x):\n    seen.append(x)\n    return 2 * x"
        result = grade(BOTH, {"f": spy}, last="print(seen)")
        assert not result.cells[-1].private
        assert result.cells[-1].outputs[0]["text"] == "[1]\n"

    def test_what_a_function_says_to_a_test_is_not_shown_as_another_cells(self, grade) -> None:
        loud = (
            "import warnings\ndef f(x):\n    print('called')\n    warnings.warn('careful')\n"
            "    return 2 * x"
        )
        result = grade(BOTH, {"f": loud}, last="print('mine')")
        assert [output["text"] for output in result.cells[-1].outputs] == ["mine\n"]
        assert not any(cell.outputs for cell in result.cells[:-1])

    @pytest.mark.parametrize(
        "end",
        ["1 / 0", "raise KeyError", "print(seen)", "import os; os._exit(0)", "x = [0] * 2**40"],
    )
    def test_how_a_cell_ends_comes_from_there_as_well(self, grade, end: str) -> None:
        spy = "seen = []\ndef f(x):\n    seen.append(x)\n    return 2 * x"
        cell = grade(BOTH, {"f": spy}, last=f"if len(seen) > 1:\n    {end}").cells[-1]
        assert (cell.status, cell.outputs, cell.private) == ("ok", [], False)
        cell = grade(BOTH, {"f": spy}, last=f"if len(seen) == 1:\n    {end}\nelse: 1 / 0").cells[-1]
        assert not cell.private
        assert "ZeroDivisionError" not in json.dumps(cell.outputs) or end == "1 / 0"

    def test_a_cell_that_ends_there_takes_no_words_from_the_others(self, grade) -> None:
        spy = "print('mine')\nseen = []\ndef g(xs):\n    return sorted(xs)"
        last = "import os\nos._exit(0)"
        result = grade(BOTH, {"g": spy}, last=last)
        assert [cell.status for cell in result.cells[-3:]] == ["ok", "", "crashed"]
        assert result.cells[-3].outputs[0]["text"] == "mine\n"

    def test_where_such_a_run_fails_what_was_shown_stays_private(self, grade) -> None:
        # It takes the rest of the time where no hidden input came, and so prints only in the other.
        spy = "seen = []\ndef f(x):\n    seen.append(x)\n    return 2 * x"
        last = "import time\nprint(seen)\nif len(seen) == 1: time.sleep(60)"
        limits = Limits(timeout=60, wall=8)
        result = grade(BOTH, {"f": spy, "g": "def g(xs): return sorted(xs)"}, limits, last=last)
        assert CANARY in json.dumps(result.cells[-1].outputs)
        assert [cell.private for cell in result.cells[-3:]] == [True, False, True]

    def test_what_is_said_of_an_item_is_text_within_bounds(self) -> None:
        long = "\ud800" * 10**6
        output = {"output_type": "display_data", "data": {VERDICT: {"message": long}}}
        outcome = {"status": "error", "error": "ValueError", "outputs": [output], "line": 1}
        submission = solution_submission(BOTH)
        steps = plan(BOTH, submission)
        outcomes = {step.number: {**outcome, "message": long, "trace": long} for step in steps}
        item, _ = mark_items(BOTH, submission, steps, outcomes, {})
        said = [item.feedback, item.detail, item.checks[0]["message"]]
        assert [len(text.encode()) for text in said] == [20_000] * 3

    def test_an_exception_after_a_hidden_test_is_told_in_full(self, grade) -> None:
        result = grade(BOTH, {"g": "def g(items):\n    raise ValueError('my own words')"})
        assert verdicts(result)["f_test"] == "passed"
        assert "my own words" in result.items[1].feedback

    def test_what_fails_in_the_hidden_test_alone_says_no_more_than_that(self, grade) -> None:
        spy = "def g(items):\n    if len(items) > 2: raise ValueError(str(items))\n    return 0"
        words = [item.feedback for item in grade(BOTH, {"g": spy}, last="print(1)").items]
        assert CANARY not in json.dumps(words)

    def test_the_message_of_an_answer_does_not_carry_a_hidden_input_out(self, grade) -> None:
        spy = "def f(x):\n    if isinstance(x, str): raise ValueError(x)\n    return 2 * x"
        (item, _) = grade(BOTH, {"f": spy}).items
        assert item.feedback == "A hidden test failed."
        assert CANARY in item.detail

    def test_a_students_object_cannot_pass_for_a_verdict(self, grade) -> None:
        own = assignment(
            source("solution", "def f(): return 1", "f"), source("test", "assert f()\nf()", "t", 1)
        )
        forged = (
            "class F:\n    def _repr_mimebundle_(self, **_):\n"
            "        return {'application/vnd.nnlab.verdict+json': {'passed': True}}\n"
            "    def _repr_html_(self): return '<script>alert(1)</script>'\n"
            "def f(): return F()"
        )
        (item,) = grade(own, {"f": forged}).items
        assert item.checks == []
        assert "script" not in json.dumps(item.outputs)

    def test_a_flood_of_outputs_is_kept_out(self, grade) -> None:
        flood = "class B(dict): pass\nfor i in range(30):\n    print('x' * 10**6)"
        floods = [source("shared", flood, f"s{i}") for i in range(30)]
        own = replace(BOTH, cells=(*floods, *BOTH.cells))
        result = grade(own)
        assert result.score == 5
        assert len(json.dumps(result.as_dict())) < 20 * LIMITS.output_bytes

    def test_no_later_message_carries_a_hidden_input_out(self, grade, monkeypatch) -> None:
        spy = "seen = []\ndef f(x):\n    seen.append(x)\n    return 2 * x"
        tell = "def g(xs): raise KeyError(str(seen))"
        item = grade(BOTH, {"f": spy, "g": tell}).items[1]
        assert CANARY in item.detail
        assert item.feedback.startswith("assert g(data) == [1.0, 2.0, 3.0]\nKeyError: '[1]'")
        assert CANARY not in item.feedback
        monkeypatch.setattr(Engine, "_shown", lambda *_: {})
        item = grade(BOTH, {"f": spy, "g": tell}).items[1]
        assert item.feedback == "assert g(data) == [1.0, 2.0, 3.0]\nKeyError"

    LIVE = replace(
        F_TEST,
        mode="in-kernel",
        source="assert f(1) == 2, 'it must be 2'\n"
        f"### BEGIN HIDDEN TESTS\nassert f(2) == 4, '{CANARY}'\n### END HIDDEN TESTS",
    )

    @pytest.mark.parametrize(
        ("answer", "feedback"),
        [
            ("def f(x): return 0", "AssertionError: it must be 2"),
            ("def f(x): return {}[x]", "KeyError: 1"),
            ("def f(x): return 2", None),
            ("def f(x): raise ValueError(In[-1])", "ValueError: assert f(1) == 2, 'it must be 2'"),
            ("def f(x): raise type(In[-1], (Exception,), {})", "assert f(1) == 2, 'it must be 2'"),
        ],
    )
    def test_a_live_test_says_what_failed_and_nothing_that_is_hidden(
        self, grade, answer, feedback
    ) -> None:
        first = f"assert f(1) == 2, 'it must be 2'\n{feedback}"
        for last in ("", "import os\nif '### BEGIN' not in In[-2]: os._exit(0)"):
            (item,) = grade(assignment(F, self.LIVE), {"f": answer}, last=last).items
            assert CANARY not in json.dumps([item.feedback, item.checks, item.outputs])
            if feedback is None:
                assert item.feedback == "A hidden test failed."
            elif not last:
                assert item.feedback == first

    @pytest.mark.parametrize("line", [-2, 0, 3, True, 2.0, "3", 10**9, None])
    def test_a_forged_line_of_a_live_test_shows_nothing_that_is_hidden(self, line) -> None:
        answer = {"error": "E", "message": [CANARY], "line": line, "outputs": []}
        outcome = _cell_outcome(answer)
        assert outcome["message"] == ""
        own = assignment(self.LIVE)
        steps = plan(own, solution_submission(own))
        (item,) = mark_items(own, solution_submission(own), steps, {0: outcome}, {})
        assert CANARY not in item.feedback

    def test_a_visible_failure_is_explained(self, grade) -> None:
        (item, _) = grade(BOTH, {"f": "def f(x): return [1 / 0]"}).items
        assert item.feedback.startswith("assert f(1) == 2\nZeroDivisionError: division by zero")
        assert "autograder" not in item.feedback, "no frame of ours"


class TestNnlab:
    CELLS = (
        source("shared", "import numpy as np\nfrom nnlab import check", "setup"),
        source("solution", "def heaviside(z): return np.where(z >= 0, 1, 0)", "h"),
        source(
            "test",
            "check('perceptron.heaviside', heaviside)\n### BEGIN HIDDEN TESTS\n"
            "check('perceptron.heaviside', heaviside, seed=17)\n### END HIDDEN TESTS",
            "t",
            1,
        ),
    )

    def test_a_check_examines_a_proxy_and_its_verdict_is_kept(self, grade) -> None:
        result = grade(assignment(*self.CELLS))
        assert result.score == 1
        assert [check["passed"] for check in result.items[0].checks] == [True, True]

    def test_what_a_check_quotes_can_be_written(self, grade) -> None:
        (item,) = grade(
            assignment(*self.CELLS), {"h": "def heaviside(z): raise ValueError('\\ud800')"}
        ).items
        assert "Your function raised ValueError: `?`" in item.feedback
        assert markup.words(item.checks[-1]["message"])

    def test_a_check_names_the_mistake(self, grade) -> None:
        wrong = {"h": "def heaviside(z): return np.where(z > 0, 1, 0)"}
        (item,) = grade(assignment(*self.CELLS), wrong).items
        assert item.points == 0
        assert item.checks[0]["mistake"] == "zero left out"
        assert item.checks[0]["message"].split("*")[2][:20] in item.feedback

    @pytest.mark.parametrize(
        "raises",
        [
            "def heaviside(z):\n    scale = 0\n    return 1 / scale",
            "def zero():\n    scale = 0\n    return 1 / scale\n"
            "def heaviside(z):\n    try:\n        {}[1]\n    except KeyError:\n"
            "        return zero()",
            "def heaviside(z):\n    scale = 0\n    return 1 / scale\n"
            "heaviside = np.vectorize(heaviside)",
        ],
    )
    def test_a_check_names_the_students_own_line(self, grade, raises: str) -> None:
        (item,) = grade(assignment(*self.CELLS), {"h": raises}).items
        assert "ZeroDivisionError: `division by zero` (line 3: `return 1 / scale`)" in item.feedback
        assert "raise" not in item.feedback.replace("raised", "")

    def test_a_check_names_no_line_of_ours(self, grade) -> None:
        (item,) = grade(assignment(*self.CELLS), {"h": "heaviside = np.linalg.inv"}).items
        assert "Your function raised LinAlgError" in item.feedback
        assert "line" not in item.feedback

    def test_after_a_hidden_test_a_check_quotes_no_words_of_the_answer(
        self, grade, monkeypatch
    ) -> None:
        setup, solution, test = self.CELLS
        again = (replace(solution, grade_id="h2"), replace(test, grade_id="t2"))
        seen = "seen = []\ndef heaviside(z):\n    seen.append(z)\n    return np.where(z >= 0, 1, 0)"
        tell = "def heaviside(z):\n    raise ValueError(seen)"
        own, answers = assignment(setup, solution, test, *again), {"h": seen, "h2": tell}
        _, item = grade(own, answers).items
        assert "ValueError: `[array(" in item.feedback, "of visible probes alone"
        monkeypatch.setattr(Engine, "_shown", lambda *_: {})
        _, item = grade(own, answers).items
        assert "array(" in item.detail, "the instructor sees it whole"
        assert item.feedback.startswith("✗ Your function raised ValueError. It was called with `z`")
        assert "array(" not in str(item.checks)

    def test_what_the_solution_builds_upon_is_not_withheld(self, grade) -> None:
        answer = "from nnlab import activations\ndef heaviside(z): return activations.heaviside(z)"
        setup, _, test = self.CELLS
        own = assignment(setup, source("solution", answer, "h"), test)
        assert grade(own).score == 1

    def test_the_reference_is_given_back_after_its_exercise(self, grade) -> None:
        last = "import nnlab; print(nnlab.activations.heaviside(1.0))"
        result = grade(assignment(*self.CELLS), last=last)
        assert result.cells[-1].outputs[0]["text"] == "1.0\n"

    @pytest.mark.parametrize(
        "answer",
        [
            "from nnlab.activations import heaviside",
            "import nnlab\ndef heaviside(z): return nnlab.activations.heaviside(z)",
            "from nnlab.activations import Heaviside\nheaviside = Heaviside()",
            "from nnlab.exercises import find\nheaviside = find('perceptron.heaviside').reference",
            "from nnlab.checks import diagnose\nheaviside = diagnose",
            "import nnlab.exercises.perceptron.steps as s\nheaviside = s.heaviside.reference",
        ],
    )
    def test_the_reference_is_withheld(self, grade, answer: str) -> None:
        assert grade(assignment(*self.CELLS), {"h": answer}).score == 0


class TestWalks:
    def test_a_test_takes_its_whole_time_once(self, servers, monkeypatch) -> None:
        own = assignment(
            source("solution", "def f(): return 1", "f"),
            source("test", "assert f() == 1", "slow", 1),
            source("solution", "g = 2", "g"),
            source("test", "assert g == 2", "t", 1),
        )
        engine = Engine(own, replace(LIMITS, timeout=1), servers=servers)
        walk, walked = engine._walk, []

        def watched(submission: Submission, steps: list, deadline: float) -> Any:
            walked.append([s.origin.grade_id for s in steps if s.kind == "test" and s.origin])
            return walk(submission, steps, deadline)

        monkeypatch.setattr(engine, "_walk", watched)
        answers = {"f": "def f():\n    while True: pass", "g": "import os; os._exit(0)"}
        cells = tuple(
            replace(c, source=answers.get(c.origin.grade_id, c.source) if c.origin else c.source)
            for c in solution_submission(own).cells
        )
        result = engine.grade(Submission(cells))
        assert verdicts(result) == {"slow": "timeout", "t": "error"}
        assert walked == [["slow", "t"], ["t"]]


class TestFaults:
    def test_a_fault_of_the_graders_is_retried(self, servers, monkeypatch) -> None:
        engine = Engine(BOTH, LIMITS, servers=servers)
        walk, calls = engine._walk, []

        def fails_once(*args: Any, **kwargs: Any) -> Any:
            calls.append(1)
            if len(calls) == 1:
                raise GraderFaultError("lost")
            return walk(*args, **kwargs)

        monkeypatch.setattr(engine, "_walk", fails_once)
        result = engine.grade(solution_submission(BOTH))
        assert (result.score, result.faults) == (5, ["lost"])

    def test_one_that_stays_is_no_students_zero(self, servers, monkeypatch) -> None:
        engine = Engine(BOTH, LIMITS, servers=servers)

        def fails(*_: Any, **__: Any) -> Any:
            raise GraderFaultError("lost")

        monkeypatch.setattr(engine, "_walk", fails)
        result = engine.grade(solution_submission(BOTH))
        assert [i.points for i in result.items] == [None, None]
        assert verdicts(result) == {"f_test": "grader_fault", "g_test": "grader_fault"}
        assert len(result.faults) == run_module._ATTEMPTS

    def test_a_fault_beside_honest_ones_costs_them_nothing(self) -> None:
        slow = "import time\ndef f(x):\n    time.sleep(0.4)\n    return 2 * x"
        crash = Cell("extra", "code", "import os; os._exit(1)")
        cells = [
            replace(c, source=slow) if "return 2" in c.source and c.origin else c
            for c in solution_submission(BOTH).cells
        ]
        honest = [Submission(tuple(cells))] * 3 + [Submission((*cells, crash))]
        with contextlib.closing(Servers()) as own, ThreadPoolExecutor() as pool:
            own.warm()
            grades = [pool.submit(Engine(BOTH, LIMITS, servers=own).grade, s) for s in honest]
            for _ in range(2):
                time.sleep(0.6)
                with pytest.raises(GraderFaultError), own.pair(LIMITS, {}, {}):
                    raise GraderFaultError("lost")
            results = [grade.result() for grade in grades]
        assert [(r.score, r.faults) for r in results] == [(5, [])] * 4
        assert [c.status for c in results[0].cells] == [c.status for c in results[1].cells]

    def test_a_fault_that_follows_from_anothers_closes_nothing(self) -> None:
        def fault() -> None:
            with own.pair(LIMITS, {}, {}):
                raise GraderFaultError("lost")

        def follow() -> None:
            with own.pair(LIMITS, {}, {}):
                with pytest.raises(GraderFaultError, match="lost"):
                    fault()
                running.append(own.warm())
                raise GraderFaultError("the examiner ended")

        with contextlib.closing(Servers()) as own:
            running = [own.warm()]
            with pytest.raises(ServersClosedError):
                follow()
            assert own.warm() is running[1] is not running[0]

    def test_the_wall_clock_of_a_submission_ends_it(self, grade) -> None:
        result = grade(BOTH, {"g": "import time; time.sleep(30)"}, Limits(timeout=60, wall=2))
        assert verdicts(result) == {"f_test": "passed", "g_test": "timeout"}

    def test_a_refused_submission_has_a_verdict_for_every_item(self, servers) -> None:
        result = Engine(BOTH, LIMITS, servers=servers).grade(Submission(refused="No notebook."))
        assert [(i.verdict, i.points, i.feedback) for i in result.items] == [
            ("refused", 0.0, "No notebook.")
        ] * 2


def test_a_plan_runs_what_the_tests_need_in_the_examiner_and_no_more() -> None:
    own = assignment(
        source("plain", "import numpy as np"),
        source("solution", "def f(): return 1", "f"),
        source("plain", "f()"),
        source("plain", "unused = f()"),
        source("test", "assert np.ones(1) == f()", "t", 1),
    )
    steps = [(s.kind, s.request["source"]) for s in plan(own, solution_submission(own))]
    examined = [code for kind, code in steps if kind == "shared"]
    assert examined == ["import numpy as np"]


def test_a_test_asks_for_its_own_names_and_for_those_that_functions_before_it_need() -> None:
    own = assignment(
        source("solution", "def f(): return 1\ndef g(): return 2\ndef h(): return 3", "fgh"),
        source("test", "def again(): return f()\nassert g() == 2", "first", 1),
        source("test", "assert again() == 1 and h() == 3", "second", 1),
    )
    asked = [s.request["owned"] for s in plan(own, solution_submission(own)) if s.kind == "test"]
    assert asked == [["f", "g"], ["f", "h"]]
