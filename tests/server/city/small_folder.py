"""A city folder of six unit grids in two districts, written by tests and spoilt as they wish."""

import sqlite3
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

WEST, SOUTH, STEP = 113.6, 34.7, 0.001  # about 91 m x 111 m

TOML = """
[city]
code = "410100"
name = "小城"
name_en = "Small City"
zone = "Asia/Shanghai"
synthetic = true

[[layers]]
role = "unit_grids"
file = "unit_grids.geojson"
datum = "wgs84"
fields = { code = "code", district = "district" }

[[layers]]
role = "districts"
file = "districts.geojson"
datum = "wgs84"
fields = { code = "code", name = "name" }

[policies]
near_percent = 70
make_safe_unit = "B01"

[reject_reasons]
not_solved = ["问题未解决", "Not solved"]

[phrases.note]
called = ["已联系", "Called"]
waits = ["等待"]
"""

TABLES = {
    "units.csv": "code,name,parent,kind,district,phone,duty,duty_en\n"
    "410102,西区,,district,410102,0371-1,王保平,Wang Baoping\n410103,东区,,district,410103,,,\n"
    "410102001,西街道,410102,street,410102,,,\nB01,城管局,,bureau,,,,\n",
    "categories.csv": "kind,major,minor,name\nevent,01,10,暴露垃圾\n",
    "conditions.csv": "category,no,words,limit,unit,milestones\n"
    "event-01-10,1,有暴露垃圾,4,work_hour,arrive:1 urgent_hour | repair:2 work_day\n",
    "responsibility.csv": "no,category,condition,place,unit,from_time,to_time,from_day,to_day,since,until\n"
    "D1,event-01-10,1,410102,410102,18:00,06:00,11-15,03-15,2026-01-01,2026-12-31\nD2,event-*,,,B01,,,,,,\n",
    "calendar.csv": "date,kind,name\n2026-01-01,holiday,元旦\n2026-01-04,workday,元旦调休\n",
    "people.csv": "login,name,roles,unit,duty_grids\nwang,王晓燕,dispatcher,,\nu1,西区,unit,410102,\n",
}


def square(column: int, row: int, width: int = 1, height: int = 1) -> Any:
    """A rectangle of whole steps."""
    west, south = WEST + column * STEP, SOUTH + row * STEP
    return shapely.box(west, south, west + width * STEP, south + height * STEP)


def grid_codes() -> list[str]:
    """Six codes: three columns of two; the first column is the west district."""
    return [f"41010{2 if column == 0 else 3}00100{column}00{row}"[:15] for column in range(3) for row in range(2)]


def grids() -> np.ndarray:
    """The six squares, in the order of the codes."""
    return np.array([square(column, row) for column in range(3) for row in range(2)], object)


def write_layer(path: Path, geometries: Any, fields: dict[str, list[str]], **options: Any) -> Path:
    """Any layer; `crs`, `driver`, `encoding`, … as pyogrio takes them."""
    path.unlink(missing_ok=True)
    chosen = {"crs": "EPSG:4326", "geometry_type": "Unknown"} | options
    columns = [np.array(column, object) for column in fields.values()]
    pyogrio.raw.write(path, shapely.to_wkb(np.array(geometries, object)), columns, list(fields), **chosen)
    return path


def circular_string(points: list[tuple[float, float]]) -> bytes:
    """WKB of arcs through points: every second one lies between the ends of an arc."""
    return struct.pack("<BII", 1, 8, len(points)) + b"".join(struct.pack("<dd", *point) for point in points)


def put_curve(path: Path, wkb: bytes) -> None:
    """Replace the first geometry of a GeoPackage (without spatial index) by a curve: no tool at hand writes one."""
    with sqlite3.connect(path) as connection:
        header = b"GP\x00\x01" + struct.pack("<i", 4326)
        connection.execute(f'UPDATE "{path.stem}" SET geom = ? WHERE fid = 1', (header + wkb,))  # noqa: S608
    connection.close()


def write_small_city(folder: Path, toml: str = TOML, **tables: str) -> Path:
    """The whole folder; `tables` by name without ".csv" replace a file, or come beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.toml").write_text(toml, encoding="utf-8")
    for name, text in (TABLES | {f"{name}.csv": text for name, text in tables.items()}).items():
        (folder / name).write_text(text, encoding="utf-8")
    codes = grid_codes()
    write_layer(folder / "unit_grids.geojson", grids(), {"code": codes, "district": [code[:6] for code in codes]})
    areas = [square(0, 0, 1, 2), square(1, 0, 2, 2)]
    write_layer(folder / "districts.geojson", areas, {"code": ["410102", "410103"], "name": ["西区", "东区"]})
    return folder
