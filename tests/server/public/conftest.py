"""The public page by a browser without script, against the real application, on both databases."""

import pytest

from server.app import create_app
from server.cities import Cities
from server.parts import Parts, put_together
from server.settings import Settings
from tests.server.citizens_city import citizens_city
from tests.server.client import serving
from tests.server.pages.visitor import Visitor
from tests.server.small_city import Hands


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
def url(parts: Parts):
    """Where the running application answers."""
    with serving(create_app(parts)) as client:
        yield client.url


@pytest.fixture
def hands(parts: Parts) -> Hands:
    """Does things in the casebook behind the pages."""
    return Hands(parts.casebook)


class Citizen(Visitor):
    """Somebody on the public page, who takes the city's time to fill in a form."""

    def __init__(self, url: str, language: str, clock) -> None:
        super().__init__(url, language)
        self._clock = clock

    def open(self) -> dict[str, str]:
        """The form's hidden fields."""
        self.get("/public/")
        return self.hidden("report")

    def send(self, form: dict[str, str], *photos: bytes, wait_s: int = 30, **words: str) -> str:
        """Send a form, after a while."""
        self._clock.at += wait_s * 1000
        files = [("photos", (f"{n}.jpg", data)) for n, data in enumerate(photos)] or [("photos", ("", b""))]
        usual = {"words": "路边有暴露垃圾", "lat": "34.75", "lon": "113.62", "service": "refuse"}
        return self.post("/public/", form | usual | words, files=files)

    @property
    def link(self) -> str:
        """The secret link of the page that is open."""
        return self.page.url.partition("?")[0].removeprefix(self.url)


@pytest.fixture
def citizen(url: str, clock):
    """Opens a browser: `citizen()`, `citizen("en")`."""
    opened: list[Citizen] = []

    def open_one(language: str = "zh-CN") -> Citizen:
        opened.append(Citizen(url, language, clock))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()
