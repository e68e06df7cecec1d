"""The perceptron as an estimator, equal to scikit-learn's to the last digit."""

import inspect
import warnings
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnlab.perceptron._order import epoch_orders, unit_states
from nnlab.perceptron._validation import answers, samples


class Perceptron:
    r"""Rosenblatt's perceptron with scikit-learn's interface and coefficients.

    With :math:`t = +1` for the class of a unit and :math:`-1` for the others, each sample with
    :math:`t \, (x \cdot w + b) \le 0` is a mistake and moves the unit:

    .. math:: w \leftarrow w + \eta \, t \, x, \qquad b \leftarrow b + \eta \, t

    Weights start at zero. Two classes make one unit, more make one unit a class (one against the
    rest), and a ``y`` of 0 and 1 with several columns makes one unit a column.

    Parameters
    ----------
    eta0 : float, default=1.0
        The learning rate η.
    max_iter : int, default=1000
        The largest number of epochs.
    tol : float or None, default=1e-3
        An epoch whose mean loss :math:`\max(0, -t z)` is not better than the best before by at
        least ``tol`` counts as no improvement; None trains for ``max_iter`` epochs.
    n_iter_no_change : int, default=5
        Training stops after so many epochs in a row without improvement.
    shuffle : bool, default=True
        Whether each epoch has an order of its own.
    fit_intercept : bool, default=True
        Whether there is a bias b.
    random_state : int, RandomState or None, default=0
        The seed of the shuffling, as in scikit-learn.

    Attributes
    ----------
    coef_ : (1, n_features) or (n_units, n_features)
    intercept_ : (1,) or (n_units,)
    classes_ : (n_classes,)
    n_iter_ : int
        Epochs until the stopping rule was met, the largest of all units.
    mistakes_ : (n_iter_,)
        Mistakes in each epoch, summed over the units.

    Raises
    ------
    ValueError, TypeError
        If shapes or parameters do not fit, a number is not finite, or there is one class only.

    References
    ----------
    Rosenblatt (1958); scikit-learn's ``linear_model.Perceptron``, which is
    ``SGDClassifier(loss="perceptron", learning_rate="constant", eta0=1, penalty=None)``.

    Examples
    --------
    >>> X, y = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1]
    >>> model = Perceptron().fit(X, y)
    >>> model.coef_, model.intercept_
    (array([[2., 2.]]), array([-2.]))
    >>> model.predict(X)
    array([0, 0, 0, 1])
    """

    def __init__(
        self,
        *,
        eta0: float = 1.0,
        max_iter: int = 1000,
        tol: float | None = 1e-3,
        n_iter_no_change: int = 5,
        shuffle: bool = True,
        fit_intercept: bool = True,
        random_state: Any = 0,
    ) -> None:
        self.eta0 = eta0
        self.max_iter = max_iter
        self.tol = tol
        self.n_iter_no_change = n_iter_no_change
        self.shuffle = shuffle
        self.fit_intercept = fit_intercept
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Learn from zero weights.

        Parameters
        ----------
        X : (n_samples, n_features)
        y : (n_samples,) or (n_samples, 1) of classes, or (n_samples, n_outputs) of 0 and 1
        """
        X, y = samples(X), answers(y)
        self._start(X, y, classes=np.unique(y))
        self._train(X, y, self.max_iter)
        if self.tol is not None and self.n_iter_ == self.max_iter:
            warnings.warn(
                f"Stopped after max_iter={self.max_iter} epochs while the loss still fell; "
                "a larger max_iter may fit better.",
                stacklevel=2,
            )
        return self

    def partial_fit(self, X: ArrayLike, y: ArrayLike, classes: ArrayLike | None = None) -> Self:
        """Learn for one epoch, from the weights so far.

        Parameters
        ----------
        X, y
            As for :meth:`fit`.
        classes : (n_classes,), optional
            All classes, at the first call, for a ``y`` that may not hold them all.
        """
        X, y = samples(X), answers(y)
        if not hasattr(self, "coef_"):
            self._start(X, y, classes=np.unique(y if classes is None else classes))
        self._train(X, y, max_iter=1)
        return self

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the weighted sums: (n_samples,) of one unit, or (n_samples, n_units).

        Parameters
        ----------
        X : (n_samples, n_features)
        """
        z = self._checked(X) @ self.coef_.T + self.intercept_
        return z if self._multi_output or z.shape[1] > 1 else z[:, 0]

    def predict(self, X: ArrayLike) -> NDArray:
        """Return the class of each sample, or 0 and 1 for each output.

        Parameters
        ----------
        X : (n_samples, n_features)
        """
        z = self.decision_function(X)
        if self._multi_output:
            return (z > 0).astype(int)
        return self.classes_[(z > 0).astype(int) if z.ndim == 1 else z.argmax(axis=1)]

    def score(self, X: ArrayLike, y: ArrayLike) -> float:
        """Return the share of samples predicted right, with several outputs right in all.

        Parameters
        ----------
        X : (n_samples, n_features)
        y : (n_samples,) or (n_samples, n_outputs)
            The right answers.

        Raises
        ------
        ValueError
            If there is not one answer for each prediction.
        """
        predicted, y = self.predict(X), answers(y)
        if y.shape != predicted.shape:
            raise ValueError(
                f"y must have shape {predicted.shape}, one answer for each prediction, "
                f"got {y.shape}."
            )
        right = predicted == y
        return float(np.mean(right.all(axis=1) if self._multi_output else right))

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the parameters by name; ``deep`` is scikit-learn's and changes nothing here."""
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def set_params(self, **params: Any) -> Self:
        """Set parameters by name.

        Raises
        ------
        ValueError
            If there is no parameter of that name.
        """
        for name, value in params.items():
            if name not in self.get_params():
                raise ValueError(
                    f"Perceptron has no parameter {name!r}; it has {', '.join(self.get_params())}."
                )
            setattr(self, name, value)
        return self

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that this is a classifier, for its pipelines and cross-validation."""
        from sklearn.utils import ClassifierTags, Tags, TargetTags

        return Tags("classifier", TargetTags(required=True), classifier_tags=ClassifierTags())

    def __repr__(self) -> str:
        signature = inspect.signature(type(self)).parameters
        changed = [
            f"{name}={value!r}"
            for name, value in self.get_params().items()
            if value != signature[name].default
        ]
        return f"Perceptron({', '.join(changed)})"

    def _start(self, X: NDArray, y: NDArray, classes: NDArray) -> None:
        """Set the classes, and zero weights."""
        self._multi_output = y.ndim == 2
        if self._multi_output and not np.isin(classes, (0, 1)).all():
            raise ValueError(f"A y of several columns must hold 0 and 1 only, got {classes}.")
        if len(classes) < 2 and not self._multi_output:
            raise ValueError(f"y must hold at least two classes, got one: {classes}.")
        self.classes_ = np.array([0, 1]) if self._multi_output else classes
        n_units = y.shape[1] if self._multi_output else len(classes) if len(classes) > 2 else 1
        self.coef_ = np.zeros((n_units, X.shape[1]))
        self.intercept_ = np.zeros(n_units)

    def _train(self, X: NDArray, y: NDArray, max_iter: int) -> None:
        """Train unit after unit for up to ``max_iter`` epochs."""
        if not (self.eta0 > 0 and max_iter >= 1):
            raise ValueError(
                f"eta0 must be above 0 and max_iter at least 1, "
                f"got eta0={self.eta0} and max_iter={max_iter}."
            )
        X, targets = self._checked(X), self._targets(y, len(X))
        n_units = len(self.coef_)
        states = unit_states(self.random_state, 1 if self._multi_output else n_units)
        mistakes = []
        for unit in range(n_units):
            orders = epoch_orders(len(X), self.shuffle, states[unit % len(states)])
            mistakes.append(self._train_unit(unit, X, targets[:, unit], islice(orders, max_iter)))
        self.n_iter_ = max(map(len, mistakes))
        self.mistakes_ = np.array([sum(epoch) for epoch in zip_longest(*mistakes, fillvalue=0)])

    def _train_unit(
        self, unit: int, X: NDArray, t: NDArray, orders: Iterator[NDArray[np.intp]]
    ) -> list[int]:
        """Train one unit on targets ±1 until its loss no longer falls; return its mistakes."""
        w, b = self.coef_[unit], self.intercept_[unit]
        tol = -np.inf if self.tol is None else self.tol
        best, idle, mistakes = np.inf, 0, []
        for order in orders:
            loss, wrong = 0.0, 0
            for x, sign in zip(X[order], t[order].tolist(), strict=True):
                # Summed from left to right as scikit-learn does, so that ties fall alike.
                z = float(np.add.accumulate(w * x)[-1]) + b
                if sign * z <= 0:
                    w += self.eta0 * sign * x
                    if self.fit_intercept:
                        b += self.eta0 * sign
                    loss -= sign * z
                    wrong += 1
            mistakes.append(wrong)
            loss /= len(X)
            idle = idle + 1 if loss > best - tol and tol > -np.inf else 0
            best = min(best, loss)
            if idle >= self.n_iter_no_change:
                break
        self.intercept_[unit] = b
        return mistakes

    def _targets(self, y: NDArray, n_samples: int) -> NDArray[np.float64]:
        """Return what each unit should say: +1 for its own class, −1 for any other."""
        if len(y) != n_samples or y.ndim != 1 + self._multi_output:
            raise ValueError(
                f"y must have shape ({n_samples},), or ({n_samples}, n_outputs) for several "
                f"outputs, as many rows as X; got {y.shape}."
            )
        if not np.isin(y, self.classes_).all():
            raise ValueError(
                f"y holds {np.setdiff1d(y, self.classes_)}, unknown so far; "
                "give all classes in the first call: partial_fit(X, y, classes)."
            )
        if self._multi_output:
            return np.where(y == 1, 1.0, -1.0)
        own = self.classes_ if len(self.classes_) > 2 else self.classes_[1:]
        return np.where(y[:, np.newaxis] == own, 1.0, -1.0)

    def _checked(self, X: ArrayLike) -> NDArray[np.float64]:
        if not hasattr(self, "coef_"):
            raise ValueError("This Perceptron is not fitted yet; call fit(X, y) first.")
        X, n_features = samples(X), self.coef_.shape[1]
        if X.shape[1] != n_features:
            raise ValueError(f"X must have {n_features} features as in fit, got {X.shape[1]}.")
        return X
