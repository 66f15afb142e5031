"""Fills the city with a morning's work, by signed-in people over the server's interface."""

import uuid
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

from server.simulator.painter import Painter, Shot
from tests.together.harness.city import City
from tests.together.harness.person import Person

MATTERS = (
    "event-01-10-1", "component-01-02-1", "event-02-01-1", "event-01-11-1", "component-01-37-4", "event-03-06-1",
    "component-03-05-4", "component-04-08-1", "event-01-18-1", "component-01-31-4", "event-01-23-1",
)  # fmt: skip
SOURCES = ("collector", "hotline", "phone", "video", "web")
CASES = 64
PAINTED = {
    "component-01-02": "manhole", "event-01-10": "refuse", "event-01-11": "refuse", "event-02-01": "posters",
    "event-01-18": "refuse", "event-03-06": "refuse",
}  # fmt: skip
"""What the painter shows of a matter; of others it shows the street as it is."""
MARK = (380, 560, 240, 220)  # x, y, width, height in 1/1000 of a picture: where its matter is
DAY = "2015-11-24"  # a Tuesday
ZONE = "Asia/Shanghai"


class Cast:
    """Everybody who works this morning. `at(minute)` puts the clock to minutes after 07:00."""

    def __init__(self, city: City) -> None:
        self.city = city
        self._chance = Random(2015)
        self._pictures = 0
        self._painter = Painter(ZONE)

    def at(self, minute: int) -> None:
        """It is so many minutes after 07:00."""
        self.city.clock.put(f"{DAY} {7 + minute // 60:02d}:{minute % 60:02d}")

    def morning(self, cases: int = CASES) -> None:
        """Cases in every stage, reported from 08:00 on; those of the last half hour wait for their dispatch.

        Fewer cases: an even part of both.
        """
        for n in sorted({step * CASES // cases for step in range(cases)}):
            self.at(60 + n * 3 if n < 41 else 184 + n - 41)
            self._grow(n)

    def _grow(self, n: int) -> None:
        condition = MATTERS[n % len(MATTERS)]
        case_id = self.report(condition, photos=n > 40 or n % 4 == 1)
        steps: tuple[Callable[[str, str], Any], ...] = (self.file, self.dispatch, self.feedback, self.confirm)
        how_far = (0 if n % 13 == 5 else 1) if n > 40 else 2 + (n % 4 == 1) + (n % 8 == 1)
        for step in steps[:how_far]:
            step(case_id, condition)
        if how_far == 2 and n % 5:
            self.city.person(f"u{self.unit_of(case_id)}").do("sign", case_id)

    def report(self, condition: str, *, photos: bool = False) -> str:
        """A case somewhere in the city, with two photos if asked for."""
        grids = self.city.rules().grids
        assert grids is not None
        point = grids.points[self._chance.randrange(len(grids))]
        lon, lat = int(point[0]), int(point[1])
        near = grids.nearby(lon, lat)
        category = self.city.rules().categories[condition.rpartition("-")[0]]
        said: dict[str, Any] = {"lon": lon, "lat": lat, "datum": "cgcs2000", "category": category.key}
        said |= {"words": f"{near.text('zh_CN') if near else ''}有人反映{category.short or category.name}"}
        said |= {"address": near.text("zh_CN") if near else "", "address_en": near.text("en") if near else ""}
        case_id = str(uuid.uuid4())
        source = self._chance.choice(SOURCES)
        kinds = ("overview", "close_up") if photos else ()
        seen = [self._photo(condition, kind, lon, lat, solved=False) for kind in kinds]
        self.city.person("chen").do("report", case_id, **said, source=source, photos=seen)
        return case_id

    def file(self, case_id: str, condition: str) -> None:
        """Accepted by one and filed by another."""
        self.city.person("chen").do("accept", case_id)
        self.city.person("zhao").do("file", case_id, condition=condition)

    def dispatch(self, case_id: str, _condition: str) -> None:
        """To its district."""
        self.city.person("li").do("dispatch", case_id, unit=self.unit_of(case_id))

    def feedback(self, case_id: str, condition: str, *, solved: bool = True) -> None:
        """Signed and reported done with a photo."""
        unit, case = self.unit(case_id), self.city.person("chen").case(case_id)
        if case["legs"][-1]["stage"] == "delivered":
            unit.do("sign", case_id)
        photo = self._photo(condition, "after", case["lon"], case["lat"], solved=solved)
        unit.do("feedback", case_id, text="已处置", photos=[photo])

    def sent(self, condition: str, *, photos: bool = False, sign: bool = True) -> str:
        """A new case that its district has, and has signed unless not wanted."""
        case_id = self.filed(condition, photos=photos)
        self.dispatch(case_id, condition)
        if sign:
            self.unit(case_id).do("sign", case_id)
        return case_id

    def filed(self, condition: str, *, photos: bool = False) -> str:
        """A new case that waits to be dispatched."""
        case_id = self.report(condition, photos=photos)
        self.file(case_id, condition)
        return case_id

    def unit(self, case_id: str) -> Person:
        """Who answers at the unit that has it."""
        return self.city.person(f"u{self.unit_of(case_id)}")

    def number(self, case_id: str) -> str:
        """The number of a case."""
        return str(self.city.person("chen").case(case_id)["number"])

    def check(self, case_id: str, result: str) -> None:
        """The collector of the place went there."""
        case = self.city.person("chen").case(case_id)
        photo = self._photo(case["condition"], "check", case["lon"], case["lat"], solved=result == "solved")
        self.city.collector(case_id).do("answer_check", case_id, result=result, photos=[photo])

    def confirm(self, case_id: str, _condition: str) -> None:
        """Passed on to the supervision centre."""
        self.city.person("li").do("confirm_pass", case_id)

    def marked(self, case_id: str) -> list[dict[str, Any]]:
        """The latest photo after the work, with a rectangle where it is not solved."""
        case = self.city.person("chen").case(case_id)
        after = next(photo for photo in reversed(case["photos"]) if photo["kind"] == "after")
        known = {key: after[key] for key in ("sha256", "mime", "size", "taken_at", "lon", "lat") if key in after}
        return [known | {"kind": "marked", "of": after["sha256"], "marks": [MARK]}]

    def _photo(self, condition: str, kind: str, lon: int, lat: int, *, solved: bool) -> dict[str, Any]:
        self._pictures += 1
        matter = PAINTED.get(condition.rpartition("-")[0], "plain")
        place = zlib.crc32(f"{lon} {lat}".encode())
        shot = Shot(place, matter, solved, self.city.clock.at, lon, lat, megapixels=1.0, seed=self._pictures)
        return self.city.person("chen").send_photo(self._painter.paint(shot), kind, self.city.clock.at, lon, lat)

    def unit_of(self, case_id: str) -> str:
        """Whoever has it, else its district."""
        case = self.city.person("chen").case(case_id)
        return str(case["legs"][-1]["unit"] if case["legs"] else case["district"])
