"""A tiny course in the form of ours: one lesson, two exercises, one written answer."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from autograder.build import build
from autograder.course import Course
from autograder.grade import StudentResult, grade
from autograder.sample import Student, sample
from autograder.servers import Servers

REPOSITORY = Path(__file__).parents[2]
CHAPTER = "01_tiny"

HEADER = """\
kernelspec:
  display_name: Python 3 (ipykernel)
  language: python
  name: python3
"""
LESSON = f"""\
---
{HEADER}---

# A lesson

A step is 0 below $z = 0$ and 1 above.

```{{code-cell}} ipython3
:alt: nothing to see
:concepts: [heaviside]
:tags: [plot]

1 + 1
```

+++ {{"concepts": ["sign"]}}

The same twice:

```{{code-cell}} ipython3
1 + 1
```

```{{code-cell}} ipython3
1 + 1
```
"""


def solution(name: str, body: str) -> str:
    metadata = {
        "grade": False,
        "grade_id": name,
        "locked": False,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }
    return f"""\
# %% nbgrader={json.dumps(metadata)}
def {name}(z):
    ### BEGIN SOLUTION
    {body}
    ### END SOLUTION


"""


def test_cell(name: str, points: int) -> str:
    metadata = {
        "grade": True,
        "grade_id": f"{name}_test",
        "locked": True,
        "points": points,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return f"""\
# %% concepts=["{name}"] nbgrader={json.dumps(metadata)}
check("perceptron.{name}", {name})
### BEGIN HIDDEN TESTS
check("perceptron.{name}", {name}, seed=5)
### END HIDDEN TESTS

"""


def written(name: str, points: int) -> str:
    metadata = {
        "grade": True,
        "grade_id": name,
        "locked": False,
        "points": points,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }
    return f"""\
# %% [markdown] nbgrader={json.dumps(metadata)}
# Because I say so.
"""


EXERCISES = (
    "# ---\n# jupyter:\n"
    + "".join(f"#   {line}\n" for line in HEADER.splitlines())
    + """\
# ---

# %% [markdown]
# # Tiny exercises

# %%
import numpy as np

from nnlab import check


# %% [markdown]
# ## 1. Steps

"""
    + solution("heaviside", "return np.where(z >= 0, 1, 0)")
    + test_cell("heaviside", 2)
    + solution("sign", "return np.where(z > 0, 1, np.where(z < 0, -1, 0))")
    + test_cell("sign", 3)
    + """\
# %% [markdown]
# ## 2. In words

"""
    + written("words", 4)
)


def write_course(root: Path) -> Path:
    """Write the texts and the settings of the tiny course."""
    chapter = root / "course" / CHAPTER
    chapter.mkdir(parents=True)
    (chapter / "lesson.md").write_text(LESSON)
    (chapter / "exercises.py").write_text(EXERCISES)
    (chapter / "data.csv").write_text("x,y\n1,2\n")
    for name in ("nbgrader_config.py", "jupytext.toml"):
        shutil.copy(REPOSITORY / name, root)
    return root


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A course of texts alone, not built yet."""
    return write_course(tmp_path / "texts")


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_course(tmp_path_factory.mktemp("built"))
    build(root)
    return root


@pytest.fixture
def built(_built: Path, tmp_path: Path) -> Path:
    """A course with source/ and release/, for the test to change."""
    return shutil.copytree(_built, tmp_path / "course")


Graded = tuple[Course, list[Student], list[StudentResult]]


@pytest.fixture(scope="session")
def _graded(_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    root = shutil.copytree(_built, tmp_path_factory.mktemp("graded") / "course")
    course = Course(root)
    students = sample(course, CHAPTER, 6, seed=3)
    for student, step in (("untouched", "release"), ("instructor", "source")):
        folder = course.submitted(CHAPTER, student)
        folder.mkdir(parents=True)
        shutil.copy(root / step / CHAPTER / "exercises.ipynb", folder)
    return course, students, grade(course, CHAPTER)


@pytest.fixture(scope="session")
def graded(_graded: Graded) -> Graded:
    """A graded course with its simulated students and results: to be read, not changed."""
    return _graded


@pytest.fixture
def own_graded(_graded: Graded, tmp_path: Path) -> Course:
    """A copy of the graded course, for the test to change."""
    return Course(shutil.copytree(_graded[0].root, tmp_path / "course"))


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Warm servers of the isolating engine, for all tests that grade with it."""
    warm = Servers()
    yield warm
    warm.close()


@pytest.fixture(scope="session")
def content() -> Callable[[str], list[tuple]]:
    """Tell all that a gradebook says of submissions, without the ids that are drawn anew."""
    query = """
        SELECT s.student_id, n.name, c.name, c.type, g.auto_score, g.manual_score,
               g.needs_manual_grade, NULL
        FROM grade g JOIN base_cell c ON g.cell_id = c.id
        JOIN submitted_notebook sn ON g.notebook_id = sn.id
        JOIN submitted_assignment s ON sn.assignment_id = s.id
        JOIN notebook n ON sn.notebook_id = n.id
        UNION ALL
        SELECT s.student_id, n.name, c.name, c.type, NULL, NULL, NULL, k.auto_comment
        FROM comment k JOIN base_cell c ON k.cell_id = c.id
        JOIN submitted_notebook sn ON k.notebook_id = sn.id
        JOIN submitted_assignment s ON sn.assignment_id = s.id
        JOIN notebook n ON sn.notebook_id = n.id
    """

    def read(url: str) -> list[tuple]:
        engine = create_engine(url)
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return sorted(rows, key=str)

    return read
