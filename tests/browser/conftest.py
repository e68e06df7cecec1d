"""JupyterLab as a student meets it, in Debian's Chromium."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
PATIENCE = 120_000  # ms; a busy machine is no failure


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def jupyterlab(folder, home):
    """Serve a folder with JupyterLab, as a user whose home is empty; yield its address."""
    port = free_port()
    log = home / "lab.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [
                sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
                "--ip=127.0.0.1", f"--port={port}", "--IdentityProvider.token=",
            ],
            cwd=folder,
            env={
                **os.environ,
                "HOME": str(home),
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",  # as in the Makefile
                "JUPYTER_CONFIG_DIR": str(home / "config"),
                "OMP_NUM_THREADS": "1",
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}/api/status", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def wait_for(address, server, log):
    for _ in range(600):
        try:
            return urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.2)
    return pytest.fail(f"JupyterLab did not start: {log.read_text()[-2000:]}")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """What `make lab` serves, on a copy of release/: its address, its folder."""
    home = tmp_path_factory.mktemp("student")
    folder = Path(shutil.copytree(ROOT / "release", home / "release"))
    with jupyterlab(folder, home) as address:
        yield SimpleNamespace(url=address, folder=folder)


@pytest.fixture(scope="module")
def instructors_lab(tmp_path_factory):
    """What `make instructor` serves, on a copy of the course: its address, its folder."""
    home = tmp_path_factory.mktemp("instructor")
    folder = home / "course"
    for name in ("course", "source", "release"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("nbgrader_config.py", "jupytext.toml"):
        shutil.copy(ROOT / name, folder / name)
    with jupyterlab(folder, home) as address:
        yield SimpleNamespace(url=address, folder=folder)


@pytest.fixture
def page():
    """A page of a fresh Chromium."""
    if CHROMIUM is None:
        pytest.skip("no chromium: apt-get install chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1300, "height": 950})
        page.set_default_timeout(PATIENCE)
        yield page
        browser.close()


@pytest.fixture
def screenshot(page):
    """Keep a picture of the page in the folder that NNLAB_SCREENSHOTS names, if any."""

    def keep(name):
        if folder := os.environ.get("NNLAB_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}.png")

    return keep
