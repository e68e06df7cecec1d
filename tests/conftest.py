"""What all tests share."""

from pathlib import Path


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave scripts beside the tests alone: `--doctest-modules` would import and so run them."""
    is_script = collection_path.suffix == ".py" and not collection_path.stem.startswith("test_")
    return True if is_script and collection_path.stem != "conftest" else None
