"""The plan of the demo city as data: outline, districts, zones, main roads, street offices, communities, names."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any

Point = tuple[int, int]
MM = 1000


@dataclass(frozen=True, slots=True)
class Area:
    """A district or zone: the faces whose middle lies in the polygon (mm)."""

    code: str
    name: str
    name_en: str
    polygon: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class MainRoad:
    """A road to be drawn: its line in mm."""

    name: str
    name_en: str
    klass: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """A street office (9-digit code) with its seat: what lies nearer to it than to another one is its ground."""

    code: str
    name: str
    name_en: str
    seat: Point


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is drawn by hand or known by name."""

    outline: tuple[Point, ...]
    fourth_ring: tuple[tuple[str, str, int, int], ...]
    districts: tuple[Area, ...]
    zones: tuple[Area, ...]
    roads: tuple[MainRoad, ...]
    offices: tuple[Office, ...]
    communities: dict[str, tuple[tuple[str, str, str], ...]]  # office -> (code, name, name_en), by code
    street_names: tuple[tuple[str, str], ...]


def read_text(name: str) -> str:
    """A data file of the demo city, as text."""
    return files("server.city.demo").joinpath("data", name).read_text(encoding="utf-8")


def read_rows(name: str) -> list[dict[str, str]]:
    """A CSV of the demo city."""
    return list(csv.DictReader(StringIO(read_text(name))))


@cache
def read_plan() -> Plan:
    """The plan, read once."""
    plan = tomllib.loads(read_text("plan.toml"))
    return Plan(
        outline=_points(plan["outline"]),
        fourth_ring=tuple((r["name"], r["name_en"], r["corners"][0], r["corners"][1]) for r in plan["fourth_ring"]),
        districts=_areas(plan["districts"]),
        zones=_areas(plan["zones"]),
        roads=tuple(
            MainRoad(road["name"], road["name_en"], road["class"], _points(road["points"]))
            for road in tomllib.loads(read_text("roads.toml"))["roads"]
        ),
        offices=tuple(
            Office(row["code"], row["name"], row["name_en"], (int(row["x"]) * MM, int(row["y"]) * MM))
            for row in read_rows("streets.csv")
        ),
        communities=_communities(),
        street_names=tuple((row["name"], row["name_en"]) for row in read_rows("street_names.csv")),
    )


def _points(rows: list[list[int]]) -> tuple[Point, ...]:
    return tuple((x * MM, y * MM) for x, y in rows)


def _areas(rows: list[dict[str, Any]]) -> tuple[Area, ...]:
    return tuple(Area(row["code"], row["name"], row["name_en"], _points(row["polygon"])) for row in rows)


def _communities() -> dict[str, tuple[tuple[str, str, str], ...]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in sorted(read_rows("communities.csv"), key=lambda row: row["code"]):
        found.setdefault(row["code"][:9], []).append((row["code"], row["name"], row["name_en"]))
    return {office: tuple(rows) for office, rows in found.items()}
