# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 1. Perceptron: exercises
#
# Ten exercises, 20 points. They follow the lesson's order and get harder on the way; each takes five
# to fifteen minutes.
#
# For each you write one or two functions. The cell below it checks what you wrote and tells you what
# it saw: not only *that* something is wrong but, if it knows the mistake, *which*. Run it as often as
# you like; nothing is counted. When your work is graded the same checks run again on other inputs.
#
# Every answer stands alone: do not call one exercise's function in another.

# %% nbgrader={"grade": false, "grade_id": "imports", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from nnlab import check


# %% [markdown]
# ## 1. Two steps (2 points)
#
# A neuron of this chapter ends in a step. There are two:
#
# $$
# \text{heaviside}(z) = \begin{cases} 0 & z < 0 \\ 1 & z \ge 0 \end{cases}
# \qquad
# \text{sign}(z) = \begin{cases} -1 & z < 0 \\ 0 & z = 0 \\ 1 & z > 0 \end{cases}
# $$
#
# **Return** an array of numbers of the shape of `z`, which may be any. For `np.array([-2.0, 0.0, 3.0])`
# the first gives `[0, 1, 1]` and the second `[-1, 0, 1]`.

# %% nbgrader={"grade": false, "grade_id": "heaviside", "locked": false, "schema_version": 3, "solution": true, "task": false}
def heaviside(z):
    """1 where z >= 0, else 0."""
    ### BEGIN SOLUTION
    return np.where(z >= 0, 1, 0)
    ### END SOLUTION


# %% concepts=["heaviside"] nbgrader={"grade": true, "grade_id": "heaviside_test", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("perceptron.heaviside", heaviside)
### BEGIN HIDDEN TESTS
check("perceptron.heaviside", heaviside, seed=101)
### END HIDDEN TESTS

# %% nbgrader={"grade": false, "grade_id": "sign", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sign(z):
    """-1, 0 or 1: the sign of each entry of z."""
    ### BEGIN SOLUTION
    return np.where(z > 0, 1, np.where(z < 0, -1, 0))
    ### END SOLUTION


# %% concepts=["sign"] nbgrader={"grade": true, "grade_id": "sign_test", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("perceptron.sign", sign)
### BEGIN HIDDEN TESTS
check("perceptron.sign", sign, seed=102)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. One unit, and a layer of them (2 points)
#
# A threshold logic unit adds up its inputs, each times its weight, adds its bias, and takes the step:
# $\hat y = \text{heaviside}(w \cdot x + b)$.
#
# `tlu` applies one unit to many rows. `X` has shape `(rows, features)`, `w` has shape `(features,)`,
# `b` is a number.
#
# **Return** an array of shape `(rows,)` of zeros and ones. With `X = [[1, 0], [0, 1]]`, `w = [1, -1]`
# and `b = -0.5` that is `[1, 0]`.

# %% nbgrader={"grade": false, "grade_id": "tlu", "locked": false, "schema_version": 3, "solution": true, "task": false}
def tlu(X, w, b):
    """The output of one unit for every row of X."""
    ### BEGIN SOLUTION
    return np.where(X @ w + b >= 0, 1, 0)
    ### END SOLUTION


# %% concepts=["threshold-logic-unit", "weighted-sum", "bias"] nbgrader={"grade": true, "grade_id": "tlu_test", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("perceptron.tlu", tlu)
### BEGIN HIDDEN TESTS
check("perceptron.tlu", tlu, seed=103)
### END HIDDEN TESTS

# %% [markdown]
# A layer is several units that look at the same inputs. Their weights are the columns of one matrix, so
# that the whole layer is $H = \varphi(XW + b)$ with $\varphi$ = heaviside. Now `W` has shape
# `(features, units)` and `b` has shape `(units,)`.
#
# **Return** an array of shape `(rows, units)`. With `X = [[1, 0]]`, `W = [[1, -1], [1, 1]]` and
# `b = [-0.5, 0.5]` that is `[[1, 0]]`.

# %% nbgrader={"grade": false, "grade_id": "layer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def layer(X, W, b):
    """The outputs of a layer of units for every row of X."""
    ### BEGIN SOLUTION
    return np.where(X @ W + b >= 0, 1, 0)
    ### END SOLUTION


