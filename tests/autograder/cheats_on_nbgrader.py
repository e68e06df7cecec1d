"""What the cheats gain from plain nbgrader: ``python tests/autograder/cheats_on_nbgrader.py``.

Each is graded once by nbgrader's own API in a throw-away course, inside bubblewrap, without network
and as nobody. Cheats that would hurt the machine are left out. The results are kept in
``files/on_nbgrader.json``; ``--table`` writes them, beside ours, into ``autograder/THREATS.md``.
"""

import argparse
import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
sys.path.append(str(HERE / "files"))
import handing_in  # noqa: E402

RESULTS = HERE / "files" / "on_nbgrader.json"
THREATS = REPOSITORY / "autograder" / "THREATS.md"
BEGIN, END = "<!-- table: cheats_on_nbgrader.py -->", "<!-- end of the table -->"
SECONDS = 120
MEETS_OTHERS = ("leaving_behind/", "talking/")


def inside(courses: Path) -> list[str]:
    """Return the command that grades all ``courses`` where it can hurt nobody."""
    words = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    # Jupyter looks its own name up, and without a network that takes seconds.
    words += ["--hostname", "localhost", "--uid", "65534", "--gid", "65534", "--clearenv"]
    for path in ("/usr", "/bin", "/lib", "/lib64", "/etc"):
        words += ["--ro-bind-try", path, path]
    for path in {sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parents[1])}:
        if not Path(path).is_relative_to("/usr"):
            words += ["--ro-bind", path, path]
    for path in (REPOSITORY / "src", HERE):
        words += ["--ro-bind", str(path), str(path)]
    words += ["--dev", "/dev", "--proc", "/proc", "--perms", "1777", "--tmpfs", "/tmp"]
    words += ["--bind", str(courses), "/courses", "--setenv", "OMP_NUM_THREADS", "1"]
    words += ["--setenv", "PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin"]
    return [*words, sys.executable, __file__, "--inside"]


def grade_inside() -> None:
    """Grade one course after the other as nbgrader does; runs inside."""
    from nbgrader.api import Gradebook
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200 * 2**20, 200 * 2**20))

    def grade(course: Path) -> dict[str, Any]:
        os.chdir(course)
        os.environ["HOME"] = str(course / "home")
        config = Config()
        config.CourseDirectory.root = str(course)
        config.CourseDirectory.course_id = "cheats"
        config.Execute.timeout = 5
        config.Execute.startup_timeout = 60
        api = NbGraderAPI(config=config)
        api.generate_assignment("ps1")
        found = {}
        for student in sorted(path.name for path in (course / "submitted").iterdir()):
            outcome = api.autograde("ps1", student)
            path = course / "autograded" / student / "ps1" / "ps1.ipynb"
            says, scores, error = "", {}, ""
            if outcome["success"] and path.exists():
                cells = nbformat.read(path, as_version=4).cells
                answers = [c for c in cells if not c.metadata.get("nbgrader", {}).get("grade")]
                says = str([cell.get("outputs") for cell in answers])
                with Gradebook(f"sqlite:///{course}/gradebook.db", "cheats") as book:
                    notebook = book.find_submission_notebook("ps1", "ps1", student)
                    grades = [g for g in notebook.grades if g.cell.cell_type == "code"]
                    scores = {g.name: g.score for g in grades}
            else:
                error = f"{outcome.get('log')}\n{outcome.get('error')}"[-3000:]
            found[student] = {"error": error, "scores": scores, "says": says}
        return found

    for course in sorted(Path("/courses").iterdir()):
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                (course / "result.json").write_text(json.dumps(grade(course)))
            os._exit(0)
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and os.waitpid(child, os.WNOHANG) == (0, 0):
            time.sleep(0.1)
        # End and delete whatever it left, so that it does not meet the next cheat.
        with contextlib.suppress(OSError):
            os.kill(-1, signal.SIGKILL)
        for left in (*Path("/tmp").iterdir(), *Path("/dev/shm").iterdir()):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        print(course.name, flush=True)


