"""How much may cross the bridge at once."""

MAX_FRAME = 64 * 2**20
"""Bytes in one frame."""

MAX_NODES = 500_000
"""Values in one frame, containers and their items counted alike."""

MAX_DEPTH = 60
"""Containers within containers."""

MAX_INT_BYTES = 2**16
"""Bytes of one integer: about 150,000 decimal digits."""

MAX_FRACTION_BYTES = 2**10
"""Bytes of a fraction's numerator, and of its denominator: to reduce it takes their square."""

MAX_DECIMAL = 100_000
"""Characters of one decimal number, and its largest exponent."""


class BridgeError(Exception):
    """The other side did not keep to the protocol."""


class NotPlainError(TypeError):
    """A value cannot cross the bridge, because of what it is or because of its size."""