# %% concepts=["layer-of-tlus", "multi-output"] nbgrader={"grade": true, "grade_id": "layer_test", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("perceptron.layer", layer)
### BEGIN HIDDEN TESTS
check("perceptron.layer", layer, seed=104)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. Logic with neurons (4 points)
#
# Inputs are now 0 or 1, and a unit computes a gate. `name` is one of
#
# - `"and"`: fires when all inputs are 1,
# - `"or"`: fires when at least one is,
# - `"majority"`: fires when *more than half* are,
# - `"not"`: has one input, and fires when it is 0.
#
# **Return** `(w, b)`: the weights, of shape `(n_inputs,)`, and the bias, a number. Many are right. One
# right answer for `gate("or", 2)` is `(np.array([1.0, 1.0]), -0.5)`.

# %% nbgrader={"grade": false, "grade_id": "gate", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gate(name, n_inputs):
    """Weights and bias of a unit that computes the gate."""
    ### BEGIN SOLUTION
    if name == "not":
        return np.array([-1.0]), 0.5
    ones_needed = {"and": n_inputs, "or": 1, "majority": n_inputs // 2 + 1}
    return np.ones(n_inputs), 0.5 - ones_needed[name]
    ### END SOLUTION


# %% concepts=["logic-with-neurons"] nbgrader={"grade": true, "grade_id": "gate_test", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("perceptron.gate", gate)
### BEGIN HIDDEN TESTS
check("perceptron.gate", gate, seed=105)
### END HIDDEN TESTS

# %% [markdown]
# No unit computes *exclusive or*, which is 1 when exactly one of two inputs is 1. Two layers do:
#
# $$ h = \text{heaviside}(xW + b), \qquad \hat y = \text{heaviside}(h \cdot v + c). $$
#
# Find weights by hand, with two hidden units. (What could each of them look for?)
#
# **Return** `(W, b, v, c)` of shapes `(2, 2)`, `(2,)`, `(2,)` and a number. Column `k` of `W` holds the
# weights of hidden unit `k`.

# %% nbgrader={"grade": false, "grade_id": "xor_network", "locked": false, "schema_version": 3, "solution": true, "task": false}
def xor_network():
    """Weights and biases of two layers that compute XOR."""
    ### BEGIN SOLUTION
    W = np.array([[1.0, 1.0], [1.0, 1.0]])  # unit 0 computes OR, unit 1 computes AND
    b = np.array([-0.5, -1.5])
    v, c = np.array([1.0, -1.0]), -0.5  # OR and not AND
    return W, b, v, c
    ### END SOLUTION


# %% concepts=["xor", "two-layers"] nbgrader={"grade": true, "grade_id": "xor_network_test", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("perceptron.xor_network", xor_network)
### BEGIN HIDDEN TESTS
check("perceptron.xor_network", xor_network, seed=106)
### END HIDDEN TESTS

# %% [markdown]
# And not only XOR: any truth table. `X` holds every combination of the inputs, one a row, in any order;
# `y` holds the output that each should give.
#
# Build the network: one hidden unit for each row whose output is 1, that fires *for that row and no
# other*; then an output unit that fires when any of them does. For the row $(1, 0)$, which weight should
# the second input have, so that $(1, 1)$ stays below the threshold?
#
# **Return** `(W, b, v, c)` as before; `W` has shape `(inputs, hidden units)`. The table may have no 1 at
# all.

# %% nbgrader={"grade": false, "grade_id": "compile_table", "locked": false, "schema_version": 3, "solution": true, "task": false}
def compile_table(X, y):
    """Weights and biases of two layers that compute the truth table."""
    ### BEGIN SOLUTION
    rows = X[y == 1]
    W = 2.0 * rows.T - 1  # +1 where the row has a 1, -1 where it has a 0
    b = 0.5 - rows.sum(axis=1)  # the row itself reaches its number of ones, others at most one less
    return W, b, np.ones(len(rows)), -0.5
    ### END SOLUTION


# %% concepts=["logic-with-neurons", "two-layers"] nbgrader={"grade": true, "grade_id": "compile_table_test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("perceptron.compile_table", compile_table)
### BEGIN HIDDEN TESTS
check("perceptron.compile_table", compile_table, seed=107)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. Hebb and Rosenblatt (3 points)
#
# *Cells that fire together wire together.* Start with $w = 0$ and go through the rows once. For each row
# $x$ with output $y$ (0 or 1), Hebb's rule says
#
# $$ w \leftarrow w + \eta\, x\, y . $$
#
# **Return** `w` after the last row, of shape `(features,)`. With `X = [[1, 2], [3, 4]]`, `y = [1, 0]` and
# `eta0 = 0.5` that is `[0.5, 1.0]`.

# %% nbgrader={"grade": false, "grade_id": "hebb", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hebb(X, y, eta0):
    """The weights after one pass of Hebb's rule, from zeros."""
    ### BEGIN SOLUTION
    w = np.zeros(X.shape[1])
    for x, fires in zip(X, y):
        w = w + eta0 * x * fires
    return w
    ### END SOLUTION


# %% concepts=["hebb"] nbgrader={"grade": true, "grade_id": "hebb_test", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("perceptron.hebb", hebb)
### BEGIN HIDDEN TESTS
check("perceptron.hebb", hebb, seed=108)
### END HIDDEN TESTS

# %% [markdown]
# Rosenblatt's rule asks first what the unit answers, $\hat y = \text{heaviside}(w \cdot x + b)$, and
# moves the weights by the error:
#
# $$ w \leftarrow w + \eta\,(y - \hat y)\,x, \qquad b \leftarrow b + \eta\,(y - \hat y). $$
#
# Go through the rows once, in order, from the `w` and `b` you are given, and record what happens.
#
# **Return** `(weights, biases, mistakes)`, two arrays and a number: the weights *after* each row, shape
# `(rows, features)`; the bias after each row, shape `(rows,)`; and how many rows were answered wrongly. With
# `X = [[1, 2], [3, 4]]`, `y = [0, 1]`, `w = [0, 0]`, `b = 0` and `eta0 = 1`, the first row is a mistake (why?)
# and so is the second:
# `([[-1, -2], [2, 2]], [-1, 0], 2)`.

# %% nbgrader={"grade": false, "grade_id": "perceptron_epoch", "locked": false, "schema_version": 3, "solution": true, "task": false}
def perceptron_epoch(X, y, w, b, eta0):
    """Weights and bias after each row of one epoch, and the number of mistakes."""
    ### BEGIN SOLUTION
    weights, biases, mistakes = [], [], 0
    for x, target in zip(X, y):
        error = target - (1 if x @ w + b >= 0 else 0)
        w = w + eta0 * error * x
        b = b + eta0 * error
        mistakes += int(error != 0)
        weights.append(w)
        biases.append(b)
    return np.array(weights), np.array(biases), mistakes
    ### END SOLUTION


# %% concepts=["perceptron-rule"] nbgrader={"grade": true, "grade_id": "perceptron_epoch_test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("perceptron.perceptron_epoch", perceptron_epoch)
### BEGIN HIDDEN TESTS
check("perceptron.perceptron_epoch", perceptron_epoch, seed=109)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. How many mistakes? (2 points)
#
# If a line separates the classes, the rule makes a finite number of mistakes. Count them. Start with
# $w = 0$, $b = 0$, take $\eta = 1$, go through the rows in order again and again, and stop after the first
# epoch without a mistake, or after `max_epochs`.
#
# **Return** how many rows were answered wrongly, in all epochs together: an integer. For the gate AND,
# its four rows in counting order, that is 11.

# %% nbgrader={"grade": false, "grade_id": "count_mistakes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def count_mistakes(X, y, max_epochs):
    """The number of mistakes until an epoch has none."""
    ### BEGIN SOLUTION
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_epochs):
        before = mistakes
        for x, target in zip(X, y):
            error = target - (1 if x @ w + b >= 0 else 0)
            w, b = w + error * x, b + error
            mistakes += int(error != 0)
        if mistakes == before:
            break
    return mistakes
    ### END SOLUTION


