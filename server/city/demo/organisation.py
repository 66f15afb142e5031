"""How the demo city is organised: exclusive and micro grids, staff with shifts, road chiefs; all of it invented."""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from rules.grid import Grids
from server.city.demo.elements import write_elements
from server.city.demo.layers import write_layer
from server.city.demo.people import PASSWORD, invented
from server.city.demo.plan import read_rows, read_text

_PER_DEGREE = 10_000_000
_STAFF = ("code", "name", "name_en", "unit", "login", "phone", "mobile")
_POSTS = ("no", "staff", "duty", "place", "from_time", "to_time")
_GRIDS = ("code", "kind", "name", "name_en", "unit", "sort", "sort_en", "parent", "matters")
_SECTIONS = ("code", "name", "name_en", "road", "from", "to")
Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Worker:
    """A member of staff with what the tables say; `posts` are (duty, place, from, to)."""

    code: str
    name: tuple[str, str]
    unit: str = ""
    login: str = ""
    phone: str = ""
    posts: tuple[tuple[str, str, str, str], ...] = ()


def told() -> dict[str, Any]:
    """What is laid down by hand."""
    return tomllib.loads(read_text("organisation.toml"))


def write_organisation(folder: Path, grids: Grids) -> None:
    """Its tables and layers; the accounts of those who check stand in `people.csv`."""
    plan = told()
    workers = [*_collectors(grids, plan), *_watchers(grids, plan), *_leaders(grids), *_chiefs(grids, plan)]
    phone = str(plan["mobile"])
    staff = ((w.code, *w.name, w.unit, w.login, w.phone, phone.format(n=n)) for n, w in enumerate(workers, 1))
    _write(folder / "staff.csv", _STAFF, staff)
    posts = [(w.code, *post) for w in workers for post in w.posts]
    _write(folder / "posts.csv", _POSTS, ((f"P{n:05d}", *post) for n, post in enumerate(posts, 1)))
    _write(folder / "grids.csv", _GRIDS, (*_exclusive_rows(plan), *_micro_rows(grids, plan)))
    _write(folder / "road_sections.csv", _SECTIONS, _section_rows(grids, plan))
    exclusive = [_rectangle(each, grids) for each in plan["exclusive"]]
    _write_areas(folder / "exclusive_grids.gpkg", [each["code"] for each in plan["exclusive"]], exclusive)
    micro = list(_micro(grids, plan))
    _write_areas(folder / "micro_grids.gpkg", [code for code, _, _ in micro], [_grid(grids, n) for _, n, _ in micro])
    write_elements(folder, grids, plan["elements"])


def more_people(grids: Grids) -> list[list[str]]:
    """Accounts of those who check beside the collectors of responsibility grids: rows of people.csv."""
    return [
        [worker.login, *worker.name, "collector", "", " | ".join(place for _, place, *_ in worker.posts), PASSWORD]
        for worker in _watchers(grids, told())
    ]


# --- who


def _collectors(grids: Grids, plan: Mapping[str, Any]) -> Iterator[Worker]:
    """Each in the account that `people.csv` has: by day in the own responsibility grid."""
    day = plan["day"]
    for number, duty in enumerate(grids.duties):
        login = f"c{number + 1:03d}"
        post = ("collector", duty.code, day["from"], day["to"])
        yield Worker(f"S-{login}", invented(number), login=login, posts=(post,))


def _watchers(grids: Grids, plan: Mapping[str, Any]) -> Iterator[Worker]:
    """A night patrol for each district, those of the exclusive grids, and one for the micro grids of a community."""
    night, day = plan["night"], plan["exclusive_day"]
    for number, district in enumerate(grids.districts):
        login = f"n{number + 1:02d}"
        post = ("collector", district.code, night["from"], night["to"])
        yield Worker(f"S-{login}", invented(300 + number), district.code, login, posts=(post,))
    for number, each in enumerate(plan["exclusive"]):
        login = f"x{number + 1:02d}"
        post = ("collector", each["code"], day["from"], day["to"])
        yield Worker(f"S-{login}", invented(330 + number), each["unit"], login, posts=(post,))
    places: dict[str, list[str]] = {}
    for code, _, community in _micro(grids, plan):
        places.setdefault(community, []).append(code)
    for number, codes in enumerate(places.values()):
        login = f"w{number + 1:02d}"
        several = tuple(("collector", code, day["from"], day["to"]) for code in codes)
        yield Worker(f"S-{login}", invented(360 + number), login=login, posts=several)


