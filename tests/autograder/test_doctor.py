"""The doctor finds what is there, and each lack comes with the line that mends it."""

import shutil
from importlib import metadata

import pytest

from autograder import doctor


def test_what_grading_needs_is_here() -> None:
    findings = doctor.examine()
    names = {finding.name.partition(" ")[0].partition(",")[0] for finding in findings}
    assert {"Python", "numpy", "nbgrader", "keras", "chromium", "bwrap", "Fashion-MNIST"} <= names
    assert all(finding.found for finding in findings if finding.needed)


def test_a_missing_program_comes_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    findings = {finding.name.partition(",")[0]: finding for finding in doctor.examine()}
    assert not findings["bwrap"].found
    assert findings["bwrap"].remedy.endswith("bubblewrap")
    assert findings["chromium"].remedy.startswith("sudo apt-get install")
    assert not findings["user namespaces"].found


def test_a_package_that_is_too_old_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = metadata.version
    monkeypatch.setattr(
        doctor, "version", lambda name: "0.1" if name == "nbgrader" else installed(name)
    )
    [finding] = [each for each in doctor.examine() if each.name == "nbgrader (grader)"]
    assert not finding.found
    assert finding.needed
    assert "pip install 'nbgrader>=" in finding.remedy


def test_a_missing_package_of_an_extra_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "keras":
            raise metadata.PackageNotFoundError(name)
        return metadata.version(name)

    monkeypatch.setattr(doctor, "version", version)
    [finding] = [each for each in doctor.examine() if each.name == "keras (keras)"]
    assert not finding.found
    assert not finding.needed
