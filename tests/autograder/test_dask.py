"""The same pipeline on a Dask cluster: a worker is killed, nothing is lost, nothing is twice."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from autograder.course import Course
from autograder.errors import CourseError
from autograder.grade import Options, grade
from autograder.sample import sample

CHAPTER = "01_tiny"


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[LocalCluster]:
    """Two workers in processes of their own, each with one thread."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        local_directory=str(tmp_path / "dask"),
    ) as cluster:
        yield cluster


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_costs_nothing(
    built: Path, cluster: LocalCluster, content: Callable[[str], list[tuple]]
) -> None:
    course = Course(built)
    students = sample(course, CHAPTER, 8, seed=3)
    folder = course.submitted(CHAPTER, "refused")
    folder.mkdir(parents=True)
    (folder / "exercises.ipynb").write_text("{")
    finished: list[int] = []

    def done() -> None:
        finished.append(len(finished))
        if len(finished) == 3:
            os.kill(cluster.workers[0].pid, signal.SIGKILL)

    options = Options(scheduler=cluster.scheduler_address)
    results = {r.student: r for r in grade(course, CHAPTER, options, done=done)}
    assert len(finished) == len(results) == 9
    assert {s.id: results[s.id].score for s in students} == {s.id: s.deserved for s in students}
    assert not any(result.faults for result in results.values())
    rows = content(f"sqlite:///{built}/gradebook.db")
    shutil.rmtree(built / "autograded")
    (built / "gradebook.db").unlink()
    grade(course, CHAPTER, Options(workers=1))
    assert content(f"sqlite:///{built}/gradebook.db") == rows


def test_an_address_where_nobody_answers_is_said_so(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.pipeline.pools._CONNECT_SECONDS", 1)
    course = Course(built)
    sample(course, CHAPTER, 1, seed=3)
    with pytest.raises(CourseError, match="No Dask scheduler answers at tcp://127"):
        grade(course, CHAPTER, Options(scheduler="tcp://127.0.0.1:9"))
