"""Open311 by a real client against the real application, over the small city, on both databases."""

from collections.abc import Callable

import pytest
import requests
from lxml import etree

from server.app import create_app
from server.cities import Cities
from server.parts import Parts, put_together
from server.settings import Settings
from tests.server.citizens_city import citizens_city
from tests.server.client import Client, serving
from tests.server.small_city import Hands

BASE = "/open311/v2"


@pytest.fixture
def city_rules() -> dict[str, object]:
    """What this test's city chose for citizens."""
    return {}


@pytest.fixture
def parts(database, clock, cities_folder, city_rules, tmp_path) -> Parts:
    """All parts over the small city with services."""
    city = citizens_city(**city_rules)
    return put_together(Settings(tmp_path), database, clock, Cities(database, cities_folder, lambda _: city))


@pytest.fixture
def client(parts: Parts):
    """A client of the running application."""
    with serving(create_app(parts)) as client:
        yield client


@pytest.fixture
def key(parts: Parts) -> str:
    """The key of a program."""
    return parts.keys.issue("city app")[1]


@pytest.fixture
def hands(parts: Parts) -> Hands:
    """Does things in the casebook behind it."""
    return Hands(parts.casebook)


Post = Callable[..., requests.Response]


@pytest.fixture
def post(client: Client, key: str) -> Post:
    """Posts a request that has all it needs; fields by name replace or add, None takes away."""

    def send(path: str = "/requests.json", files=None, headers=None, **fields) -> requests.Response:
        usual = {"api_key": key, "service_code": "other", "lat": "34.75", "long": "113.62", "description": "井盖响"}
        words = {name: value for name, value in (usual | fields).items() if value is not None}
        return client.post(BASE + path, data=words, files=files, headers=headers)

    return send


def errors(answer: requests.Response) -> list[tuple[int, str]]:
    """Codes and descriptions of a refusal, in either format."""
    if "json" in answer.headers["content-type"]:
        return [(each["code"], each["description"]) for each in answer.json()]
    root = etree.fromstring(answer.content)
    assert root.tag == "errors"
    return [(int(each.findtext("code") or 0), each.findtext("description") or "") for each in root]
