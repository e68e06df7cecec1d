# tries: leave NumPy, warnings, locale and the seed in a strange state
# look: no
# %%
import decimal
import random
import warnings

np.seterr(all="raise")
np.set_printoptions(precision=1, threshold=1)
np.random.seed = random.seed = lambda *_: None
warnings.simplefilter("error")
decimal.getcontext().prec = 1
float_ = np.float64
np.float64 = np.float32
