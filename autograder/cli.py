"""The command line ``autograder``."""

import gc
import math
import os
import sys
import time
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from autograder.ci import Format
from autograder.errors import CourseError

app = typer.Typer(
    help="Builds assignments from text, grades submissions, reports what the class misunderstood.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Chapter = Annotated[str, typer.Argument(help="A chapter's name or number: 01_perceptron, 01 or 1.")]
Chapters = Annotated[list[str], typer.Argument(help="Chapters by name or number.")]
CourseDir = Annotated[
    Path, typer.Option(help="Any nbgrader course directory.", show_default="this one")
]
HERE = Path()
_INTERRUPTED = 130  # what typer makes of Ctrl-C
_EXTENSIONS = ("assignment_list", "course_list", "formgrader", "validate_assignment")
_LEFT_OUT = {  # modules that nbgrader imports and a grader does not use, and what of them it names
    # With each extension of Jupyter's server come all commands of nbgrader.
    **{f"nbgrader.server_extensions.{e}": ("load_jupyter_server_extension",) for e in _EXTENSIONS},
    "nbgrader.auth.jupyterhub": ("JupyterHubAuthPlugin",),  # requests
    "setuptools.archive_util": ("unpack_archive", "unpack_tarfile", "unpack_zipfile"),
}


@app.command()
def build(
    chapters: Annotated[
        list[str] | None, typer.Argument(help="Chapters by name or number; all if none is named.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with 1 if a file would differ.")
    ] = False,
) -> None:
    """Build source/ and release/ from course/."""
    from autograder.build import build

    differing = build(HERE, chapters or [], check=check)
    for path in differing:
        typer.echo(f"{'differs' if check else 'written'}: {path}")
    if not differing:
        typer.echo("source/ and release/ are what course/ says.")
    if check and differing:
        raise typer.Exit(1)


@app.command()
def sample(
    chapter: Chapter,
    students: Annotated[int, typer.Option(min=1, help="How many students.")] = 24,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same class.")] = 17,
    course_dir: CourseDir = HERE,
) -> None:
    """Make a class of simulated students out of right answers and known mistakes."""
    from autograder.course import Course
    from autograder.sample import sample

    course = Course(course_dir)
    chapter = course.chapter(chapter)
    made = sample(course, chapter, students, seed)
    typer.echo(f"{len(made)} submissions in {course.submitted(chapter, '*')}")


@app.command()
def grade(
    chapters: Chapters,
    course_dir: CourseDir = HERE,
    workers: Annotated[
        int, typer.Option(min=0, help="Submissions at once.", show_default="cores")
    ] = 0,
    scheduler: Annotated[
        str, typer.Option(help="A Dask scheduler whose workers to use instead.", metavar="ADDRESS")
    ] = "",
    db: Annotated[
        str, typer.Option(help="The gradebook.", metavar="URL", show_default="the course's own")
    ] = "",
    timeout: Annotated[
        float | None,
        typer.Option(min=0.1, max=86400, help="Seconds for a cell.", show_default="nbgrader's, 30"),
    ] = None,
    memory: Annotated[int, typer.Option(min=64, help="MiB for a submission.")] = 1024,
    processes: Annotated[int, typer.Option(min=1, help="Processes and threads at once.")] = 64,
    disk: Annotated[int, typer.Option(min=1, help="MiB of files.")] = 64,
    output_bytes: Annotated[
        int, typer.Option(min=1, help="Bytes of output kept of a cell.")
    ] = 1048576,
    force: Annotated[
        bool, typer.Option("--force", help="Grade again what has not changed, too.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say where nbgrader would have given other points.")
    ] = False,
    json: Annotated[
        Path | None, typer.Option(help="Write the results to this file, too.", metavar="FILE")
    ] = None,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Run students' code without isolation.")
    ] = False,
) -> None:
    """Grade submissions into nbgrader's gradebook and write feedback pages."""
    from autograder.early import start as start_early
    from autograder.servers import Servers

    early: Servers | None = Servers(unsafe=unsafe)
    start_early(early, course_dir, chapters)  # beside the imports below, which take as long
    gc.disable()  # nothing of them is garbage
    from autograder import grade as pipeline
    from autograder import terminal
    from autograder.course import Course
    from autograder.sandbox.limits import MiB

    gc.freeze()
    gc.enable()
    if json and (json.is_dir() or not json.absolute().parent.is_dir()):
        raise CourseError(f"{json} cannot be written: name a file in a folder that exists.")
    course, graded = Course(course_dir), {}
    limits = course.limits(
        timeout,
        memory=memory * MiB,
        processes=processes,
        disk=disk * MiB,
        output_bytes=output_bytes,
    )
    options = pipeline.Options(workers, scheduler, db, limits, force, unsafe)
    for chapter in [course.chapter(name) for name in chapters]:
        start = time.monotonic()
        with terminal.progress(f"Grading {chapter}") as bar:
            results = pipeline.grade(
                course,
                chapter,
                options,
                early,
                start=bar.start,
                done=bar.advance,
                warn=partial(typer.echo, err=True),
            )
        early = None  # it ended with its chapter
        graded[chapter] = results
        terminal.show_summary(chapter, results, time.monotonic() - start, unsafe)
        for what in ("refused", "suspicious", "faults", *(["differences"] if explain else [])):
            terminal.show_lines(results, what)
    if json:
        pipeline.write_json(json, graded, unsafe=unsafe)
    if any(result.faults for results in graded.values() for result in results):
        raise typer.Exit(1)


