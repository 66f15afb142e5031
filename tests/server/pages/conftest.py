"""The pages by a real client against the real application, over the small city, on both databases."""

import pytest

from rules.commands import Grant, Role
from server.access.accounts import Account, save
from server.app import create_app
from server.parts import Parts, put_together
from server.settings import Settings
from tests.server.client import serving
from tests.server.conftest import PASSWORD_HASH
from tests.server.pages.visitor import Visitor
from tests.server.small_city import Hands


@pytest.fixture
def parts(database, clock, cities, tmp_path) -> Parts:
    """All parts over the small city, in which a street office has a terminal too."""
    street = Account(
        "u-street", "西街道", "West Street", "west-street", PASSWORD_HASH, (Grant(Role.UNIT, "west-street"),)
    )
    with database.write() as connection:
        save(connection, [street])
    return put_together(Settings(tmp_path), database, clock, cities)


@pytest.fixture
def url(parts: Parts):
    """Where the running application answers."""
    with serving(create_app(parts)) as client:
        yield client.url


@pytest.fixture
def hands(parts: Parts) -> Hands:
    """Does things in the casebook that runs behind the pages."""
    return Hands(parts.casebook)


@pytest.fixture
def visit(url: str):
    """Opens pages as somebody: `visit("u-west")`, `visit("", "en")`."""
    opened: list[Visitor] = []

    def open_as(login: str = "", language: str = "zh-CN") -> Visitor:
        opened.append(Visitor(url, language))
        if login:
            opened[-1].sign_in(login)
        return opened[-1]

    yield open_as
    for visitor in opened:
        visitor.close()
