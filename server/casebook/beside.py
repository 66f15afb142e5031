"""A second process that judges while the first one reads and writes: an import is two halves of nearly the same length.

The two work in step: while one chunk is judged beside, the rows of the chunk before it are written and the next chunk
is read. The second process knows no database; it ends with its pipe, so also with a first process that was killed.
"""

import gc
import multiprocessing
import signal
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from multiprocessing.connection import Connection
from operator import attrgetter

from rules.commands import Command
from server.casebook.making import Batch, Maker
from server.said import Told

Chunk = Sequence[Command]
_fields_of = attrgetter(*(field.name for field in fields(Command)))  # half the price of sending the commands themselves


class HelperLost(Told):
    """The second process ended by itself: it was killed, or there was no memory for it."""


def batches(maker: Maker, chunks: Iterator[Chunk]) -> Generator[Batch, None, None]:
    """What the chunks come to, in order; a single one is not worth a second process. Raises HelperLost."""
    first, waiting = next(chunks, None), next(chunks, None)
    if first is None:
        return
    if waiting is None:
        yield maker.make(first)
        return
    with _helper(maker) as helper:
        yield maker.make(first)  # the helper is still loading
        helper.send(waiting)
        while (waiting := next(chunks, None)) is not None:
            batch = helper.take()
            helper.send(waiting)
            yield batch
        yield helper.take()


class _Helper:
    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def send(self, chunk: Chunk) -> None:
        """Give it a chunk to judge; it must have been asked for the one before."""
        try:
            self._pipe.send([_fields_of(command) for command in chunk])
        except OSError as error:
            raise _lost() from error

    def take(self) -> Batch:
        """Wait for what the chunk came to."""
        try:
            batch: Batch = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise _lost() from error
        return batch


@contextmanager
def _helper(maker: Maker) -> Iterator[_Helper]:
    spawning = multiprocessing.get_context("spawn")  # a fork would take database connections and threads along
    here, there = spawning.Pipe()
    small = replace(maker.city, grids=None, gazetteer=None)  # both are large, and places are looked up before
    blind = replace(maker, city=small)
    process = spawning.Process(target=_judge_all, args=(there, blind), daemon=True, name="judging")
    process.start()
    there.close()
    try:
        yield _Helper(here)
    finally:
        here.close()
        process.join()


def _judge_all(pipe: Connection, maker: Maker) -> None:
    """The second process: chunks in, batches out, until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the first process, and that this one
    gc.disable()  # no cycles are made; the collector would walk over all values again and again
    try:
        while True:
            pipe.send(maker.make([Command(*values) for values in pipe.recv()]))
    except (EOFError, OSError):
        pipe.close()


def _lost() -> HelperLost:
    return HelperLost(
        "导入时的第二个进程意外结束（内存不足？），未导入任何内容，请重新导入",
        "the second process of the import ended by itself (out of memory?); nothing was imported, import again",
    )
