"""Objects that both sides can import, and that therefore cross as a name."""

import sys
import types
from typing import Any

import numpy as np

_NAMED_PACKAGES = {"numpy", "scipy", "sklearn", "keras", "nnlab"} | set(sys.stdlib_module_names)
_KEPT_BACK = ("nnlab.exercises", "nnlab.checks")


def public_name(value: Any) -> tuple[str, str] | None:
    """Return the module and the name by which both sides can import ``value``, if there are any."""
    if isinstance(value, np.ufunc):
        module, name = "numpy", value.__name__
    elif isinstance(value, types.ModuleType):
        module, name = value.__name__, ""
    elif isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        module, name = value.__module__ or "", value.__qualname__
    else:
        module = type(value).__module__
        if not module.startswith("nnlab."):
            return None
        everything = vars(sys.modules[module]).items()
        name = next((key for key, item in everything if item is value), "<unnamed>")
    if module.partition(".")[0] not in _NAMED_PACKAGES or module.startswith(_KEPT_BACK):
        return None
    found: Any = sys.modules.get(module)
    for part in filter(None, name.split(".")):
        found = getattr(found, part, None)
    return (module, name) if found is value else None
