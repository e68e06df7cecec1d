"""Mutants that compute the same as the source, each with the reason: place: mutated statement."""
# ruff: noqa: E501

EQUIVALENT = {
    "activations/gates.py/Swish/value: return np.where(z == -np.inf, 1, z) * sigmoid.value(z)": "any finite number times σ(−∞) = 0 is 0",
    "activations/gates.py/GELU/value: return np.where(z == -np.inf, 1, z) * _normal_cdf(z)": "any finite number times Φ(−∞) = 0 is 0",
    "activations/gates.py/_or_0: return np.where(np.isinf(z), 1, z)": "what it is multiplied by is 0 at ±∞",
    "activations/gates.py/_normal_cdf: return ndtr(z).astype(z.dtype, copy=True)": "a copy of the same numbers",
    "activations/rectifiers.py/LeakyReLU/value: return np.where(np.real(z) >= 0, z, self.negative_slope * z)": "both sides are 0 at 0",
    "activations/rectifiers.py/ELU/value: return np.where(np.real(z) >= 0, z, self.alpha * np.expm1(np.minimum(z, 0)))": "both sides are 0 at 0",
    "activations/rectifiers.py/ELU/value: return np.where(np.real(z) > 0, z, self.alpha * np.expm1(np.minimum(z, 1)))": "the bound keeps e^z from overflowing where it is not used",
    "activations/rectifiers.py/ELU/slope: return np.where(np.real(z) < 0, self.alpha * np.exp(np.minimum(z, 1)), np.ones_like(z))": "the bound keeps e^z from overflowing where it is not used",
    "activations/sigmoids.py/Sigmoid/value: return np.where(np.real(z) <= 0, e, 1) / (1 + e)": "e^0 = 1",
    "initializers/random.py/TruncatedNormal/__call__: while (beyond := (np.abs(z) >= 2)).any():": "exactly 2 has probability 0",
    "initializers/random.py/TruncatedNormal/__call__: return self.mean - self.stddev * z": "z and −z have the same distribution",
    "losses/_base.py/Loss/_checked: y_true = np.asarray(y_true).astype(np.abs(y_pred).dtype, copy=False)": "the dtype of |z| is that of Re z",
    "losses/_base.py/Loss/_checked: y_true = np.asarray(y_true).astype(np.real(y_pred).dtype, copy=True)": "a copy of the same numbers",
    "losses/_base.py/Loss/_checked: return (y_true.reshape(-2, 1), y_pred.reshape(-1, 1))": "NumPy takes any negative size for the one to find out",
    "losses/_base.py/Loss/_checked: return (y_true.reshape(-1, 1), y_pred.reshape(-2, 1))": "NumPy takes any negative size for the one to find out",
    "losses/_base.py/_weights: weights = np.asarray(sample_weight).astype(np.abs(values).dtype, copy=False)": "the dtype of |z| is that of Re z",
    "losses/_base.py/_weights: weights = np.asarray(sample_weight).astype(np.real(values).dtype, copy=True)": "a copy of the same numbers",
    "losses/_base.py/_mismatch: flat, column = ('y_true', 'y_pred') if len(true) <= len(pred) else ('y_pred', 'y_true')": "one of them has an axis more",
    "losses/regression.py/Huber/value: return np.mean(np.where(np.abs(error) < self.delta, squared, linear), axis=-1)": "both parts are equal at δ",
    "perceptron/_order.py/epoch_orders: generator.randint(2, INT_MAX)": "the number drawn is thrown away; that one is drawn counts",
}
