"""One server for all cells, over the city of the rules' tests: a server for each of them would take minutes."""

from collections.abc import Iterator

import pytest

from rules.commands import Grant, Role
from server.access.accounts import Account, save
from server.app import create_app
from server.cities import Cities
from server.database import Database
from server.feeds.heads import add_feeds, start_epoch
from server.feeds.homes import all_feeds
from server.migrate import migrate
from server.parts import Parts, put_together
from server.settings import Settings
from tests.builders import NINE, a_city
from tests.cells.by_rules import who
from tests.server.client import serving
from tests.server.conftest import PASSWORD_HASH, HandClock
from tests.server.pages.visitor import Visitor
from tests.server.small_city import PACK

UNITS = ("410102", "410102005")
CITY = a_city(feedback_required_photos=0, report_required_photos=0)


def _people() -> list[Account]:
    roles = (Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER, Role.COLLECTOR)
    people = [who(role) for role in roles]
    found = [Account(one.id, one.id, one.id, "", PASSWORD_HASH, one.grants) for one in people]
    return found + [Account(f"u{unit}", unit, unit, unit, PASSWORD_HASH, (Grant(Role.UNIT, unit),)) for unit in UNITS]


@pytest.fixture(scope="module")
def clock() -> HandClock:
    """Wednesday 2015-04-22 09:00 in the city; it goes on with every command."""
    return HandClock(NINE)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory, clock: HandClock) -> Iterator[Parts]:
    """The parts of a server."""
    folder = tmp_path_factory.mktemp("cells")
    database = Database(f"sqlite:///{folder / 'server.db'}")
    migrate(database)
    cities = Cities(database, folder / "cities", lambda _: CITY)
    with database.write() as connection:
        cities.install(connection, PACK, CITY, clock.now())
        add_feeds(connection, all_feeds(CITY))
        start_epoch(connection, clock.now(), "first")
        save(connection, _people())
    yield put_together(Settings(folder), database, clock, cities)
    database.close()


@pytest.fixture(scope="module")
def browsers(parts: Parts) -> Iterator[dict[str, Visitor]]:
    """Everybody who has a page, signed in."""
    with serving(create_app(parts)) as client:
        found = {login: Visitor(client.url, "zh-CN") for login in ("c001", *(f"u{unit}" for unit in UNITS))}
        for login, browser in found.items():
            browser.sign_in(login)
        yield found
        for browser in found.values():
            browser.close()
