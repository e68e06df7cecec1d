"""The check engine: an exercise knows its right answers and its wrong ones, and says which it got.

A wrong answer is a formula too. Each :class:`Exercise` holds a reference, a way to draw probes
(arguments to try), a bank of known mistakes that can be executed, and other right answers.
:func:`diagnose` runs an answer on the probes and returns a :class:`Verdict` in words.
"""

from nnlab.checks.diagnose import diagnose
from nnlab.checks.exercise import Exercise, Mistake
from nnlab.checks.source import source
from nnlab.checks.verdict import CheckFailed, Verdict

__all__ = ["CheckFailed", "Exercise", "Mistake", "Verdict", "diagnose", "source"]
