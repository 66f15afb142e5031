"""What happens on the demo day: a morning's cases at once, then one more at a time. Nothing is done twice.

Case n has the same id at every start, so a day that was interrupted goes on where it was.
"""

import csv
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rules.city import City
from server.demo_day.person import Person
from server.demo_day.pictures import corner

MATTERS = Path(__file__).with_name("matters.csv")
ENOUGH = 40  # cases that wait for their dispatch: then nobody is at the desk, and no more are made
STAGES = ("reported", "filed", "sent", "done", "confirmed", "checked")


class DemoDay:
    """`sign_in(login)` opens a person's session; `now()` is ms UTC; `epoch` keeps the days of two servers apart."""

    def __init__(self, city: City, epoch: str, sign_in: Callable[[str], Person], now: Callable[[], int]) -> None:
        self._city, self._epoch, self._sign_in, self._now = city, epoch, sign_in, now
        self._people: dict[str, Person] = {}
        with MATTERS.open(encoding="utf-8", newline="") as file:
            self._matters: Sequence[Mapping[str, str]] = tuple(csv.DictReader(file))
        self._next = 0

    def morning(self) -> int:
        """Bring the first cases as far as the list says; how many there are by now."""
        for n in range(len(self._matters)):
            if not self._is_there(n):
                self._bring(n, self._matters[n]["far"])
        self._next = len(self._matters)
        while self._is_there(self._next):
            self._next += 1
        return self._next

    def one_more(self) -> bool:
        """A new case, filed and ready for its dispatch; False while enough of them wait."""
        if self._person("wang").count("to_dispatch") >= ENOUGH:
            return False
        self._bring(self._next, "filed")
        self._next += 1
        return True

    def close(self) -> None:
        """Everybody goes home."""
        for person in self._people.values():
            person.close()

    def case_id(self, n: int) -> str:
        """The id of case n of this server."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"griddesk demo day {self._epoch} {n}"))

    def _is_there(self, n: int) -> bool:
        return self._person("chen").case(self.case_id(n)) is not None

    def _bring(self, n: int, far: str) -> None:
        steps = (self._report, self._file, self._send, self._finish, self._confirm, self._check)
        for step in steps[: STAGES.index(far) + 1]:
            step(n)

    def _report(self, n: int) -> None:
        matter = self._matters[n % len(self._matters)]
        grids = self._city.grids
        found = grids.find_place(matter["place"]) if grids else None
        lon, lat = found or (0, 0)
        aside = 1200 * (n // len(self._matters))  # the second time it is some 12 m farther on
        point: dict[str, Any] = {"lon": lon + aside, "lat": lat, "datum": "cgcs2000"} if found else {}
        near = grids.nearby(lon + aside, lat) if grids and found else None
        said: dict[str, Any] = {
            "words": matter["words"],
            "address": matter["place"],
            "source": matter["source"],
        } | point
        said |= {"address_en": near.text("en")} if near else {}
        photo = self._person("chen").photo(corner(n, solved=False), "overview", self._now())
        self._person("chen").do("report", self.case_id(n), **said, photos=[photo])

    def _file(self, n: int) -> None:
        condition = self._matters[n % len(self._matters)]["condition"] or "event-01-10-1"
        self._person("chen").do("accept", self.case_id(n), category=condition.rpartition("-")[0])
        self._person("zhao").do("file", self.case_id(n), condition=condition)

    def _send(self, n: int) -> None:
        case_id = self.case_id(n)
        case = self._person("li").case(case_id) or {}
        self._person("li").do("dispatch", case_id, unit=case["district"])
        self._person(f"u{case['district']}").do("sign", case_id)

    def _finish(self, n: int) -> None:
        case_id = self.case_id(n)
        unit = self._person(f"u{(self._person('li').case(case_id) or {})['district']}")
        photo = unit.photo(corner(n, solved=True), "after", self._now())
        unit.do("feedback", case_id, text="已处置完毕", photos=[photo])

    def _confirm(self, n: int) -> None:
        self._person("li").do("confirm_pass", self.case_id(n))

    def _check(self, n: int) -> None:
        """The collector of the place finds that it is not solved: somebody has to look and reject it."""
        case_id, grids = self.case_id(n), self._city.grids
        case = self._person("li").case(case_id) or {}
        codes = [duty.code for duty in grids.duties] if grids else []
        collector = self._person(f"c{codes.index(case['duty_grid']) + 1:03d}")
        self._person("chen").do("send_check", case_id)
        photo = collector.photo(corner(n + 7, solved=False), "check", self._now())
        collector.do("answer_check", case_id, result="unsolved", text="现场仍有问题", photos=[photo])

    def _person(self, login: str) -> Person:
        if login not in self._people:
            self._people[login] = self._sign_in(login)
        return self._people[login]
