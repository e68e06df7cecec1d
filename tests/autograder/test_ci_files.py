"""The files for CI platforms do what they say, as far as can be told without the platforms."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
import typer
import yaml

from autograder.assignment import read_assignment
from autograder.bundle import Bundle, write
from autograder.cli import app

ROOT = Path(__file__).parents[2]
FILES = ROOT / "autograder" / "ci"
BIN = Path(sys.executable).parent
GITHUB = yaml.safe_load((FILES / "github.yml").read_text())
GITLAB = yaml.safe_load((FILES / "gitlab.yml").read_text())
SCRIPTS = [FILES / "gradescope" / name for name in ("setup.sh", "run_autograder")]


def steps() -> dict[str, dict]:
    return {step["name"]: step for step in GITHUB["jobs"]["grade"]["steps"]}


def mark(grade_id: str, **marks: object) -> dict[str, object]:
    known = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {"schema_version": 3, "grade_id": grade_id, **known, **marks}}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle, right work, and a file that is no notebook."""
    root = tmp_path_factory.mktemp("files")
    new = nbformat.v4
    test = mark("f_test", grade=True, locked=True, points=2)
    cells = [
        new.new_code_cell("def f():\n    return 1", metadata=mark("f", solution=True)),
        new.new_code_cell("assert f() == 1", metadata=test),
    ]
    (root / "right").mkdir()
    nbformat.write(new.new_notebook(cells=cells), root / "right" / "exercises.ipynb")
    assignment = read_assignment(root / "right" / "exercises.ipynb")
    write(Bundle("ps1", (assignment,)), root / "chapter.bundle")
    (root / "broken").mkdir()
    (root / "broken" / "exercises.ipynb").write_text("{")
    return root


def shell(script: str, folder: Path, **variables: object) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": f"{BIN}:{os.environ['PATH']}",
        **{name: str(value) for name, value in variables.items()},
    }
    command = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def secret(files: Path) -> str:
    encode = ["base64", "-w0", str(files / "chapter.bundle")]
    return subprocess.run(encode, capture_output=True, text=True, check=True).stdout


def test_every_autograder_command_in_the_files_exists() -> None:
    group = typer.main.get_command(app)
    texts = [
        path.read_text()
        for path in FILES.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    ]
    found = re.findall(r"autograder\"? +((?:ci|bundle) .*)", "\n".join(texts).replace("\\\n", " "))
    found = [line.replace("#    ", "") for line in found if "--" in line]
    assert len(found) >= 6
    for line in found:
        name, *arguments = shlex.split(re.split(r" && |`|\n", line)[0])
        arguments = ["0" if "MIN_SCORE" in word else word for word in arguments]
        context = group.commands[name].make_context(name, arguments)  # raises on what is unknown
        assert context.params


def test_the_secret_fits_where_github_keeps_secrets(tmp_path: Path) -> None:
    made = ROOT / "source" / "01_perceptron" / "exercises.ipynb"
    write(Bundle("01_perceptron", (read_assignment(made),)), tmp_path / "b")
    assert (tmp_path / "b").stat().st_size * 4 / 3 < 48 * 1024


@pytest.mark.slow
def test_github_grades_right_work(files: Path, tmp_path: Path) -> None:
    (tmp_path / ".venv").symlink_to(BIN.parent)
    shutil.copytree(files / "right", tmp_path / "work" / "01_perceptron")
    summary = tmp_path / "summary.md"
    done = shell(
        steps()["Grade"]["run"],
        tmp_path,
        **GITHUB["env"],
        BUNDLE=secret(files),
        RUNNER_TEMP=tmp_path,
        GITHUB_STEP_SUMMARY=summary,
    )
    assert done.returncode == 0, done.stderr
    assert "**2 of 2 points**" in summary.read_text()


def test_github_takes_nothing_of_a_students_into_a_script() -> None:
    scripts = [step["run"] for step in steps().values() if "run" in step]
    assert not [script for script in scripts if "${{" in script]


