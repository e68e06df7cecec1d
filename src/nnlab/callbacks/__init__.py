"""Callbacks: what a training does besides training."""

from nnlab.callbacks.callback import Callback, CallbackList
from nnlab.callbacks.early_stopping import EarlyStopping
from nnlab.callbacks.gradient_norms import GradientNorms
from nnlab.callbacks.history import History
from nnlab.callbacks.learning_rate_scheduler import LearningRateScheduler
from nnlab.callbacks.model_checkpoint import ModelCheckpoint
from nnlab.callbacks.progress_bar import EpochLines, ProgressBar

__all__ = [
    "Callback",
    "CallbackList",
    "EarlyStopping",
    "EpochLines",
    "GradientNorms",
    "History",
    "LearningRateScheduler",
    "ModelCheckpoint",
    "ProgressBar",
]