def judge(cheat: handing_in.Text, found: Any) -> dict[str, Any]:
    """Return in a few words what a cheat gained."""
    if found is None:
        return {"succeeds": True, "how": "nbgrader hangs"}
    mine, other = found["cheat"], found.get("neighbour", {})
    if mine.get("error"):
        refused = cheat.header["look"] == "refused"
        return {
            "succeeds": not refused,
            "how": "refused" if refused else "is not graded",
        }
    how = []
    gained = sum(mine["scores"].values()) - sum(cheat.deserves.values())
    if gained > 0:
        how.append(f"{gained:g} points")
    if gained < 0:
        how.append(f"loses {-gained:g} points that it deserves")
    if any(f"canary-5e1f-{word}" in mine["says"] for word in ("source", "input", "scheme")):
        how.append("reads hidden tests")
    if "never says" in cheat.header and cheat.header["never says"] in mine["says"]:
        how.append(f"says “{cheat.header['never says']}”")
    if "left-behind" in other.get("says", "") or "canary-5e1f" in other.get("says", ""):
        how.append("is seen by the next submission")
    if other and sum(other["scores"].values()) != sum(handing_in.FULL.values()):
        how.append("changes the next submission's score")
    return {"succeeds": bool(how), "how": ", ".join(dict.fromkeys(how))}


def measure(pattern: str) -> None:
    """Grade all cheats whose name holds ``pattern``, and keep what came of it."""
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    cheats = {f"{c.path.parent.name}/{c.path.stem}": c for c in handing_in.cheats()}
    with tempfile.TemporaryDirectory() as top:
        Path(top).chmod(0o755)
        courses = Path(top) / "courses"
        neighbour = handing_in.read(handing_in.FILES / "neighbour.py")
        for name, cheat in cheats.items():
            if pattern not in name or "not run elsewhere" in cheat.header:
                continue
            course = courses / name.replace("/", "-")
            handing_in.write_source(course / "source" / "ps1")
            handing_in.hand_in(cheat, course / "submitted" / "cheat" / "ps1")
            if name.startswith(MEETS_OTHERS):
                handing_in.hand_in(neighbour, course / "submitted" / "neighbour" / "ps1")
            (course / "home").mkdir()
        subprocess.run(["chmod", "-R", "a+rwX", str(courses)], check=True)
        with subprocess.Popen(inside(courses), stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                name = line.strip().replace("-", "/", 1)
                path = courses / line.strip() / "result.json"
                if name in cheats:
                    found = json.loads(path.read_text()) if path.exists() else None
                    results[name] = judge(cheats[name], found)
                    print(name, results[name], flush=True)
                    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")


def table() -> str:
    """Return all cheats with what they gain here and there, as Markdown."""
    results = json.loads(RESULTS.read_text())
    rows = ["| class | a cheat tries to | here | plain nbgrader |", "| --- | --- | --- | --- |"]
    for cheat in handing_in.cheats():
        group, name = cheat.path.parent.name, f"{cheat.path.parent.name}/{cheat.path.stem}"
        here = "nothing"
        if "open" in cheat.header:
            here = f"**open**: {cheat.header['open']}"
        elif "not promised" in cheat.header:
            here = f"not promised: {cheat.header['not promised']}"
        elif cheat.header["look"] == "refused":
            here = "refused"
        there = "not run: " + cheat.header.get("not run elsewhere", "")
        if name in results:
            there = results[name]["how"] or "nothing"
            there = f"**{there}**" if results[name]["succeeds"] else there
        tries = f"[{cheat.header['tries']}](../tests/autograder/files/cheats/{name}.py)"
        rows.append(f"| {group.replace('_', ' ')} | {tries} | {here} | {there} |")
    run_there = list(results.values())
    succeed = sum(r["succeeds"] for r in run_there)
    still_open = sum("open" in cheat.header for cheat in handing_in.cheats())
    rows += [
        "",
        f"{len(handing_in.cheats())} cheats; {still_open} open here. "
        f"{len(run_there)} were run on plain nbgrader, where {succeed} succeed.",
    ]
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of a cheat's name")
    parser.add_argument("--table", action="store_true", help="write the table, run nothing")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        grade_inside()
    elif asked.table:
        before, rest = THREATS.read_text().split(BEGIN)
        THREATS.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{rest.split(END)[1]}")
    else:
        measure(asked.only)


if __name__ == "__main__":
    main()
