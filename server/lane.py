"""Where casebook calls run: off the event loop, in order within each lane, with a bounded queue before them."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Any, ParamSpec, TypeVar, cast

MAX_WAITING = 200
MAX_TOGETHER = 64
PAGES = ""  # the lane of what shares its transactions: pages and programs
P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A")
Ordered = tuple[int, int, "Future[Any]", Callable[[], Any]]  # order, when it came, who waits, what is to be done


class Busy(Exception):
    """Too many are waiting: come back a little later."""


class ApplyLane:
    """Some threads; what names the same lane runs one after the other, on the thread that had the least to do.

    Which feeds a call writes to is settled at the database; lanes here only keep those apart that could wait together.
    """

    def __init__(self, threads: int = 1) -> None:
        self._threads = [ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"apply-{n}") for n in range(threads)]
        self._lock = threading.Lock()
        self._shared: dict[Callable[..., Any], list[tuple[Any, Future[Any]]]] = {}
        self._ordered: dict[str, list[Ordered]] = {}
        self._homes: dict[str, int] = {}  # the thread of each lane that has something to do
        self._jobs: Counter[str] = Counter()  # by lane
        self._numbers = count()
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """How many wait, or are under way."""
        return self._waiting

    async def run(self, lane: str, order: int, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run in a lane, a console's for one; of what waits there the lowest `order` comes first.

        Raises Busy when too many wait.
        """
        with self._place():
            mine: Future[T] = Future()
            asked: Ordered = (order, next(self._numbers), mine, partial(work, *args, **kwargs))
            with self._lock:
                heappush(self._ordered.setdefault(lane, []), asked)
            self._submit(lane, partial(self._run_first, lane))
            return await asyncio.wrap_future(mine)

    async def share(self, work: Callable[[Sequence[A]], Sequence[T | Exception]], item: A) -> T:
        """Run in the pages' lane, one call for all items that wait for the same work. Raises Busy, and its answer.

        Under load the price of a transaction is shared by those who came while the one before it was under way.
        """
        with self._place():
            mine: Future[T] = Future()
            with self._lock:
                waiting = self._shared.setdefault(work, [])
                waiting.append((item, mine))
                is_first = len(waiting) == 1
            if is_first:
                self._submit(PAGES, partial(self._take, work))
            return await asyncio.wrap_future(mine)

    def _submit(self, lane: str, work: Callable[[], None]) -> None:
        with self._lock:
            self._jobs[lane] += 1
            thread = self._homes.setdefault(lane, self._idlest())
        self._threads[thread].submit(self._done_in, lane, work)

    def _idlest(self) -> int:
        busy = Counter(dict.fromkeys(range(len(self._threads)), 0))
        for lane, thread in self._homes.items():
            busy[thread] += self._jobs[lane]
        return min(busy, key=lambda thread: busy[thread])

    def _done_in(self, lane: str, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            with self._lock:
                self._jobs[lane] -= 1
                if not self._jobs[lane]:
                    del self._jobs[lane], self._homes[lane]

    @contextmanager
    def _place(self) -> Iterator[None]:
        if self._waiting >= MAX_WAITING:
            raise Busy
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    def _run_first(self, lane: str) -> None:
        with self._lock:
            _, _, asking, work = heappop(self._ordered[lane])
            if not self._ordered[lane]:
                del self._ordered[lane]
        if asking.set_running_or_notify_cancel():
            _answer(lambda _: [work()], [(None, asking)])

    def _take(self, work: Callable[[Sequence[Any]], Sequence[Any]]) -> None:
        with self._lock:
            waiting = self._shared.pop(work)
        for start in range(0, len(waiting), MAX_TOGETHER):
            part = waiting[start : start + MAX_TOGETHER]
            _answer(work, [(item, asking) for item, asking in part if asking.set_running_or_notify_cancel()])

    def close(self) -> None:
        """Finish what was begun and end the threads."""
        for thread in self._threads:
            thread.shutdown()


def _answer(work: Callable[[Sequence[Any]], Sequence[Any]], asking: list[tuple[Any, "Future[Any]"]]) -> None:
    try:
        answers = work([item for item, _ in asking])
    except BaseException as error:  # noqa: BLE001  whatever it is, those who wait must hear of it
        answers = [error] * len(asking)
    for (_, asks), answer in zip(asking, answers, strict=True):
        if isinstance(answer, BaseException):
            asks.set_exception(answer)
        else:
            asks.set_result(cast(Any, answer))
