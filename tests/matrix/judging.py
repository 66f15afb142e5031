"""Whether a cell holds: what the table of rights lets somebody see of a case at a door, and what an answer told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import httpx
import msgspec

from rules.case import Case
from rules.jurisdiction import reach
from rules.lists import lists_of
from rules.powers import Data, Deed
from rules.showing import FIELDS, Showing
from server.classes import Asker, Bound, Door
from tests.matrix.asking import Target
from tests.matrix.cases import NONE, Told
from tests.matrix.city import EAST, MOBILES, WEST, Somebody
from tests.matrix.world import AUDITED, DRILL, LOGGED, World
from tests.server.small_city import NOW

WHOLE = frozenset({"/v1/ask/case/{case_id}", "/v1/ask/history", "/v1/changes", "/v1/snapshot", "/v1/ask/caller"})
"""Doors that tell cases as they are: what may be seen there must be seen, too."""
_BLANK = Case("")


@dataclass(slots=True)
class Tally:
    """What came of the matrix. `missing`: what the table allows and no answer told."""

    cells: int = 0
    asked: int = 0
    leaks: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


@dataclass
class Judge:
    """One person, console or nobody in one world."""

    world: World
    who: Somebody

    @cached_property
    def _actor(self) -> Any:
        return self.world.actor(self.who) if self.who.is_person else None

    def allowed(self, door: Door, data: Data, told: Told) -> bool:
        """Whether this door may tell these data of this case."""
        if data not in door.data:
            return False
        if self.who.feeds:
            feeds = set(self.who.feeds.split())
            within = self.who.feeds == "*" or bool(feeds & self.world.feeds(told.case))
            return door.asker in {Asker.STATION, Asker.EITHER} and within
        if self._actor is None or door.asker not in {Asker.PERSON, Asker.EITHER}:
            return False
        city, deed = self.world.city, door.deed
        if deed is Deed.FIND:
            found = reach(self._actor, Data.PERSONAL, Deed.FIND, city, NOW).covers(told.case, city)
            return found and reach(self._actor, data, Deed.SEE, city, NOW).covers(told.case, city)
        seen = reach(self._actor, Data.MATTER, Deed.SEE if deed is Deed.REVEAL else deed, city, NOW)
        return seen.covers(told.case, city) and reach(self._actor, data, deed, city, NOW).covers(told.case, city)

    def exists(self, door: Door, told: Told) -> bool:
        """Whether the case is there at all for who asks at this door."""
        if self.who.feeds:
            return self.allowed(Door(door.asker, door.bound, (Data.MATTER,)), Data.MATTER, told)
        if self._actor is None:
            return False
        if door.bound is Bound.PHOTO:
            return reach(self._actor, Data.PHOTOS, Deed.SEE, self.world.city, NOW).covers(told.case, self.world.city)
        return reach(self._actor, Data.MATTER, Deed.SEE, self.world.city, NOW).covers(told.case, self.world.city)

    def seen(self) -> tuple[Case, ...]:
        """The cases of the world as this person sees them."""
        showing = Showing.of(self._actor, self.world.city, NOW)
        found = (showing.case(told.case) for told in self.world.told)
        return tuple(case for case in found if case is not None)

    def beside(self, door: Door) -> Iterator[tuple[str, bool]]:
        """What else is told somewhere, and whether it may be told here."""
        for data, word in ((Data.AUDIT, AUDITED), (Data.GRANTS, LOGGED)):
            yield word, self._may(door, data)
        for name, unit in (("name0west0", WEST), ("name0east0", EAST)):
            yield name, self._may(door, Data.GRANTS) or self._may(door, Data.PEOPLE, unit)
        yield DRILL, self._may(door, Data.DRILLS, EAST)
        for number, staff in MOBILES.items():
            yield number, self._may(door, Data.PEOPLE, staff.unit, Deed.REVEAL)
        for phone in ("phone0west0", "phone0east0"):
            yield phone, bool(self.who.feeds) or self._actor is not None  # staff: the city is theirs

    def _may(self, door: Door, data: Data, unit: str = "", deed: Deed = Deed.SEE) -> bool:
        if self._actor is None or data not in door.data or deed not in {Deed.SEE, door.deed}:
            return False
        found = reach(self._actor, data, deed, self.world.city, NOW)
        return found.covers_unit(unit, self.world.city) if found and unit else bool(found)


def judge(tally: Tally, by: Judge, way: tuple[str, str], door: Door, target: Target, answer: httpx.Response) -> None:
    """All cells of one answer: each field of each case of the world, and what is told beside."""
    where = f"{by.who.name} {way[0]} {way[1]} ({target.case_id})"
    text = answer.text
    shown = {case["id"]: case for case in _cases_in(answer)}
    if answer.status_code >= 500:
        tally.broken.append(f"{where}: {answer.status_code} {text[:200]}")
    for told in by.world.told:
        _judge_words(tally, by, door, told, (where, target.unnamed(text)))
        if told.case.id in shown:
            _judge_fields(tally, by, door, told, (where, shown[told.case.id]))
        elif way[1] in WHOLE and target.case_id == _asked_for(way[1], told) and by.allowed(door, Data.MATTER, told):
            tally.missing.append(f"{where}: {told.case.id} is not told")
    for word, may in by.beside(door):
        tally.cells += 1
        if word in text and not may:
            tally.leaks.append(f"{where}: {word}")
    _judge_counts(tally, by, way[1], (where, answer))
    if door.bound is Bound.PHOTO:
        _judge_photo(tally, by, door, target, (where, answer))


def _asked_for(path: str, told: Told) -> str:
    """Consoles ask for all at once, persons for one after the other."""
    return NONE if path in {"/v1/changes", "/v1/snapshot"} else told.case.id


def _judge_words(tally: Tally, by: Judge, door: Door, told: Told, answer: tuple[str, str]) -> None:
    """Words and instants that stand nowhere else."""
    where, text = answer
    for (data, name), words in told.words.items():
        tally.cells += 1
        found = [word for word in words if word in text]
        if found and not by.allowed(door, data, told):
            tally.leaks.append(f"{where}: {told.case.id}.{name} ({data}) {found[0]}")


def _judge_fields(tally: Tally, by: Judge, door: Door, told: Told, answer: tuple[str, Mapping[str, Any]]) -> None:
    """A case as such: what may not be seen is as if it were empty, the rest is there."""
    where, shown = answer
    before, blank = _as_told(told.case), _as_told(_BLANK)
    for name, data in FIELDS.items():
        value = shown.get(name, blank[name])
        if before[name] == blank[name]:
            continue
        may = by.allowed(door, data, told)
        if value == before[name] and not may:
            tally.leaks.append(f"{where}: {told.case.id}.{name} ({data})")
        if value == blank[name] and may:
            tally.missing.append(f"{where}: {told.case.id}.{name} ({data})")


def _as_told(case: Case) -> Mapping[str, Any]:
    found: Mapping[str, Any] = msgspec.json.decode(msgspec.json.encode(case))
    return found


def _judge_counts(tally: Tally, by: Judge, path: str, answer: tuple[str, httpx.Response]) -> None:
    """A count is of what is seen, of each list and of all."""
    where, got = answer
    if path not in {"/v1/ask/lists", "/v1/ask/evaluation"} or got.status_code != 200:
        return
    seen = by.seen()
    if path == "/v1/ask/lists":
        counted = Counter(key for case in seen for key in lists_of(case, NOW, by.world.city))
        told = {key: n for key, n in got.json()["lists"].items() if n}
    else:
        counted, told = Counter({"reported": len(seen)}), {"reported": got.json()["counts"]["reported"]}
    for key in {*counted, *told}:
        tally.cells += 1
        if told.get(key, 0) != counted[key]:
            tally.leaks.append(f"{where}: {key} is {told.get(key, 0)}, seen are {counted[key]}")


def _judge_photo(tally: Tally, by: Judge, door: Door, target: Target, answer: tuple[str, httpx.Response]) -> None:
    where, got = answer
    told = next((each for each in by.world.told if each.case.id == target.case_id), None)
    if told is None:
        return
    tally.cells += 1
    begun = got.request.method in {"POST", "PATCH"}
    is_there = got.status_code == 200 and ('"done":true' in got.text or not begun)
    may = by.allowed(door, Data.PHOTOS, told)
    if is_there and not may:
        tally.leaks.append(f"{where}: the photo")
    if may and not is_there and got.request.method in {"GET", "HEAD"}:
        tally.missing.append(f"{where}: the photo")


def _cases_in(answer: httpx.Response) -> Iterator[Mapping[str, Any]]:
    """Every case that stands somewhere in an answer of JSON, or of lines of it."""
    if "json" not in answer.headers.get("content-type", ""):
        return
    for line in answer.content.splitlines():
        if line.strip():
            yield from _walk(msgspec.json.decode(line))


def _walk(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        if "id" in value and ("legs" in value or "reported_by" in value):
            yield value
        inner: Iterable[Any] = value.values()
    else:
        inner = value if isinstance(value, list) else ()
    for each in inner:
        yield from _walk(each)
