"""Is there a line at all? A linear program answers."""

import numpy as np

from nnlab import datasets, perceptron
from nnlab.checks import Exercise


def _probes(rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    angle = rng.uniform(0, 2 * np.pi)
    direction = np.array([np.cos(angle), np.sin(angle)])
    rows = int(rng.choice([79, 83, 89, 97]))  # of fewer rows a line separates some moons
    near = rng.normal(size=(rows, 2)) + 3 * direction
    thin = np.array([[-1.0, 0.0], [0.0, 0.001], [1.0, 0.0], [0.0, -0.001], [40.0, 0.1]])
    return [
        (corners, np.array([0, 1, 1, 0])),
        (corners, np.array([0, 0, 0, 1])),
        (near, np.where(near @ direction >= 3, 1, 0)),
        (thin, np.array([0, 1, 0, 0, 1])),
        datasets.make_moons(rows, noise=0.2, rng=rng),
        (np.array([[0.0], [1.0], [2.0], [30.0]]), np.array([0, 0, 1, 1])),
        (np.array([[-2.0], [-1.0], [1.0], [2.0]]), np.array([1, 1, 0, 0])),
    ]


is_separable = Exercise(
    id="perceptron.is_separable",
    reference=lambda X, y: perceptron.is_linearly_separable(X, y),
    probes=_probes,
    returns=("answer",),
)


@is_separable.mistake(
    "weights not allowed to be negative",
    says="**You say no to all rows that can be separated, to AND as well.** One way to get this "
    "is a program whose variables may not be negative; there are others.",
    asks="Put weights that compute AND into your conditions: are they all met, and does your "
    "answer depend on it?",
)
def separable_positive(X, y):
    from scipy.optimize import linprog

    t = 2 * y - 1
    A = -t[:, None] * np.column_stack([X, np.ones(len(X))])
    return bool(linprog(np.zeros(A.shape[1]), A_ub=A, b_ub=-np.ones(len(X))).success)


@is_separable.mistake(
    "no bias",
    says="**You find a line only where one goes through the origin.** One way to get this is a "
    "unit that has no bias, or whose bias may not be every number.",
    asks="Which values may the bias take in your program?",
)
def separable_no_bias(X, y):
    from scipy.optimize import linprog

    A = -(2 * y - 1)[:, None] * X
    answer = linprog(np.zeros(A.shape[1]), A_ub=A, b_ub=-np.ones(len(X)), bounds=(None, None))
    return bool(answer.success)


@is_separable.mistake(
    "least squares for separation",
    says="**You miss a line when a few points lie far away on their own right side.** One way to "
    "get this is to fit the targets by least squares and look at the sign: such points pull the "
    "fit off.",
    asks="Does being *far* on the right side do any harm to a line that separates?",
)
def separable_lstsq(X, y):
    A, t = np.column_stack([X, np.ones(len(X))]), 2 * y - 1
    v = np.linalg.lstsq(A, t, rcond=None)[0]
    return bool(np.all(t * (A @ v) > 0))


@is_separable.mistake(
    "training given up too soon",
    says="**You miss a line when the margin is small.** One way to get this is to train for some "
    "epochs and say no when mistakes remain: the rule may make up to (R/γ)² of them, which nobody "
    "knows beforehand.",
    asks="When you find no line, what makes you *sure* that there is none?",
)
def separable_training(X, y):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(20):
        mistakes = 0
        for x, target in zip(X, y):
            error = target - (1 if x @ w + b >= 0 else 0)
            w, b = w + error * x, b + error
            mistakes += abs(int(error))
        if mistakes == 0:
            return True
    return False


@is_separable.mistake(
    "zero weights allowed",
    says="**You say yes to everything, to XOR as well.** One way to get this is a condition "
    "that some weights, such as `w = 0` and `b = 0`, meet for any rows.",
    asks="What does `linprog` find for XOR, and which part of what it returns do you look at?",
)
def separable_zero(X, y):
    from scipy.optimize import linprog

    A = -(2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    answer = linprog(np.zeros(A.shape[1]), A_ub=A, b_ub=np.zeros(len(X)), bounds=(None, None))
    return bool(answer.success)


@is_separable.mistake(
    "answer turned round",
    says="**Every answer is the opposite of the right one:** yes to XOR, no to AND.",
    asks="What does it say of the rows when your program has a solution?",
)
def separable_reversed(X, y):
    from scipy.optimize import linprog

    A = -(2 * y - 1)[:, None] * np.column_stack([X, np.ones(len(X))])
    answer = linprog(np.zeros(A.shape[1]), A_ub=A, b_ub=-np.ones(len(X)), bounds=(None, None))
    return not answer.success


@is_separable.accepts
def separable_linprog(X, y):
    from scipy.optimize import linprog

    t = np.where(y == 1, 1.0, -1.0)
    A = t[:, None] * np.column_stack([np.ones(len(X)), X])
    result = linprog(np.zeros(A.shape[1]), A_ub=-A, b_ub=-np.ones(len(X)), bounds=(None, None))
    return result.status == 0


@is_separable.accepts
def separable_hulls(X, y):
    from scipy.optimize import linprog

    a, b = X[y == 1], X[y == 0]
    equal = np.vstack(
        [
            np.hstack([a.T, -b.T]),
            np.hstack([np.ones(len(a)), np.zeros(len(b))]),
            np.hstack([np.zeros(len(a)), np.ones(len(b))]),
        ]
    )
    right = np.append(np.zeros(X.shape[1]), [1.0, 1.0])
    return not linprog(np.zeros(len(X)), A_eq=equal, b_eq=right).success


@is_separable.accepts
def separable_slack(X, y):
    from scipy.optimize import linprog

    t = 2 * y - 1
    margin = np.column_stack([t[:, None] * X, t, np.ones(len(X))])
    cost = np.append(np.zeros(X.shape[1] + 1), 1.0)
    bounds = [(None, None)] * (X.shape[1] + 1) + [(0, None)]
    return bool(linprog(cost, A_ub=-margin, b_ub=-np.ones(len(X)), bounds=bounds).fun < 1e-6)
