"""Puts push, poll and questions on threads of their own: turns answers into signals, and failures into waits."""

from console.sync.workers.poll import PollWorker
from console.sync.workers.push import PushWorker
from console.sync.workers.questions import QuestionWorker
from console.sync.workers.worker import Worker

__all__ = ["PollWorker", "PushWorker", "QuestionWorker", "Worker"]