# %% concepts=["convergence-theorem"] nbgrader={"grade": true, "grade_id": "count_mistakes_test", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("perceptron.count_mistakes", count_mistakes)
### BEGIN HIDDEN TESTS
check("perceptron.count_mistakes", count_mistakes, seed=110)
### END HIDDEN TESTS

# %% [markdown]
# The theorem says how large that number can be. Put the constant input in: $\tilde x = (x, 1)$ and
# $\tilde w = (w, b)$, and let the targets be signs, $t = 2y - 1$. With
#
# $$
# R = \max_n |\tilde x_n|, \qquad
# \gamma = \min_n \frac{t_n\, \tilde w \cdot \tilde x_n}{|\tilde w|},
# \qquad \text{mistakes} \le \left(\frac{R}{\gamma}\right)^2 .
# $$
#
# $w$ and $b$ are those of any unit that separates the rows.
#
# **Return** the bound, a number. With `X = [[2, 2], [-2, -2]]`, `y = [1, 0]`, `w = [1, 1]` and `b = 0`: $R = 3$,
# $\gamma = 2\sqrt 2$, and the bound is 1.125.

# %% nbgrader={"grade": false, "grade_id": "mistake_bound", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mistake_bound(X, y, w, b):
    """(R / gamma) squared, for rows that w and b separate."""
    ### BEGIN SOLUTION
    longest = np.sqrt((X**2).sum(axis=1) + 1).max()
    margin = ((2 * y - 1) * (X @ w + b)).min() / np.sqrt(w @ w + b**2)
    return (longest / margin) ** 2
    ### END SOLUTION


