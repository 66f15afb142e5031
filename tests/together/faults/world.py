"""The small world of the faults: a city of two districts, a street and a bureau, six people, and a server's data."""

from pathlib import Path

from rules.calendar import WorkCalendar
from rules.city import Category, City, Condition, Policies, Unit
from rules.clock import Limit, LimitUnit
from rules.commands import Actor, Command, Grant, Role
from rules.pack import decode_city, encode_city
from server.access.accounts import Account, save
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.feeds.service import Feeds
from server.installer import Installer
from tests.together.faults.l1.clock import Time

CASES = 12
KEY = b"k" * 32  # of every session: the key of a signature is not what is tested here

_UNITS = (
    Unit("west", "西区", "West", kind="district", district="410102"),
    Unit("east", "东区", "East", kind="district", district="410103"),
    Unit("west-street", "西街道", "West Street", parent="west", kind="street", district="410102"),
    Unit("bureau", "城管局", "Bureau", kind="bureau"),
)
_CONDITION = Condition(
    "event-01-10-1", "event-01-10", "有暴露垃圾", limit=Limit(4, LimitUnit.WORK_HOUR), closing=("清理干净",)
)


def pack_of(zone: str) -> bytes:
    """The city pack, in this time zone."""
    city = City(
        version="",
        code="410100",
        name="小城",
        name_en="Small City",
        zone=zone,
        synthetic=True,
        calendar=WorkCalendar(zone, "2015"),
        units={unit.code: unit for unit in _UNITS},
        categories={"event-01-10": Category("event-01-10", "暴露垃圾", "Exposed refuse")},
        conditions={_CONDITION.key: _CONDITION},
        policies=Policies(feedback_required_photos=0),
    )
    return encode_city(city)


ZONE = "Asia/Shanghai"

PEOPLE = {
    actor.id: actor
    for actor in (
        Actor("wang", "王晓燕", (Grant(Role.DISPATCHER),)),
        Actor("li", "李敏", (Grant(Role.DISPATCHER),)),
        Actor("liu", "刘志强", (Grant(Role.ACCEPTOR), Grant(Role.SHIFT_LEADER))),
        Actor("zhao", "赵建军", (Grant(Role.ACCEPTOR), Grant(Role.SHIFT_LEADER))),
        Actor("u-west", "西区", (Grant(Role.UNIT, "west"),), "west"),
        Actor("u-east", "东区", (Grant(Role.UNIT, "east"),), "east"),
    )
}
"""Two dispatchers, two who accept and close, and a person of each district."""

_TO_DISPATCH = (
    ("liu", Role.ACCEPTOR, "report", {"words": "有暴露垃圾", "category": "event-01-10"}),
    ("liu", Role.ACCEPTOR, "accept", {}),
    ("zhao", Role.SHIFT_LEADER, "file", {"condition": _CONDITION.key}),
)


def make_template(folder: Path, clock: Clock | None = None, cases: int = CASES, zone: str = ZONE) -> Path:
    """A server's data folder: database migrated, city in force, people, some cases that wait for their dispatch."""
    folder.mkdir(parents=True, exist_ok=True)
    now = clock or Time()
    database = Database(f"sqlite:///{folder / 'griddesk.db'}")
    put_into(database, folder, now, cases, zone)
    database.close()
    return folder


def put_into(database: Database, folder: Path, clock: Clock, cases: int, zone: str = ZONE) -> None:
    """The small world into an empty database."""
    pack = pack_of(zone)
    city = decode_city(pack)
    packs = Cities(database, folder / "cities", decode_city)
    installer = Installer(database, packs, clock)
    installer.prepare()
    installer.install(pack, city)
    with database.write() as connection:
        save(connection, [Account(a.id, a.name, a.name, a.unit, "", a.grants) for a in PEOPLE.values()])
    book = Casebook(database, clock, packs, Feeds(database), Judge())
    for number in range(cases):
        for step, (who, role, verb, body) in enumerate(_TO_DISPATCH):
            command = Command(f"made-{number}-{step}", verb, f"case-{number}", who, role, clock.now(), body=dict(body))
            outcome = book.do(command, PEOPLE[who])
            if outcome.state != "accepted":
                raise AssertionError(outcome)