@app.command()
def audit(chapter: Chapter, course_dir: CourseDir = HERE) -> None:
    """Show which test cells run outside the student's process, and which within."""
    from contextlib import closing

    from autograder.course import Course
    from autograder.pipeline.chapter import read_chapter
    from autograder.servers import Servers
    from autograder.terminal import show_audit

    course = Course(course_dir)
    with closing(Servers()) as servers:
        show_audit(read_chapter(course, course.chapter(chapter), course.limits(), servers))


@app.command()
def report(chapter: Chapter, course_dir: CourseDir = HERE) -> None:
    """Write reports/CHAPTER: scores, pass rates, what was misunderstood, who needs a reader."""
    from autograder.course import Course
    from autograder.report import write

    course = Course(course_dir)
    typer.echo(f"Report: {write(course, course.chapter(chapter))}")


@app.command()
def bundle(
    chapter: Chapter,
    course_dir: CourseDir = HERE,
    out: Annotated[
        Path | None, typer.Option(help="The file.", show_default="CHAPTER.bundle")
    ] = None,
) -> None:
    """Put the instructor's side of a chapter into one file, for `autograder ci`. Keep it secret."""
    from autograder.bundle import make, write
    from autograder.course import Course

    course = Course(course_dir)
    chapter = course.chapter(chapter)
    made, file = make(course, chapter), out or Path(f"{chapter}.bundle")
    write(made, file)
    typer.echo(f"{file} grades {', '.join(made.names)}. It holds the solutions: keep it secret.")


@app.command()
def ci(
    notebooks: Annotated[
        list[Path], typer.Argument(help="One student's notebooks, or their folder.")
    ],
    bundle: Annotated[Path, typer.Option(help="What `autograder bundle` made.")],
    form: Annotated[Format, typer.Option("--format", help="Whose format to write.")] = Format.text,
    out: Annotated[
        Path | None, typer.Option(help="Write to this file.", show_default="standard output")
    ] = None,
    min_score: Annotated[
        float, typer.Option(help="Exit with 1 if there are fewer points than these.")
    ] = 0.0,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Run students' code without isolation.")
    ] = False,
) -> None:
    """Grade one student's notebooks without a gradebook."""
    from autograder.bundle import read
    from autograder.ci.outcome import grade
    from autograder.ci.tell import tell
    from autograder.sandbox.limits import Limits

    if not math.isfinite(min_score):
        raise CourseError(f"--min-score is {min_score}: give a number of points.")
    known = read(bundle)
    outcome = grade(notebooks, known, Limits.for_cells(known.timeout), unsafe=unsafe)
    typer.echo(tell(outcome, form, out), nl=False)
    if outcome.trouble:
        raise CourseError(outcome.trouble)
    if outcome.score < min_score:
        typer.echo(f"autograder: {outcome.headline}; {min_score:g} are needed.", err=True)
        raise typer.Exit(1)


@app.command()
def doctor() -> None:
    """Tell what is installed, what is missing, and the line that mends it."""
    from autograder.doctor import examine
    from autograder.terminal import show_findings

    findings = examine()
    show_findings(findings)
    if any(finding.needed and not finding.found for finding in findings):
        raise typer.Exit(1)


@app.command()
def demo() -> None:
    """Grade a class of 24 simulated students of chapter 1, in ./demo."""
    from autograder.demo import demo

    demo(HERE)


def _leave_out() -> None:
    """Let nobody import what takes long and is of no use to a grader."""
    # jsonschema would build a grammar of IRIs, which takes a second; notebooks hold none to check.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    for module, names in _LEFT_OUT.items():
        stub = ModuleType(module)
        vars(stub).update(dict.fromkeys(names))
        sys.modules.setdefault(module, stub)


def main() -> None:
    """Run the command line: 0 is well, 1 a difference or a lack, 2 input that cannot be used."""
    _leave_out()
    try:
        app()
    except (CourseError, OSError) as error:
        message = str(error)
    except SystemExit as stop:
        if stop.code != _INTERRUPTED:
            raise
        print("autograder: stopped; the next run goes on from here.", file=sys.stderr, flush=True)
        os._exit(_INTERRUPTED)  # with it ends all that runs in sandboxes
    except ModuleNotFoundError as error:
        message = f"{error}. To mend it: {sys.executable} -m pip install 'nnlab[grader]'"
    except Exception as error:
        if not type(error).__module__.startswith("sqlalchemy."):
            raise
        message = f"the gradebook cannot be used: {str(error).splitlines()[0]}"
    else:
        return
    print(f"autograder: {message}", file=sys.stderr)
    sys.exit(2)