# %% concepts=["mistake-bound"] nbgrader={"grade": true, "grade_id": "mistake_bound_test", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("perceptron.mistake_bound", mistake_bound)
### BEGIN HIDDEN TESTS
check("perceptron.mistake_bound", mistake_bound, seed=111)
### END HIDDEN TESTS

# %% [markdown]
# ## 6. The same coefficients as scikit-learn (2 points)
#
# `sklearn.linear_model.Perceptron` is the same as `SGDClassifier` with `loss="perceptron"`, a constant
# learning rate of 1 and no penalty, and both write the rule with targets $t = \pm 1$: a row is a mistake
# when $t\,(w \cdot x + b) \le 0$, and then
#
# $$ w \leftarrow w + t\,x, \qquad b \leftarrow b + t . $$
#
# Look at the sign $\le$. A sum of exactly 0 is a mistake *whatever the target*.
#
# Write it so that you get the library's coefficients on iris, digit for digit, when it neither shuffles
# nor stops early. Start from zeros and go through the rows `n_epochs` times. `y` holds zeros and ones.
#
# **Return** `(coef, intercept)`: an array of shape `(features,)` and a number. With `X = [[2, 1]]`, `y = [0]`
# and one epoch that is `([-2, -1], -1)`.

# %% nbgrader={"grade": false, "grade_id": "fit_like_sklearn", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fit_like_sklearn(X, y, n_epochs):
    """The coefficients and the intercept of scikit-learn's Perceptron."""
    ### BEGIN SOLUTION
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        for x, t in zip(X, 2 * y - 1):
            if t * (x @ w + b) <= 0:
                w, b = w + t * x, b + t
    return w, b
    ### END SOLUTION


# %% concepts=["scikit-learn-equivalence", "iris"] nbgrader={"grade": true, "grade_id": "fit_like_sklearn_test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check("perceptron.fit_like_sklearn", fit_like_sklearn)
### BEGIN HIDDEN TESTS
check("perceptron.fit_like_sklearn", fit_like_sklearn, seed=112)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. Is there a line at all? (1 point)
#
# Training cannot tell you that *no* line separates the classes; it only goes on. A linear program can. Ask
# for weights with
#
# $$ t_n\,(w \cdot x_n + b) \ge 1 \quad \text{for every row } n, \qquad t = 2y - 1 . $$
#
# If there are any, the rows are separable; if the program has no solution, they are not. (Why 1 and not 0?)
#
# `scipy.optimize.linprog(c, A_ub=A, b_ub=b, bounds=...)` looks for the smallest $c \cdot v$ among all $v$ with
# $Av \le b$. Here any solution will do, so `c` may be zeros. Read in its documentation what `bounds` is when you
# leave it out.
#
# **Return** `True` or `False`. For XOR that is `False`, for AND it is `True`.

# %% nbgrader={"grade": false, "grade_id": "is_separable", "locked": false, "schema_version": 3, "solution": true, "task": false}
def is_separable(X, y):
    """Whether some unit answers every row rightly."""
    ### BEGIN SOLUTION
    from scipy.optimize import linprog

    signs = 2 * y - 1
    A = -signs[:, None] * np.column_stack([X, np.ones(len(X))])
    program = linprog(np.zeros(A.shape[1]), A_ub=A, b_ub=-np.ones(len(X)), bounds=(None, None))
    return bool(program.success)
    ### END SOLUTION


# %% concepts=["linear-separability", "xor"] nbgrader={"grade": true, "grade_id": "is_separable_test", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("perceptron.is_separable", is_separable)
### BEGIN HIDDEN TESTS
check("perceptron.is_separable", is_separable, seed=113)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. Find the bug (1 point)
#
# A perceptron with three units should learn the three species of iris. It runs, and its weights grow without
# end. There are two bugs.

# %% nbgrader={"grade": false, "grade_id": "broken_fit", "locked": true, "schema_version": 3, "solution": false, "task": false}
def broken_fit(X, Y, n_epochs):
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for epoch in range(n_epochs):
        for x, y in zip(X, Y):
            z = x @ W + b
            error = y - z
            W = W + np.outer(x, error)
            b = error
    return W, b


