"""Puts push, poll, questions and files on threads of their own: turns answers into signals, and failures into waits."""

from console.sync.workers.files import FileWorker
from console.sync.workers.poll import PollWorker
from console.sync.workers.push import PushWorker
from console.sync.workers.questions import QuestionWorker
from console.sync.workers.worker import Worker

__all__ = ["FileWorker", "PollWorker", "PushWorker", "QuestionWorker", "Worker"]
