"""A quarter of a city as large as the one of 2015: 51,135 cases and six events of each, as a snapshot tells them.

Made here, the same each time, with images of about 1 kB as real ones have; nobody's data.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from rules.case import Case, Event, Stage
from rules.commands import Role
from rules.protocol import Mark, SnapshotCase, SnapshotHead, SnapshotTail
from rules.wire import START, canonical, new_id

CASES, EVENTS = 51_135, 6
BEGAN = 1_427_846_400_000  # 2015-04-01 in China
DAY = 86_400_000
FEEDS = tuple(f"4101{number:02d}" for number in (2, 3, 4, 5, 6, 8))
DEEDS = ("report", "accept", "file", "dispatch", "feedback", "confirm_pass")
PLACES = ("陇海路", "秦岭路", "中原路", "嵩山路", "桐柏路", "建设路", "文化路", "农业路", "金水路", "东风路")
WORDS = (
    "路面坑洼，有积水，车辆绕行，附近居民多次反映，请尽快处置",
    "暴露垃圾一堆，约两平方米，位于人行道与绿地之间，气味较大",
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the snapshot: head, lines and tail as they come over the line."""

    head: SnapshotHead
    lines: tuple[bytes, ...]
    tail: SnapshotTail
    first: bool


def pages(size: int, cases: int = CASES) -> Iterator[Page]:
    """The whole quarter in pages of `size` cases."""
    marks = {feed: Mark(0, START) for feed in FEEDS}
    head = SnapshotHead(1, "epoch", marks, cases, "", BEGAN + 91 * DAY)
    chance = random.Random(2015)
    instants = sorted(BEGAN + chance.randrange(91 * DAY) for _ in range(cases))  # pages come in the order of the ids
    for first in range(0, max(cases, 1), size):
        lines = tuple(_line(number, instants[number], chance) for number in range(first, min(first + size, cases)))
        done = first + size >= cases
        yield Page(head, lines, SnapshotTail("" if done else str(first + size), done), not first)


def _line(number: int, at: int, chance: random.Random) -> bytes:
    case_id = new_id(at, chance.randbytes(10))
    case, feed = _case(number, case_id, at, chance), chance.choice(FEEDS)
    happened = tuple(_event(case_id, n, at + n * 600_000) for n in range(1, EVENTS + 1))
    return canonical(SnapshotCase(feed, case, feeds=(feed,), events=happened))


def _case(number: int, case_id: str, at: int, chance: random.Random) -> Case:
    place = f"{chance.choice(PLACES)}与{chance.choice(PLACES)}交叉口向南{chance.randrange(900)}米路东"
    return Case(
        id=case_id,
        version=5,
        stage=chance.choice((Stage.TO_DISPATCH, Stage.WITH_UNITS, Stage.CLOSED)),
        number=f"1504{number:08d}",
        category="event-01-10",
        condition="event-01-10-4",
        words=chance.choice(WORDS) * 3,
        address=place,
        lon=1_136_000_000 + chance.randrange(900_000),
        lat=347_000_000 + chance.randrange(900_000),
        located=True,
        unit_grid="410102001001001",
        duty_grid="410102001001",
        district="410102",
        street="410102001",
        community="410102001001",
        reported_at=at,
        accepted_at=at + 600_000,
        filed_at=at + 1_200_000,
        handed_at=at + 1_200_000,
        first_dispatched_at=at + 1_800_000,
        city_version="0" * 16,
        stage_since=at + 3_600_000,
        events=EVENTS,
    )


def _event(case_id: str, n: int, at: int) -> Event:
    return Event(case_id, n, DEEDS[n - 1], at, at + 40, f"person-{n}", Role.DISPATCHER.value, unit="410102-yanghu-2")
