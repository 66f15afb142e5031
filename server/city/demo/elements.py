"""The six elements of the demo city as files: places of the city with invented words, some as CSV, some as GeoJSON."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from rules.grid import Grids
from server.city.demo.chance import Chance

SEED = 20_260_101
_PER_DEGREE = 10_000_000
Row = tuple[float, float, str, str, str]


def write_elements(folder: Path, grids: Grids, plan: Sequence[Mapping[str, Any]]) -> None:
    """Every layer of the plan in its file."""
    chance = Chance(SEED)
    for each in plan:
        rows = list(_rows(each, grids, chance))
        text = _csv(rows) if each["file"].endswith(".csv") else _geojson(rows)
        (folder / each["file"]).write_text(text, encoding="utf-8", newline="")


def _rows(each: Mapping[str, Any], grids: Grids, chance: Chance) -> Iterator[Row]:
    """A point in a unit grid of each place that is taken."""
    zh, en = each["names"]
    for name, name_en, grid in _places(each, grids):
        lon, lat = (int(value) / _PER_DEGREE for value in grids.points[grid])
        told = {"name": name, "name_en": name_en}
        note = each["notes"][chance.below(len(each["notes"]))]
        note = note.format(n=100 + chance.below(4000), days=5 + chance.below(60))
        yield lon, lat, zh.format(**told), en.format(**told), note


def _places(each: Mapping[str, Any], grids: Grids) -> Iterator[tuple[str, str, int]]:
    """Names and a unit grid of every so manieth community, street, or place with a name."""
    level = grids.street if each["of"] == "streets" else grids.community
    named = grids.streets if each["of"] == "streets" else grids.communities
    for number in range(0, len(named), each["every"]):
        own = np.flatnonzero(level == number)
        if len(own):
            yield named[number].name, named[number].name_en, int(own[len(own) // 2])


def _csv(rows: Sequence[Row]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("lon", "lat", "name", "name_en", "note"))
    writer.writerows((f"{lon:.7f}", f"{lat:.7f}", *words) for lon, lat, *words in rows)
    return text.getvalue()


def _geojson(rows: Sequence[Row]) -> str:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]},
            "properties": {"name": name, "name_en": name_en, "note": note},
        }
        for lon, lat, name, name_en, note in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1) + "\n"
