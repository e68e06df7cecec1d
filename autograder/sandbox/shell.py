"""IPython without a front end: runs a cell, and keeps what it shows within bounds."""

import ast
import contextlib
import io
import sys
import traceback
from collections.abc import Callable
from functools import lru_cache
from types import CodeType, TracebackType
from typing import Any, ClassVar

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

MAX_MESSAGE = 4000
_KEPT_TRACEBACK = 8
_CELL_FILE = "<ipython-input-"


class Recorder:
    """The outputs of one cell, as a notebook stores them, up to ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.outputs: list[dict[str, Any]] = []
        self.room = self.limit
        self.truncated = False

    def stream(self, name: str, text: str) -> None:
        """Add text of ``stdout`` or ``stderr``."""
        if self.room <= 0:
            self.truncated = True
            return
        self.truncated |= len(text) > self.room
        text = text[: self.room]
        self.room -= len(text)
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["pieces"].append(text)
        else:
            self.outputs.append({"output_type": "stream", "name": name, "pieces": [text]})

    def add(self, output: dict[str, Any], data: dict[str, Any]) -> None:
        """Add an output whose bundle of ``data`` counts."""
        size = sum(
            len(value) if isinstance(value, (str, bytes)) else 1000 for value in data.values()
        )
        if size > self.room:
            self.truncated = True
            return
        self.room -= size
        self.outputs.append(output)

    def take(self) -> list[dict[str, Any]]:
        """Return the outputs in a notebook's form, and forget them."""
        outputs = self.outputs
        for output in outputs:
            if "pieces" in output:
                output["text"] = "".join(output.pop("pieces"))
        if self.truncated:
            note = "[more output was left out]\n"
            outputs.append({"output_type": "stream", "name": "stderr", "text": note})
        self.clear()
        return outputs


class _Stream(io.TextIOBase):
    encoding = "utf-8"  # type: ignore[assignment]

    def __init__(self, recorder: Recorder, name: str) -> None:
        self.recorder, self.name = recorder, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.recorder.stream(self.name, str(text))
        return len(text)