def test_github_keeps_the_workflow_and_its_rights_from_students() -> None:
    assert list(GITHUB[True]) == ["pull_request_target"]  # `on` is YAML's word for true
    assert GITHUB["permissions"] == {"contents": "read"}
    checkouts = [s for s in steps().values() if s.get("uses", "").startswith("actions/checkout")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    names = list(steps())
    assert names.index("Write symbolic links as plain files") < names.index(
        "Check out the student's work"
    )
    assert steps()["Check out the student's work"]["with"]["path"] == "work"


def test_a_link_in_a_students_work_is_no_link_after_the_checkout(tmp_path: Path) -> None:
    script = f"""
    export HOME={tmp_path}
    git init -q theirs && cd theirs && ln -s /etc folder && git add .
    git -c user.name=x -c user.email=x commit -q -m x && cd ..
    {steps()["Write symbolic links as plain files"]["run"]}
    git clone -q theirs work
    """
    done = shell(script, tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "work" / "folder").is_symlink()


def test_make_has_the_target_that_the_files_call() -> None:
    assert steps()["Set up"]["run"] == "make setup"
    assert "make -C nnlab setup" in SCRIPTS[0].read_text()
    dry = ["make", "--dry-run", "setup"]
    assert subprocess.run(dry, cwd=ROOT, capture_output=True).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(("student", "code"), [("right", 0), ("broken", 2)])
def test_gitlab_gets_its_report(student: str, code: int, files: Path, tmp_path: Path) -> None:
    shutil.copytree(files / student, tmp_path / "project")
    (tmp_path / "secret").write_text(secret(files))
    script = "\n".join(GITLAB["grade"]["script"]).replace("/tmp/", f"{tmp_path}/")
    variables = GITLAB["grade"]["variables"]
    done = shell(script, tmp_path / "project", **variables, BUNDLE=tmp_path / "secret")
    assert done.returncode == code, done.stderr
    report = tmp_path / "project" / GITLAB["grade"]["artifacts"]["reports"]["junit"]
    [suite] = ElementTree.parse(report).getroot()
    assert suite.get("errors") == ("0" if student == "right" else "1")
    assert ("not valid JSON" in done.stderr) == (student == "broken")


@pytest.fixture
def gradescope(files: Path, tmp_path: Path) -> Path:
    """What Gradescope has after it unpacked the zip that setup.sh tells how to make."""
    command = next(
        line for line in SCRIPTS[0].read_text().splitlines() if line.startswith("#   git archive")
    )
    made = tmp_path / "autograder.zip"
    words = shlex.split(command.removeprefix("#   "))
    words = [word.replace("=autograder.zip", f"={made}") for word in words]
    words = [word.replace("=chapter.bundle", f"={files / 'chapter.bundle'}") for word in words]
    packed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    if "not a git repository" in packed.stderr:
        pytest.skip("not a git checkout")
    assert packed.returncode == 0, packed.stderr
    home = tmp_path / "autograder"
    with zipfile.ZipFile(made) as archive:
        archive.extractall(home / "source")
    (home / "results").mkdir()
    return home


def test_gradescopes_zip_holds_the_grader_and_no_solutions(gradescope: Path) -> None:
    source = gradescope / "source"
    assert {path.name for path in source.iterdir()} == {
        "nnlab",
        "chapter.bundle",
        "setup.sh",
        "run_autograder",
    }
    assert (source / "nnlab" / "autograder" / "cli.py").is_file()
    assert not (source / "nnlab" / "course").exists()
    assert not (source / "nnlab" / "source").exists()


def test_gradescopes_setup_installs_and_sets_up(gradescope: Path, tmp_path: Path) -> None:
    stubs = tmp_path / "stubs"
    stubs.mkdir()
    for name in ("apt-get", "make"):
        (stubs / name).write_text(f'#!/bin/sh\necho "$PWD: {name} $*" >> {tmp_path}/called\n')
        (stubs / name).chmod(0o755)
    source = gradescope / "source"
    done = shell(f"PATH={stubs}:$PATH bash {source}/setup.sh", tmp_path)
    assert done.returncode == 0, done.stderr
    update, install, setup = (tmp_path / "called").read_text().splitlines()
    assert update.endswith("apt-get update -q")
    assert setup == f"{source}: make -C nnlab setup"
    assert " bubblewrap " in install


@pytest.mark.slow
@pytest.mark.parametrize(("student", "score"), [("right", 2.0), ("broken", 0.0), ("nobody", 0.0)])
def test_gradescope_gets_results_for_whatever_was_handed_in(
    student: str, score: float, gradescope: Path, files: Path
) -> None:
    (gradescope / "source" / "nnlab" / ".venv").symlink_to(BIN.parent)
    if student == "nobody":
        (gradescope / "submission").mkdir()
    else:
        shutil.copytree(files / student, gradescope / "submission")
    done = shell(f"bash {gradescope}/source/run_autograder", gradescope, AUTOGRADER_HOME=gradescope)
    assert done.returncode == 0, done.stderr
    results = json.loads((gradescope / "results" / "results.json").read_text())
    assert results["score"] == score
    assert ("could not be graded" in results["output"]) == (score == 0)


def test_gradescope_is_told_when_the_grader_itself_cannot_run(gradescope: Path) -> None:
    (gradescope / "source" / "nnlab" / ".venv").symlink_to(BIN.parent)
    (gradescope / "source" / "chapter.bundle").unlink()
    (gradescope / "submission").mkdir()
    done = shell(f"bash {gradescope}/source/run_autograder", gradescope, AUTOGRADER_HOME=gradescope)
    assert done.returncode != 0
    assert "There is no bundle" in done.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_scripts_parse_and_can_be_run(script: Path) -> None:
    assert subprocess.run(["bash", "-n", script]).returncode == 0
    assert os.access(script, os.X_OK)


def test_the_dockerfile_copies_files_that_exist_and_starts_what_is_installed() -> None:
    text = (FILES / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    copied = {name for word, *names in lines if word == "COPY" for name in names[:-1]}
    assert all((ROOT / name).exists() for name in copied)
    tree = {"README.md", "LICENSE", "pyproject.toml", "src", "autograder"}  # what a build reads
    assert tree <= copied
    runs = [" ".join(words) for word, *words in lines if word == "RUN"]
    named = {name for run in runs for name in re.findall(r"-r (\S+)", run)}
    assert named == {"requirements.lock"} <= copied
    packages = next(run for run in runs if "apt-get install" in run)
    wanted = re.search(r"--no-install-recommends ([\w .-]+?) &&", packages)
    assert wanted is not None
    assert set(wanted[1].split()) <= set((ROOT / "apt.txt").read_text().split())
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    entry = next(words for word, *words in lines if word == "ENTRYPOINT")
    assert json.loads(" ".join(entry))[0] in scripts
