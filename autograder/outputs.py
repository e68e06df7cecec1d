"""Outputs that came out of the sandbox: anything may stand there, only a notebook's own is kept."""

import base64
from typing import Any

_TEXTS = ("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml")
_IMAGES = ("image/png", "image/jpeg")
VERDICT = "application/vnd.nnlab.verdict+json"


def clean(outputs: Any) -> list[dict[str, Any]]:
    """Return the well-formed outputs of a cell as nbformat has them."""
    if type(outputs) is not list:
        return []
    return [found for output in outputs if (found := _clean_one(output)) is not None]


def _clean_one(output: Any) -> dict[str, Any] | None:
    if type(output) is not dict:
        return None
    kind, name = text(output.get("output_type")), text(output.get("name"))
    if kind == "stream" and name in ("stdout", "stderr"):
        return {"output_type": "stream", "name": name, "text": text(output.get("text"))}
    if kind == "error":
        trace = output.get("traceback")
        return {
            "output_type": "error",
            "ename": text(output.get("ename")),
            "evalue": text(output.get("evalue")),
            "traceback": [text(line) for line in trace] if type(trace) is list else [],
        }
    if kind in ("display_data", "execute_result") and type(output.get("data")) is dict:
        found: dict[str, Any] = {"output_type": kind, "data": _bundle(output["data"])}
        found["metadata"] = {}
        if kind == "execute_result":
            found["execution_count"] = None
        return found
    return None


def _bundle(data: dict[Any, Any]) -> dict[str, str]:
    bundle = {name: text(data[name]) for name in _TEXTS if type(data.get(name)) is str}
    for name in _IMAGES:
        image = data.get(name)
        if type(image) is bytes:
            bundle[name] = base64.b64encode(image).decode()
        elif type(image) is str:
            bundle[name] = text(image)
    return bundle


def text(value: Any) -> str:
    """Return a text that can be written as UTF-8; what is no text becomes an empty one."""
    return value.encode(errors="replace").decode() if type(value) is str else ""


def verdicts(outputs: Any) -> list[dict[str, Any]]:
    """Return what nnlab's checks said in the examiner, as data."""
    found = []
    for output in outputs if type(outputs) is list else []:
        data = output.get("data") if type(output) is dict else None
        verdict = data.get(VERDICT) if type(data) is dict else None
        if type(verdict) is dict:
            found.append(verdict)
    return found