# %% [markdown]
# `X` has shape `(rows, features)`; `Y` has shape `(rows, units)` and holds zeros and ones. Each unit should learn
# by Rosenblatt's rule with $\eta = 1$, all of them at once.
#
# **Return** `(W, b)` after `n_epochs`, two arrays of shapes `(features, units)` and `(units,)`. With `X = [[2, 1]]`,
# `Y = [[1, 0]]` and one epoch that is `([[0, -2], [0, -1]], [0, -1])`.

# %% nbgrader={"grade": false, "grade_id": "repaired_fit", "locked": false, "schema_version": 3, "solution": true, "task": false}
def repaired_fit(X, Y, n_epochs):
    """The weights and biases of a layer trained by the perceptron rule."""
    ### BEGIN SOLUTION
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    for epoch in range(n_epochs):
        for x, y in zip(X, Y):
            error = y - np.where(x @ W + b >= 0, 1, 0)
            W = W + np.outer(x, error)
            b = b + error
    return W, b
    ### END SOLUTION


# %% concepts=["perceptron-rule", "multi-output", "iris"] nbgrader={"grade": true, "grade_id": "repaired_fit_test", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("perceptron.repaired_fit", repaired_fit)
### BEGIN HIDDEN TESTS
check("perceptron.repaired_fit", repaired_fit, seed=114)
### END HIDDEN TESTS

# %% [markdown]
# ## 9. True or false, and show it (1 point)
#
# Decide each claim. Where you can, try it in a cell of your own before you answer.
#
# - **a.** McCulloch and Pitts published their neuron in 1944.
# - **b.** Rosenblatt built the perceptron years before Minsky and Papert wrote about its limits.
# - **c.** The number that an artificial neuron sends on is a measured quantity of a biological one.
# - **d.** From weights of zero, the perceptron makes the same mistakes with $\eta = 0.5$ and with $\eta = 4$.
# - **e.** On data that a line separates, the rule stops making mistakes, in whatever order the rows come.
# - **f.** With enough epochs a single unit gets all four rows of XOR right.
# - **g.** The sum $z$ of a trained perceptron tells how probable the class is, as in logistic regression.
# - **h.** Two layers of threshold units can compute every truth table.
#
# **Return** a dict with the keys `"a"` to `"h"`, each `True` or `False`.

# %% nbgrader={"grade": false, "grade_id": "claims", "locked": false, "schema_version": 3, "solution": true, "task": false}
def claims():
    """Which of the eight claims are true."""
    ### BEGIN SOLUTION
    return {
        "a": False,  # 1943
        "b": True,  # 1957 and 1969
        "c": False,  # real neurons send pulses in time
        "d": True,  # all weights scale with eta, and the sign of the sum does not
        "e": True,  # the bound does not know the order
        "f": False,  # no line separates XOR
        "g": False,  # scaled weights give the same perceptron and another z
        "h": True,  # exercise 3
    }
    ### END SOLUTION


# %% concepts=["history", "biological-neuron", "no-probabilities", "convergence-theorem"] nbgrader={"grade": true, "grade_id": "claims_test", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check("perceptron.claims", claims)
### BEGIN HIDDEN TESTS
check("perceptron.claims", claims, seed=115)
### END HIDDEN TESTS

# %% [markdown]
# ## 10. In your own words (2 points)
#
# A hospital trains a perceptron on two measurements of its patients, *ill* or *well*. After a hundred epochs it
# still makes mistakes in every epoch. A doctor proposes to train ten times as long, and to tell each patient
# "your $z$ is 4.2, so you are very probably ill".
#
# Answer both proposals in about five sentences: what do the mistakes that do not end tell you, what would you look
# at next, and what can $z$ say to a patient? Graded by hand: one point for each proposal.

# %% [markdown] concepts=["no-probabilities", "linear-separability"] nbgrader={"grade": true, "grade_id": "in_your_own_words", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# ### BEGIN MARK SCHEME
# One point: mistakes that never end mean that no line separates these rows, or that its margin is tiny (the
# bound counts mistakes, and nobody knows it beforehand); a linear program decides; more epochs do not help the
# first; other features or a second layer do.
#
# One point: *z* has no scale, since all weights times ten give the same answers; it is no probability. Logistic
# regression or a calibrated model gives one.
# ### END MARK SCHEME