class _Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def finish_displayhook(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        output = {
            "output_type": "execute_result",
            "execution_count": None,
            "data": dict(format_dict),
            "metadata": dict(md_dict or {}),
        }
        Shell.recorder.add(output, format_dict)


class _Publisher(DisplayPublisher):
    def publish(self, data: dict, metadata: dict | None = None, **_: Any) -> None:  # type: ignore[override]
        output = {"output_type": "display_data", "data": data, "metadata": dict(metadata or {})}
        Shell.recorder.add(output, data)

    def clear_output(self, wait: bool = False) -> None:
        Shell.recorder.clear()


class _Compiler(CachingCompiler):
    """Parses a cell once: whoever looks whether it is Python has the tree that is run then."""

    _parsed: tuple[str, int, ast.AST] | None = None

    def parse(self, cell: str) -> None:
        """Parse a cell that may be asked for next."""
        self._parsed = cell, self.flags, super().ast_parse(cell)

    def ast_parse(self, source: str, filename: str = "<unknown>", symbol: str = "exec") -> ast.AST:
        parsed, self._parsed = self._parsed, None
        if parsed is not None and symbol == "exec" and parsed[:2] == (source, self.flags):
            return parsed[2]
        return super().ast_parse(source, filename, symbol)


class Shell(InteractiveShell):
    """One notebook's interpreter."""

    compiler_class = _Compiler
    compile: _Compiler
    displayhook_class = _Hook  # type: ignore[assignment]
    display_pub_class = _Publisher  # type: ignore[assignment]
    recorder: ClassVar[Recorder] = Recorder(2**20)

    @classmethod
    def create(cls) -> "Shell":
        """Return the shell of this process; it writes no history and starts no thread."""
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        return cls.instance(config=config)

    def capture(self, limit: int) -> None:
        """Let everything printed and shown from now on go to the recorder."""
        Shell.recorder = Recorder(limit)
        sys.stdout = _Stream(Shell.recorder, "stdout")  # type: ignore[assignment]
        sys.stderr = _Stream(Shell.recorder, "stderr")  # type: ignore[assignment]

    def run(self, source: str) -> tuple[BaseException | None, list[dict[str, Any]]]:
        """Run a cell; return its exception, if any, and its outputs."""
        result = self.run_cell(source, store_history=True)
        return result.error_before_exec or result.error_in_exec, self.recorder.take()

    def ask_exit(self) -> None:
        """Say that ``exit()`` has no place in a notebook."""
        raise RuntimeError("exit() would end the notebook's kernel: take it out")

    def run_plainly(self, source: str) -> tuple[BaseException | None, list[dict[str, Any]]]:
        """Run a cell of plain Python that has no result to show, without IPython around it.

        No history is kept and nobody is told: what the cell does is all that is done.
        """
        error = None
        try:
            exec(self._compiled(source), self.user_global_ns, self.user_ns)
        except BaseException as raised:
            error = raised
            self.showtraceback((type(error), error, error.__traceback__))
        return error, self.recorder.take()

    @lru_cache(maxsize=256)  # noqa: B019  one shell a process
    def _compiled(self, source: str) -> CodeType:
        cell = source if source.endswith("\n") else source + "\n"
        return compile(cell, self.compile.cache(cell), "exec")

    def transform_cell(self, raw_cell: str) -> str:  # type: ignore[override]
        """Return a cell as Python; where it is Python as it stands, without a look for magics."""
        cell = raw_cell if raw_cell.endswith("\n") else raw_cell + "\n"
        if self.input_transformers_post or not _is_python(cell, self.compile.parse):
            return super().transform_cell(raw_cell)
        return cell

    def should_run_async(self, raw_cell: str, **transformed: Any) -> bool:  # type: ignore[override]
        """Tell whether a cell awaits something; most are seen not to without compiling them."""
        cell = transformed.get("transformed_cell") or raw_cell
        return ("await" in cell or "async" in cell) and super().should_run_async(
            raw_cell, **transformed
        )

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: there is no event loop to join."""

    def _tee(self, channel: str) -> contextlib.nullcontext[None]:  # type: ignore[override]
        """Keep no second, boundless copy of what is printed."""
        return contextlib.nullcontext()

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        output = {
            "output_type": "error",
            "ename": etype.__name__,
            "evalue": _text(evalue),
            "traceback": stb,
        }
        self.recorder.add(output, {"text": "".join(stb)})

    def showtraceback(self, exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
        """Record the exception with the lines of the notebook alone."""
        _, value, trace = self._get_exc_info(exc_tuple)
        if value is not None:
            self._showtraceback(type(value), value, student_traceback(value, trace))

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        """Record the syntax error."""
        _, value, _ = self._get_exc_info()
        if value is not None:
            self._showtraceback(type(value), value, traceback.format_exception_only(value))

    def _format_exception_for_storage(self, exception: Any, *args: Any, **kwargs: Any) -> dict:
        return {}


def _is_python(cell: str, parse: Callable[[str], object]) -> bool:
    """Tell whether IPython would leave a cell as it is; in doubt it would not.

    It takes blank lines and prompts off the start, and expands names in single lines. Parsing a
    backslash may warn, which the student should see once.
    """
    first, rest, _ = cell.partition("\n")
    if not rest or not first.strip() or "\\" in cell or "In [" in cell:
        return False
    try:
        parse(cell)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def student_traceback(error: BaseException, trace: TracebackType | None) -> list[str]:
    """Return the lines of a traceback, without the frames of IPython and of the grader."""
    frames = traceback.extract_tb(trace)
    own = [f for f in frames if "/IPython/" not in f.filename and "/autograder/" not in f.filename]
    lines = ["Traceback (most recent call last):\n"] if own else []
    lines += traceback.format_list(own[-_KEPT_TRACEBACK:])
    try:
        return lines + traceback.format_exception_only(type(error), error)
    except Exception:
        return [*lines, f"{type(error).__name__}\n"]


def message_of(error: BaseException | None) -> str:
    """Return what an exception says, within bounds."""
    return "" if error is None else _text(error)[:MAX_MESSAGE]


def line_of(error: BaseException | None) -> int | None:
    """Return the line of the cell at which it stopped."""
    if isinstance(error, SyntaxError):
        return None
    trace = error.__traceback__ if error is not None else None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith(_CELL_FILE):
            return trace.tb_lineno
        trace = trace.tb_next
    return None


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return ""
