"""Models: layers put together, and taught."""

from nnlab.models.saving import load_model
from nnlab.models.sequential import Sequential

__all__ = ["Sequential", "load_model"]
