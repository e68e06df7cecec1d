"""How far nnlab is from its peers: the largest differences that tests/parity has seen."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "parity"


def tables() -> dict[str, list[dict]]:
    """Run the parity tests and collect what they compared."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "parity.json"
        arguments = ["-m", "pytest", "-q", str(FOLDER), f"--parity-table={path}"]
        run = subprocess.run([sys.executable, *arguments], capture_output=True, text=True)
        if run.returncode:
            raise RuntimeError(f"The parity tests fail:\n{run.stdout[-3000:]}")
        largest = json.loads(path.read_text())
    rows = [
        {"component": name, "largest difference": f"{value:.1e}"}
        for name, value in sorted(largest.items())
    ]
    return {"Largest difference from Keras in float64, relative above 1": rows}
