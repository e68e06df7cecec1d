"""A repr that can be pasted: the constructor's call with its present arguments."""

import inspect


class ConstructorRepr:
    """For objects that keep their constructor's arguments under the same names."""

    def __repr__(self) -> str:
        names = inspect.signature(type(self)).parameters
        arguments = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__name__}({arguments})"
