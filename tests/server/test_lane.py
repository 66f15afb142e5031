"""The apply lane: one after the other; what comes while something is under way is settled in one go."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from server.lane import MAX_TOGETHER, MAX_WAITING, ApplyLane, Busy


class Work:
    """Notes what it is called with; the first call waits until it is let go."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.begun, self.go = threading.Event(), threading.Event()

    def do(self, items: Sequence[int]) -> list[int | Exception]:
        """Ten times each; 7 is refused, 13 breaks the whole call."""
        self.calls.append(list(items))
        self.begun.set()
        self.go.wait()
        if 13 in items:
            raise RuntimeError("13")
        return [ValueError("7") if item == 7 else item * 10 for item in items]


def shared(items: list[int]) -> tuple[list[object], list[list[int]]]:
    """The answers to these, of which the first is under way while the others come; and the calls."""
    work, lane = Work(), ApplyLane()

    async def ask() -> list[object]:
        asked = [asyncio.create_task(lane.share(work.do, items[0]))]
        await asyncio.to_thread(work.begun.wait)
        asked += [asyncio.create_task(lane.share(work.do, item)) for item in items[1:]]
        await asyncio.sleep(0)
        work.go.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    answers = asyncio.run(ask())
    lane.close()
    return answers, work.calls


def test_who_comes_while_something_is_under_way_shares_the_next_call() -> None:
    assert shared([1, 2, 3, 4]) == ([10, 20, 30, 40], [[1], [2, 3, 4]])


def test_each_hears_of_its_own_failure() -> None:
    answers, _ = shared([1, 7, 3])
    assert (answers[0], answers[2], str(answers[1])) == (10, 30, "7")
    assert isinstance(answers[1], ValueError)


def test_a_call_that_breaks_is_told_to_all_in_it_and_to_nobody_else() -> None:
    answers, _ = shared([1, 13, 3])
    assert answers[0] == 10
    assert [type(answer) for answer in answers[1:]] == [RuntimeError, RuntimeError]


def test_not_too_many_share_one_call() -> None:
    answers, calls = shared(list(range(100, 102 + MAX_TOGETHER)))
    assert answers == [item * 10 for item in range(100, 102 + MAX_TOGETHER)]
    assert [len(call) for call in calls] == [1, MAX_TOGETHER, 1]


def test_who_went_away_is_not_done() -> None:
    work, lane = Work(), ApplyLane()

    async def ask() -> object:
        first = asyncio.create_task(lane.share(work.do, 1))
        await asyncio.to_thread(work.begun.wait)
        gone, stays = (asyncio.create_task(lane.share(work.do, item)) for item in (2, 3))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        work.go.set()
        return await asyncio.gather(first, stays)

    assert asyncio.run(ask()) == [10, 30]
    lane.close()
    assert work.calls == [[1], [3]]


def test_too_many_waiting_are_told_to_come_back() -> None:
    work, lane = Work(), ApplyLane()

    async def ask() -> list[object]:
        asked = [asyncio.create_task(lane.share(work.do, item)) for item in range(100, 101 + MAX_WAITING)]
        await asyncio.sleep(0)
        work.go.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    answers = asyncio.run(ask())
    lane.close()
    assert [isinstance(answer, Busy) for answer in answers] == [False] * MAX_WAITING + [True]


def test_plain_work_and_shared_work_take_turns() -> None:
    work, lane = Work(), ApplyLane()
    work.go.set()

    async def ask() -> tuple[int, int]:
        return await lane.run("console-1", 1, sum, [1, 2]), await lane.share(work.do, 5)

    assert asyncio.run(ask()) == (3, 50)
    lane.close()
    with pytest.raises(RuntimeError):
        asyncio.run(lane.run("console-1", 1, sum, [1]))


def test_lanes_that_have_something_to_do_are_spread_over_all_threads() -> None:
    lane, all_there = ApplyLane(8), threading.Barrier(8)

    def work() -> str:
        all_there.wait(60)  # all eight are under way at once, or this fails
        return threading.current_thread().name

    async def ask() -> list[str]:
        return list(await asyncio.gather(*(lane.run(f"console-{n}", 1, work) for n in range(8))))

    for _ in range(2):  # what is done leaves its thread to others
        assert len(set(asyncio.run(ask()))) == 8
    lane.close()


def test_what_is_asked_in_one_lane_runs_one_after_the_other() -> None:
    lane, under_way, most = ApplyLane(8), threading.Semaphore(1), [0]

    def work() -> str:
        assert under_way.acquire(blocking=False)
        most[0] += 1
        under_way.release()
        return threading.current_thread().name

    async def ask() -> list[str]:
        return list(await asyncio.gather(*(lane.run("console-1", n, work) for n in range(40))))

    assert len(set(asyncio.run(ask()))) == 1
    assert most == [40]
    lane.close()


def test_a_lane_that_is_held_up_holds_up_no_other() -> None:
    work, lane = Work(), ApplyLane(8)

    async def ask() -> list[object]:
        held = asyncio.create_task(lane.run("console-1", 1, work.do, [1]))
        await asyncio.to_thread(work.begun.wait)
        other = await lane.run("console-2", 1, sum, [1, 2])
        work.go.set()
        return [other, await held]

    assert asyncio.run(ask()) == [3, [10]]
    lane.close()


def test_what_waits_in_a_lane_is_done_in_its_own_order_and_not_as_it_came() -> None:
    work, lane = Work(), ApplyLane(8)

    async def ask() -> None:
        held = asyncio.create_task(lane.run("console-1", 1, work.do, [1]))
        await asyncio.to_thread(work.begun.wait)
        later = [asyncio.create_task(lane.run("console-1", n, work.do, [n])) for n in (193, 129, 65, 129)]
        await asyncio.sleep(0)
        later[3].cancel()
        await asyncio.sleep(0)
        work.go.set()
        await asyncio.gather(held, *later[:3])

    asyncio.run(ask())
    lane.close()
    assert work.calls == [[1], [65], [129], [193]]
