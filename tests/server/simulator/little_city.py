"""A little city whose people the simulator can play: six grids, two districts with a street office each, a bureau."""

from functools import cache
from pathlib import Path

from rules.city import City
from rules.pack import decode_city
from server.city import compile_folder
from tests.server.city.small_folder import TOML, grid_codes, square, write_layer, write_small_city

FIRST, SECOND = "410102", "410103"
DUTIES = ("410102001R01", "410103001R01")
DUTY_LAYER = """[[layers]]
role = "duty_grids"
file = "duty_grids.geojson"
datum = "wgs84"
fields = { code = "code", name = "name" }

[policies]
feedback_required_photos = 1
"""
MORE = """
[policies.stage_limits]
accept = "15 minute"
decide = "15 minute"

[decline_reasons]
untrue = ["核实不属实", "Found not true"]
"""
TABLES = {
    "units": "code,name,parent,kind,district,phone\n"
    "410102,西区,,district,410102,0371-1\n410103,东区,,district,410103,0371-2\n"
    "410102001,西街道,410102,street,410102,\n410103001,东街道,410103,street,410103,\n"
    "B01,城管局,,bureau,,0371-3\nD01,市政所,,department,,\n",
    "categories": "kind,major,minor,name\nevent,01,10,暴露垃圾\ncomponent,01,02,污水井盖\n",
    "conditions": "category,no,words,limit,unit,urgent,closing,milestones\n"
    "event-01-10,1,有暴露垃圾,4,work_hour,0,清理干净,\nevent-01-10,2,有危险,2,urgent_hour,1,清理干净,\n"
    "component-01-02,1,松动,2,urgent_hour,1,已复位,\n"
    "component-01-02,9,缺失,5,work_day,1,已更换,make_safe:2 urgent_hour | repair:5 work_day\n",
    "responsibility": "no,category,condition,place,unit\nD1,*,,410102,410102\nD2,*,,410103,410103\n",
    "people": "login,name,roles,unit,duty_grids,password\n"
    "wang,王晓燕,dispatcher,,,demo-2026\nli,李敏,dispatcher,,,demo-2026\nchen,陈志远,acceptor,,,demo-2026\n"
    "zhao,赵建军,shift_leader,,,demo-2026\ninspector,周敏华,inspector,,,demo-2026\n"
    "leader,郑国栋,leader,,,demo-2026\nu410102,西区,unit@410102,410102,,demo-2026\n"
    "u410103,东区,unit@410103,410103,,demo-2026\nu410102001,西街道,unit@410102001,410102001,,demo-2026\n"
    "u410103001,东街道,unit@410103001,410103001,,demo-2026\nuB01,城管局,unit@B01,B01,,demo-2026\n"
    "uD01,市政所,unit@D01,D01,,demo-2026\n"
    f"c001,采集员一,collector,,{DUTIES[0]},demo-2026\nc002,采集员二,collector,,{DUTIES[1]},demo-2026\n",
}


def write_little_city(folder: Path) -> Path:
    """The whole folder."""
    codes = grid_codes()
    toml = TOML.replace('district = "district" }', 'district = "district", duty_grid = "duty_grid" }') + MORE
    write_small_city(folder, toml.replace("[policies]\n", DUTY_LAYER, 1), **TABLES)
    duties = [DUTIES[code[:6] == SECOND] for code in codes]
    fields = {"code": codes, "district": [code[:6] for code in codes], "duty_grid": duties}
    write_layer(folder / "unit_grids.geojson", [square(c, r) for c in range(3) for r in range(2)], fields)
    areas = [square(0, 0, 1, 2), square(1, 0, 2, 2)]
    write_layer(folder / "duty_grids.geojson", areas, {"code": list(DUTIES), "name": ["一", "二"]})
    return folder


@cache
def little_city(folder: Path) -> tuple[bytes, City]:
    """The pack of the folder, and the city in it."""
    pack = compile_folder(write_little_city(folder)).pack
    return pack, decode_city(pack)
