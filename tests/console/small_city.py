"""A city of two districts without geometry, its pack, the people of two seats, and cases in it."""

from dataclasses import replace

from rules.calendar import WorkCalendar
from rules.case import Case, Stage
from rules.city import Category, City, Condition, Duty, Policies, Unit
from rules.clock import Clock, Limit, LimitUnit
from rules.commands import Actor, Grant, Role
from rules.frozen import changed
from rules.pack import decode_city, encode_city

NOW = 1_429_664_400_000  # Wed 2015-04-22 09:00 in Shanghai
HOUR = 3_600_000

WANG = Actor("wang", "王晓燕", (Grant(Role.DISPATCHER),), name_en="Wang Xiaoyan")
LIU = Actor("liu", "刘志强", (Grant(Role.ACCEPTOR), Grant(Role.SHIFT_LEADER)))
PASSWORD = "demo-2026"

_DRAFT = City(
    version="",
    code="410100",
    name="小城",
    name_en="Small City",
    zone="Asia/Shanghai",
    synthetic=True,
    calendar=WorkCalendar("Asia/Shanghai", "2015"),
    units={
        "west": Unit("west", "西区", "West", kind="district", district="410102"),
        "east": Unit("east", "东区", "East", kind="district", district="410103"),
    },
    categories={"event-01-10": Category("event-01-10", "暴露垃圾", "Exposed refuse")},
    conditions={
        "event-01-10-4": Condition(
            "event-01-10-4", "event-01-10", "有暴露垃圾", limit=Limit(4, LimitUnit.WORK_HOUR), closing=("清理干净",)
        )
    },
    duties=(Duty("1", "west", place="410102"), Duty("2", "east", place="410103")),
    policies=Policies(feedback_required_photos=0),
)

PACK = encode_city(_DRAFT)
CITY = decode_city(PACK)
OTHER_PACK = encode_city(replace(_DRAFT, name="小城二版"))
OTHER_CITY = decode_city(OTHER_PACK)


def a_case(number: int, stage: Stage = Stage.TO_DISPATCH, **more: object) -> Case:
    """A filed case in the west that waits for its dispatch; its id is "case-<number>"."""
    case = Case(
        id=f"case-{number}",
        version=3,
        stage=stage,
        number=f"15042200{number:03d}",
        category="event-01-10",
        condition="event-01-10-4",
        words="有暴露垃圾",
        address="陇海路与秦岭路交叉口",
        district="410102",
        unit_grid="410102001001001",
        duty_grid="410102001001",
        reported_at=NOW - HOUR,
        filed_at=NOW - 1000,
        handed_at=NOW - 1000,
        limit=Limit(4, LimitUnit.WORK_HOUR),
        city_version=CITY.version,
        stage_since=NOW - 1000,
        stage_clock=Clock(Limit(30, LimitUnit.MINUTE), ((NOW - 1000, 0),)),
        events=3,
    )
    return changed(case, **more)  # type: ignore[arg-type]
