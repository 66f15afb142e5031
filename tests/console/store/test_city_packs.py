"""City packs: lists do not wait for the geometry, which follows; a geometry that cannot be read closes the desk."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
import shapely
from pytestqt.qtbot import QtBot

from console.facts import DESK, Delta
from rules.city import City
from rules.grid import build, flatten
from rules.pack import decode_tables, encode_city, version_of
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import CITY, OTHER_CITY, a_case

Start = Callable[..., Console]
_GRIDS = build(
    flatten([shapely.box(113.0, 34.0, 113.1, 34.1), shapely.box(113.1, 34.0, 113.2, 34.1)]),
    ["41010200001", "41010300001"],
    {"district": ["410102", "410103"]},
    {},
)
_WEST, _BORDER = 1_130_500_000, 1_130_999_900  # longitudes in the middle of the western district, and 1 m inside it


def serves(server: FakeServer, pack: bytes) -> None:
    """The server has this city in force."""
    with server.book.lock:
        server.book.city, server.book.packs = decode_tables(pack), {version_of(pack): pack}


def drawn(city: City = CITY) -> bytes:
    """The pack of the city with a geometry of one grid in each of two districts."""
    return encode_city(replace(city, grids=_GRIDS, sketch=_GRIDS.sketch(30)))


def grids(console: Console) -> list[bool]:
    """Of each city that comes into force from now on: whether it comes with its geometry."""
    told = list[bool]()
    console.board.city_changed.connect(lambda city: told.append(city.grids is not None))
    return told


def has_geometry(console: Console) -> bool:
    return console.board.city is not None and console.board.city.grids is not None


def test_the_first_city_comes_with_the_lists_and_its_geometry_behind_it(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    serves(server, drawn())
    server.book.has(a_case(1))
    console = start()
    told = grids(console)
    with qtbot.waitSignal(console.board.geometry_changed):
        console.connect(server)
    assert told == [False]
    assert has_geometry(console)
    assert console.board.city == console.core.store.room.desk.city


def test_after_a_start_the_geometry_is_read_from_the_cache(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    serves(server, drawn())
    server.book.has(a_case(1))
    console = start().connect(server)
    qtbot.waitUntil(lambda: has_geometry(console) and "case-1" in console.stages())
    console.close()
    again = start()
    qtbot.waitUntil(lambda: has_geometry(again))


def test_a_further_city_comes_whole(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    serves(server, drawn())
    server.book.has(a_case(1))
    console = start().connect(server)
    qtbot.waitUntil(lambda: has_geometry(console))
    told, other = grids(console), drawn(OTHER_CITY)
    serves(server, other)
    server.book.add_row("city", note=version_of(other))
    qtbot.waitUntil(lambda: told == [True])


def test_a_geometry_that_cannot_be_read_is_said_and_closes_the_desk(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    parts = msgspec.msgpack.decode(drawn())
    serves(server, msgspec.msgpack.encode(parts | {"grids": b"rubbish"}))
    server.book.has(a_case(1))
    console = start().connect(server)
    qtbot.waitUntil(lambda: console.said.count("error.other_pack") == 1)
    console.sign_in()
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.refusals == ["error.other_pack"])


def test_a_pack_that_has_no_sketch_comes_whole(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    serves(server, encode_city(replace(CITY, grids=_GRIDS)))
    server.book.has(a_case(1))
    console = start()
    told = grids(console)
    console.connect(server)
    qtbot.waitUntil(lambda: told == [True])


def test_a_case_at_a_border_is_proposed_as_soon_as_the_geometry_is_read(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    serves(server, drawn())
    server.book.has(
        a_case(1, located=True, lon=_WEST, lat=340_500_000),
        a_case(2, located=True, lon=_BORDER, lat=340_500_000),
    )
    told: dict[str, list[str]] = {"case-1": [], "case-2": []}

    def take(delta: Delta) -> None:
        for shown in delta.changed:
            told[shown.id].append(shown.proposal.ground if shown.proposal else "")

    console = start()
    console.board.cases_changed.connect(take)
    console.connect(server)
    qtbot.waitUntil(lambda: told["case-2"][-1:] not in ([], ["unread"]))
    assert "unread" not in told["case-1"]
    assert "unread" in told["case-2"]
