"""Reverse-mode automatic differentiation of numbers."""

import math
from numbers import Real

Slopes = tuple[tuple["Value", float], ...]  # pairs (operand, local slope)


class Value:
    r"""A number that remembers how it was made, and can say how it would change.

    Each operation notes the local slope for each operand (the exponent of ``x**n`` has none).
    From the result r back, :meth:`backward` adds up the chain rule (S. Linnainmaa, BIT 16, 1976):

    .. math:: \bar u \mathrel{+}= \bar v \partial v/\partial u, \quad \bar v = \partial r/\partial v

    >>> x, y = Value(2.0, name="x"), Value(3.0, name="y")
    >>> z = x * y + x**2
    >>> z.backward()
    >>> z.data, x.grad, y.grad  # xy + x², y + 2x, x
    (10.0, 7.0, 2.0)
    """

    def __init__(self, data: float, made_from: Slopes = (), operation: str = "", name: str = ""):
        self.data, self.grad = float(data), 0.0
        self.made_from, self.operation, self.name = made_from, operation, name
        self.depth = 1 + max((operand.depth for operand, _ in made_from), default=-1)

    def __add__(self, other: "Value | float") -> "Value":
        other = _value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)), "+")

    def __mul__(self, other: "Value | float") -> "Value":
        other = _value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)), "×")

    def __pow__(self, n: float) -> "Value":
        if not isinstance(n, Real):
            raise TypeError(f"Received the exponent {n!r}. Expected a plain number, as in x**2.")
        if self.data < 0 and n % 1:
            raise ValueError(f"Received ({self.data:g})**{n}. Below 0, expected a whole exponent.")
        slope = math.inf if self.data == 0 < n < 1 else n * self.data ** (n - 1) if n else 0.0
        return Value(self.data**n, ((self, float(slope)),), f"(·)^{n}")

    def exp(self) -> "Value":
        """Return e to the power of this value."""
        return Value(math.exp(self.data), ((self, math.exp(self.data)),), "exp")

    def log(self) -> "Value":
        """Return the natural logarithm; ValueError if this value is not above 0."""
        return Value(math.log(self.data), ((self, 1 / self.data),), "log")

    def tanh(self) -> "Value":
        """Return the hyperbolic tangent."""
        return Value(math.tanh(self.data), ((self, 1 - math.tanh(self.data) ** 2),), "tanh")

    def sigmoid(self) -> "Value":
        """Return the logistic function, by exp(-|z|), which never overflows."""
        e = math.exp(-abs(self.data))
        return Value((e if self.data < 0 else 1) / (1 + e), ((self, e / (1 + e) ** 2),), "σ")

    def relu(self) -> "Value":
        """Return max(0, this value); its slope at 0 is taken as 0."""
        return Value(max(self.data, 0.0), ((self, float(self.data > 0)),), "ReLU")

    def graph(self) -> list["Value"]:
        """Return this value and all it was made from, operands before results."""
        graph, waiting = {self: None}, [self]
        for value in waiting:  # grows while it is walked
            new = [operand for operand, _ in value.made_from if operand not in graph]
            graph |= dict.fromkeys(new)
            waiting += new
        return sorted(graph, key=lambda value: value.depth)

    def backward(self) -> None:
        """Set ``grad`` of every value in the graph to d(this value)/d(that value)."""
        for value in (graph := self.graph()):
            value.grad = float(value is self)
        for value in reversed(graph):
            for operand, slope in value.made_from:
                operand.grad += value.grad * slope

    __radd__, __rmul__ = __add__, __mul__
    __truediv__ = lambda self, other: self * _value(other) ** -1
    __neg__ = lambda self: self * -1
    __sub__ = lambda self, other: self + -other
    __rsub__ = lambda self, other: -self + other
    __rtruediv__ = lambda self, other: other * self**-1

    def __repr__(self) -> str:
        return f"Value({self.data:g}, grad={self.grad:g})"

    def _repr_svg_(self) -> str | None:
        from nnlab.autodiff.drawing import draw

        return draw(self) if len(self.graph()) <= 200 else None  # nobody reads a larger picture


def _value(number: Value | float) -> Value:
    return number if isinstance(number, Value) else Value(number)
