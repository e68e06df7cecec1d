"""nbgrader's autotests, written out once: each time they are written they have other salts."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
from nbconvert.exporters.exporter import ResourcesDict
from nbgrader.preprocessors import InstantiateTests
from traitlets.config import Config

from autograder.files import write_atomically

_DIRECTIVE = re.compile(r"^\s*(#+\s*)+(HASHED\s+)?AUTOTEST\b", re.MULTILINE)
_SETTINGS = "autotests.yml"


def with_autotests(notebook: Any, config: Config | None, folder: Path, kept: Path | None) -> Any:
    """Return a notebook with its autotests written out.

    Parameters
    ----------
    folder
        Where ``autotests.yml`` lies.
    kept
        A file from which they are read, if they were written for the same notebook before.
    """
    if not any(c.cell_type == "code" and _DIRECTIVE.search(c.source) for c in notebook.cells):
        return notebook
    settings = folder / _SETTINGS
    text = settings.read_text() if settings.is_file() else ""
    whole = json.dumps([notebook, text, nbgrader.__version__], sort_keys=True)
    key = hashlib.sha256(whole.encode()).hexdigest()
    try:
        known = json.loads(kept.read_text()) if kept else {}
        if known.get("key") == key:
            return nbformat.from_dict(known["notebook"])
    except (OSError, ValueError):
        pass
    resources = ResourcesDict(metadata={"path": str(folder)})
    written, _ = InstantiateTests(config=config).preprocess(notebook, resources)
    if kept:
        write_atomically(kept, json.dumps({"key": key, "notebook": written}))
    return written
