"""Reads a notebook that somebody else wrote, or says in one line why it cannot."""

import json
import warnings
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.errors import CourseError


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook of any version as version 4.

    Raises
    ------
    CourseError
        If there is no such file, or it is not JSON, or it is not a notebook.
    """
    try:
        content = path.read_text(encoding="utf-8")
        if not isinstance(json.loads(content), dict):
            raise CourseError(f"{path} is not a notebook: it holds no JSON object.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # cells without ids get them
            notebook = nbformat.reads(content, as_version=4)
            nbformat.validate(notebook)
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:  # of UnicodeDecodeError and JSONDecodeError
        raise CourseError(f"{path} is not JSON: {error}.") from error
    except (nbformat.ValidationError, AttributeError, KeyError, TypeError) as error:
        message = str(error).partition("\n")[0]
        raise CourseError(f"{path} is not a notebook: {message}") from error
    return notebook
