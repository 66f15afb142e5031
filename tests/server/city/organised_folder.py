"""The small city's folder with an organisation in the street: tables, layers, elements."""

import json
from dataclasses import dataclass
from pathlib import Path

import shapely

from tests.server.city.small_folder import SOUTH, STEP, TOML, WEST, square, write_layer, write_small_city

MORE = """
[organisation]
exclusive_layer = 5

[[organisation.levels]]
no = 1
of = "district"
name = "一级网格"
name_en = "level-one grid"

[[layers]]
role = "exclusive_grids"
file = "exclusive.geojson"
datum = "wgs84"
fields = { code = "code", name = "name" }

[[layers]]
role = "micro_grids"
file = "micro.geojson"
datum = "wgs84"
fields = { code = "code" }

[[layers]]
role = "roads"
file = "roads.geojson"
datum = "wgs84"
fields = { name = "name", class = "class" }

[[elements]]
key = "stores"
element = "thing"
name = "防汛物资点"
owner = "B01"
as_of = "2026-05-31"
days = 90
file = "stores.csv"

[[elements]]
key = "schools"
element = "place"
name = "学校"
owner = "市教育局"
as_of = "2026-01-01"
file = "schools.geojson"
datum = "wgs84"
fields = { name = "title" }
"""

TABLES = {
    "grids": "code,kind,name,unit,parent,matters,since,until\n"
    "Z1,exclusive,人民公园,B01,,event-*,,\nW1,micro,一号楼,,410103,,,\n",
    "staff": "code,name,name_en,unit,login,phone,mobile\n"
    "S1,王一,Wang Yi,,c1,0371-1,\nS2,李二,,410102,,,199-0000-0001\n",
    "people": "login,name,roles,unit,duty_grids\n"
    "wang,王晓燕,dispatcher,,\nu1,西区,unit,410102,\nc1,王一,collector,,Z1 | 410100\n",
    "posts": "no,staff,duty,place,from_time,to_time,days\n"
    "P1,S1,collector,Z1,08:00,18:00,workday\nP2,S2,grid_leader,410102,,,\nP3,S2,road_chief,R1,,,\n",
    "road_sections": "code,name,road,from,to\nR1,中原路（西段）,中原路,秦岭路,桐柏路\n",
    "stores": "lon,lat,name,name_en,note\n113.6005,34.7005,一号点,Store 1,沙袋 200 袋\n",
}


@dataclass(frozen=True)
class Small:
    """The small city with an organisation; tables by name replace its own, `toml` is added to its settings."""

    folder: Path

    def write(self, toml: str = MORE, **tables: str) -> Path:
        write_small_city(self.folder, TOML + toml, **(TABLES | tables))
        write_layer(self.folder / "exclusive.geojson", [square(0, 0, 1, 1)], {"code": ["Z1"], "name": ["公园"]})
        write_layer(self.folder / "micro.geojson", [square(2, 0, 1, 1)], {"code": ["W1"]})
        self._roads()
        school = {"type": "Point", "coordinates": [WEST + 1.5 * STEP, SOUTH + STEP / 2]}
        feature = {"type": "Feature", "geometry": school, "properties": {"title": "一小"}}
        told = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
        (self.folder / "schools.geojson").write_text(told, encoding="utf-8")
        return self.folder

    def _roads(self) -> None:
        middle = SOUTH + STEP
        ends = [(WEST + n * STEP, middle) for n in (0.2, 1, 2, 2.8)]
        across = [[(x, SOUTH), (x, middle), (x, SOUTH + 2 * STEP)] for x, _ in ends[1:3]]
        far = [(WEST, SOUTH + 2 * STEP), (WEST + STEP / 3, SOUTH + 2 * STEP)]
        geometries = [shapely.LineString(each) for each in (ends, *across, far)]
        names = ["中原路", "秦岭路", "桐柏路", "远路"]
        write_layer(self.folder / "roads.geojson", geometries, {"name": names, "class": ["main"] * 4})
