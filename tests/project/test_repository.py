"""What is true of the repository's own files."""

import itertools
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def tracked():
    git = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if git.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in git.stdout.splitlines() if (ROOT / name).exists()]


def test_conda_and_pip_users_get_the_same_packages():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *conda, pip = environment["dependencies"]
    extras = PROJECT["optional-dependencies"]
    expected = [*PROJECT["dependencies"], *extras["keras"], *extras["grader"]]
    assert pip["pip"] == [*expected, "-e ."]
    assert conda == [f"python{PROJECT['requires-python']}", "pip"]


def test_the_lock_names_every_package_and_no_address():
    lock = (ROOT / "requirements.lock").read_text()
    locked = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock, re.MULTILINE))
    extras = itertools.chain.from_iterable(PROJECT["optional-dependencies"].values())
    wanted = [*PROJECT["dependencies"], *extras]
    names = {re.match(r"[A-Za-z0-9_.-]+", want)[0].lower() for want in wanted}
    assert names <= locked
    assert "://" not in lock


def test_no_file_names_a_package_registry():
    hosts = [
        b"pypi" + b".org",
        b"pythonhosted" + b".org",
        b"registry." + b"npmjs",
        b"deb." + b"debian.org",
    ]
    named = [path for path in tracked() for host in hosts if host in path.read_bytes()]
    assert named == []


def test_nothing_of_a_class_is_tracked():
    private = ("submitted/", "autograded/", "feedback/", "reports/", "gradebook.db", "demo/")
    names = [path.relative_to(ROOT).as_posix() for path in tracked()]
    assert [name for name in names if name.startswith(private)] == []


def test_make_help_lists_the_targets_that_the_readme_names():
    readme = (ROOT / "README.md").read_text()
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in set(re.findall(r"(?:`|^)make ([a-z]+)", readme, re.MULTILINE)):
        assert f"make {target}" in listed.stdout


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_has_nothing_to_say(command):
    ruff = [sys.executable, "-m", "ruff", *command, "--quiet", "."]
    done = subprocess.run(ruff, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pyright_has_nothing_to_say():
    done = subprocess.run(
        [sys.executable, "-m", "pyright"], cwd=ROOT, capture_output=True, text=True, timeout=500
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="the scripts are bash")
@pytest.mark.parametrize("script", [".ci/run", ".ci/setup"])
def test_the_scripts_parse(script):
    assert subprocess.run(["bash", "-n", ROOT / script]).returncode == 0
