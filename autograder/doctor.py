"""What is installed, what is missing, and the line that mends it."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

_APT = "sudo apt-get install -y --no-install-recommends"
_FASHION_MNIST = (
    Path("/usr/share/datasets/fashion-mnist"),
    Path("~/.keras/datasets/fashion-mnist").expanduser(),
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked for.

    Parameters
    ----------
    name
        What it is, and what for.
    found
        Its version or place, "" if it is missing.
    remedy
        The line that mends it.
    needed
        Whether grading cannot do without it.
    """

    name: str
    found: str
    remedy: str
    needed: bool = False


def examine() -> list[Finding]:
    """Look for all that the course can make use of."""
    return [
        Finding("Python", sys.version.split()[0], "install Python 3.11 or later", needed=True),
        *_packages(),
        _program("chromium", "the tests in a browser", "chromium"),
        _program("bwrap", "the sandbox", "bubblewrap"),
        _user_namespaces(),
        _fashion_mnist(),
    ]


def _packages() -> list[Finding]:
    """Compare what this distribution and its extras ask for with what is installed."""
    findings = []
    for line in requires("nnlab") or []:
        requirement = Requirement(line)
        extras = ["", "keras", "grader", "dev"]
        extra = next(
            e for e in extras if not requirement.marker or requirement.marker.evaluate({"extra": e})
        )
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            installed = ""
        fits = installed and requirement.specifier.contains(installed, prereleases=True)
        findings.append(
            Finding(
                f"{requirement.name} ({extra})" if extra else requirement.name,
                installed if fits else "",
                f"{sys.executable} -m pip install '{requirement.name}{requirement.specifier}'",
                needed=extra in ("", "grader"),
            )
        )
    return findings


def _program(name: str, purpose: str, package: str) -> Finding:
    return Finding(f"{name}, for {purpose}", shutil.which(name) or "", f"{_APT} {package}")


def _user_namespaces() -> Finding:
    """Try what the sandbox does first: an unprivileged user namespace."""
    unshare = shutil.which("unshare")
    works = (
        unshare and subprocess.run([unshare, "--user", "true"], capture_output=True).returncode == 0
    )
    return Finding(
        "user namespaces, for the sandbox",
        "allowed" if works else "",
        "sudo sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000",
    )


def _fashion_mnist() -> Finding:
    places = [place for place in _FASHION_MNIST if place.is_dir()]
    return Finding(
        "Fashion-MNIST, for chapter 3 on",
        str(places[0]) if places else "",
        f"{_APT} dataset-fashion-mnist",
    )
