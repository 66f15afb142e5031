import subprocess
import sys
from dataclasses import replace

import msgspec
import pytest
import shapely

from rules.calendar import CalendarDay, DayKind, WorkCalendar, WorkPeriod
from rules.city import Category, City, Condition, Duty, MilestoneLimit, Policies, Unit
from rules.clock import Limit, LimitUnit
from rules.grid import build, flatten
from rules.pack import BadPack, PackOfOtherVersion, decode_city, decode_grids, decode_tables, encode_city, version_of


def city() -> City:
    """One with something in every part, without geometry."""
    calendar = WorkCalendar(
        "Asia/Shanghai", "2026", (WorkPeriod(540, 1020),), (CalendarDay("2026-01-01", DayKind.HOLIDAY, "元旦"),)
    )
    milestones = (MilestoneLimit("arrive", Limit(30, LimitUnit.MINUTE)),)
    condition = Condition(
        "event-01-10-1", "event-01-10", "有", limit=Limit(4, LimitUnit.WORK_HOUR), milestones=milestones
    )
    return City(
        "", "410100", "小城", "Small", "Asia/Shanghai", True, calendar,
        units={"b": Unit("b", "乙", phone="1", duty="王保平", duty_en="Wang"), "a": Unit("a", "甲", parent="b")},
        categories={"event-01-10": Category("event-01-10", "暴露垃圾")},
        conditions={condition.key: condition},
        duties=(Duty("D1", "a", from_minute=60),),
        policies=Policies(
            stage_limits={"accept": Limit(15, LimitUnit.MINUTE)}, sources={"phone": ("电话", "Phone")},
            phrases={"note": (("已联系", "Called"),)},
        ),
        labels={"zh_CN": {"list.over": "逾期"}},
        places={"410102": ("西区", "West")},
    )  # fmt: skip


def with_grids() -> City:
    squares = flatten([shapely.box(113.6, 34.7, 113.601, 34.701), shapely.box(113.601, 34.7, 113.602, 34.701)])
    return replace(city(), grids=build(squares, ["1" * 15, "2" * 15], {"duty": ["d1", "d1"]}, {}))


def test_a_city_comes_back_as_it_was() -> None:
    pack = encode_city(city())
    assert replace(decode_city(pack), version="") == city()
    assert list(decode_city(pack).units) == ["b", "a"]  # in the order of the city's file


def test_the_version_is_the_start_of_the_hash_and_no_part_of_the_pack() -> None:
    pack = encode_city(city())
    assert decode_city(pack).version == version_of(pack)
    assert len(version_of(pack)) == 16
    assert encode_city(replace(city(), version="another")) == pack
    assert encode_city(replace(city(), name="大城")) != pack


def test_geometry_travels_along_and_can_be_left() -> None:
    pack = encode_city(with_grids())
    grids = decode_city(pack).grids
    assert grids is not None
    assert grids.codes[grids.locate(1_136_015_000, 347_005_000) or 0] == "2" * 15
    assert decode_tables(pack).grids is None
    assert decode_tables(pack).units == city().units
    assert decode_grids(encode_city(city())) is None


def test_a_pack_written_before_a_field_was_added_gives_its_default() -> None:
    parts = msgspec.msgpack.decode(encode_city(city()))
    tables = msgspec.msgpack.decode(parts["tables"])
    for name, gone in (("units", {"duty", "duty_en"}), ("policies", {"phrases", "evidence_far_m"})):
        table = msgspec.msgpack.decode(tables[name])
        old = (
            {k: {n: v for n, v in each.items() if n not in gone} for k, each in table.items()}
            if name == "units"
            else {n: v for n, v in table.items() if n not in gone}
        )
        tables[name] = msgspec.msgpack.encode(old)
    read = decode_city(msgspec.msgpack.encode(parts | {"tables": msgspec.msgpack.encode(tables)}))
    assert (read.units["b"].phone, read.units["b"].duty) == ("1", "")
    assert (dict(read.policies.phrases), read.policies.evidence_far_m) == ({}, 50)


def test_a_memo_of_the_calendar_does_not_change_the_pack() -> None:
    used = city()
    used.calendar.add_work(1_767_240_000_000, 3_600_000)
    assert encode_city(used) == encode_city(city())


def test_a_pack_of_another_format_is_told_apart_from_a_broken_one() -> None:
    with pytest.raises(PackOfOtherVersion) as other:
        decode_city(msgspec.msgpack.encode({"format": 2, "whatever": []}))
    assert (other.value.found, other.value.expected) == (2, 1)


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_broken_bytes_are_no_pack(cut: int) -> None:
    with pytest.raises(BadPack):
        decode_city(encode_city(with_grids())[:cut])


def test_damaged_geometry_is_no_pack() -> None:
    parts = msgspec.msgpack.decode(encode_city(with_grids()))
    with pytest.raises(BadPack):
        decode_city(msgspec.msgpack.encode({**parts, "grids": b"no grids"}))


def test_who_needs_only_the_tables_loads_no_geometry() -> None:
    program = (
        "import sys; from rules.pack import decode_tables; "
        "assert decode_tables(sys.stdin.buffer.read()).units; "
        "print(sorted({'numpy', 'shapely', 'pyogrio'} & set(sys.modules)))"
    )
    asked = subprocess.run(
        [sys.executable, "-c", program], input=encode_city(with_grids()), capture_output=True, check=True
    )
    assert asked.stdout.strip() == b"[]"
