"""The training in the windows: how it goes so far, and what it was worth."""

from console.ui.training.training import TrainingDesk

__all__ = ["TrainingDesk"]