def _leaders(grids: Grids) -> Iterator[Worker]:
    """Of each street (level one) and community (level two); who leads a community leads its responsibility grids."""
    phones = {unit["code"]: unit["phone"] for unit in read_rows("folder/units.csv")}
    for number, street in enumerate(grids.streets):
        posts = (("grid_leader", street.code, "", ""),)
        yield Worker(f"L1-{street.code}", invented(400 + number), street.code, "", phones.get(street.code, ""), posts)
    led: dict[int, list[str]] = {}
    for number, duty in enumerate(grids.duties):
        first = int(np.flatnonzero(grids.duty == number)[0])
        led.setdefault(int(grids.community[first]), []).append(duty.code)
    for number, community in enumerate(grids.communities):
        codes = (community.code, *led.get(number, ()))
        several = tuple(("grid_leader", code, "", "") for code in codes)
        unit = community.code[:9] if community.code[:9] in phones else ""
        yield Worker(f"L2-{community.code}", invented(500 + number), unit, "", phones.get(unit, ""), several)


def _chiefs(grids: Grids, plan: Mapping[str, Any]) -> Iterator[Worker]:
    """Of the sections, and the leaders of exclusive grids."""
    phones = {unit["code"]: unit["phone"] for unit in read_rows("folder/units.csv")}
    for number, (code, *_) in enumerate(_section_rows(grids, plan)):
        posts = (("road_chief", code, "", ""),)
        yield Worker(f"R-{code}", invented(240 + number), "B01", "", phones["B01"], posts)
    for number, each in enumerate(plan["exclusive"]):
        posts = (("grid_leader", each["code"], "", ""),)
        yield Worker(f"Z-{each['code']}", invented(260 + number), each["unit"], "", phones[each["unit"]], posts)


# --- where


def _exclusive_rows(plan: Mapping[str, Any]) -> Iterator[Cells]:
    for each in plan["exclusive"]:
        names = (each["name"], each["name_en"], each["unit"], each["sort"], each["sort_en"])
        yield each["code"], "exclusive", *names, "", each.get("matters", "")


def _micro_rows(grids: Grids, plan: Mapping[str, Any]) -> Iterator[Cells]:
    names = {community.code: (community.name, community.name_en) for community in grids.communities}
    for code, _, community in _micro(grids, plan):
        name, name_en = names[community]
        n = int(code[-2:])
        yield code, "micro", f"{name}第{n}微网格", f"{name_en}, micro grid {n}", "", "", "", community, ""


def _micro(grids: Grids, plan: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Code, unit grid and community of each micro grid."""
    for number in range(plan["micro_of"] // 2, len(grids.communities), plan["micro_of"]):
        own = np.flatnonzero(grids.community == number)[: plan["micro_most"]].tolist()
        community = grids.communities[number].code
        for n, grid in enumerate(own, 1):
            yield f"{community}W{n:02d}", grid, community


def _section_rows(grids: Grids, plan: Mapping[str, Any]) -> Iterator[Cells]:
    english = {road.name: road.name_en for road in grids.roads}
    for n, each in enumerate(plan["sections"], 1):
        road, first, last = each["road"], each["from"], each["to"]
        name_en = f"{english[road]}, {english[first]} to {english[last]}"
        yield f"LD{n:03d}", f"{road}（{first}—{last}）", name_en, road, first, last


def _rectangle(each: Mapping[str, Any], grids: Grids) -> Any:
    (x, y), (wide, high) = each["at"], each["size"]
    corners = [(x + dx * wide / 2, y + dy * high / 2) for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    return shapely.Polygon([tuple(v / _PER_DEGREE for v in grids.plane.degrees(*corner)) for corner in corners])


def _grid(grids: Grids, number: int) -> Any:
    return shapely.Polygon(grids.rings(number)[0] / _PER_DEGREE)


def _write_areas(path: Path, codes: list[str], areas: list[Any]) -> None:
    write_layer(path, np.array(areas, object), "Polygon", {"code": codes})


def _write(path: Path, header: Cells, rows: Iterable[Cells]) -> None:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
