"""Addresses over HTTP: who may ask, what comes back, and every kind of nonsense as a clear refusal."""

from dataclasses import replace

import pytest

from rules.city import Category
from server.api.commands import place_of
from server.api.models import Report
from server.app import create_app
from server.parts import Parts, put_together
from server.settings import Settings
from tests.fixtures.addresses import EAST, at, gazetteer, grids
from tests.server.client import Client, serving
from tests.server.small_city import small_city


@pytest.fixture
def parts(database, clock, cities, tmp_path) -> Parts:
    """All parts over the small city in the little town."""
    town = grids()
    covers = {"component-01-02": Category("component-01-02", "污水井盖")}
    city = small_city()
    city = replace(city, grids=town, gazetteer=gazetteer(town.plane), categories={**city.categories, **covers})
    with database.write() as connection:
        cities.install(connection, b"a town", city, clock.now())
    return put_together(Settings(tmp_path), database, clock, cities)


@pytest.fixture
def client(parts: Parts):
    with serving(create_app(parts)) as client:
        yield client


def bearer(client: Client, login: str) -> dict[str, str]:
    answer = client.post("/v1/session", json={"login": login, "password": "right-horse", "seat": "desk"})
    return {"Authorization": f"Bearer {answer.json()['token']}", "Accept-Language": "en"}


@pytest.fixture
def chen(client: Client) -> dict[str, str]:
    return bearer(client, "chen")


def test_a_crossing_with_the_component_and_its_owner(client: Client, chen: dict) -> None:
    asked = {"q": "中原路与文化宫路交叉口南20米", "category": "component-01-02"}
    answer = client.get("/v1/geocode", params=asked, headers=chen).json()
    place = answer["places"][0]
    assert answer["sure"] is True
    assert (place["kind"], place["unit_grid"], place["district"]) == ("crossing", EAST, "410103")
    assert (place["name"], place["name_en"]) == (
        "中原路与文化宫路交叉口南 20 米",
        "Zhongyuan Road × Wenhuagong Road, 20 m S",
    )
    assert [place["lon"], place["lat"]] == pytest.approx(at(0, -20), abs=10)
    component = place["component"]
    assert (component["code"], component["owner"], component["metres"]) == ("4101020102000001", "west", 3)
    assert component["owner_name"] == small_city().units["west"].name


def test_three_places_and_none_taken_silently(client: Client, chen: dict, parts: Parts) -> None:
    answer = client.get("/v1/geocode", params={"q": "惠邻便利店"}, headers=chen).json()
    assert answer["sure"] is False
    assert len(answer["places"]) == 3
    assert place_of(Report("垃圾", address="惠邻便利店"), parts.cities.current, parts.geocoding) == {}
    placed = place_of(Report("垃圾", address="碧沙岗小学北30米"), parts.cities.current, parts.geocoding)
    assert (placed["lon"], placed["lat"]) == pytest.approx(at(300, 330), abs=10)


def test_a_report_by_its_address_has_the_owner_of_the_component_there(client: Client, chen: dict) -> None:
    said = {"words": "井盖松动", "address": "中原路与文化宫路交叉口南20米", "category": "component-01-02"}
    case_id = client.post("/v1/reports", json=said, headers=chen).json()["case_id"]
    told = client.get(f"/v1/responsibility/case/{case_id}?lang=en", headers=chen).json()
    assert (told["unit"], told["ground"]) == ("west", "owner")
    assert small_city().units["west"].name_en in told["words"]


def test_who_is_responsible_at_a_point_is_the_owner_of_the_component_there(client: Client, chen: dict) -> None:
    lon, lat = (each / 1e7 for each in at(0, -20))
    asked = {"lon": lon, "lat": lat, "category": "component-01-02"}
    assert client.get("/v1/responsibility", params=asked, headers=chen).json()["ground"] == "owner"
    beside = client.get("/v1/responsibility", params=asked | {"owner": "某物业"}, headers=chen).json()
    assert beside["ground"] != "owner"


def test_a_point_has_its_address_and_grids(client: Client, chen: dict) -> None:
    lon, lat = at(152, 30)
    told = client.get("/v1/address", params={"lon": lon, "lat": lat}, headers=chen).json()
    assert (told["name"], told["name_en"], told["metres"]) == ("中原路3号", "3 Zhongyuan Road", 0)
    assert (told["unit_grid"], told["duty_grid"], told["district"]) == (EAST, "410103001R01", "410103")
    outside = client.get("/v1/address", params={"lon": 0, "lat": 0}, headers=chen).json()
    assert (outside["unit_grid"], outside["district"]) == ("", "")


def test_a_point_of_another_datum_is_shifted_first(client: Client, chen: dict) -> None:
    told = client.get("/v1/address", params={"lon": 1_215_315_419, "lat": 311_753_040, "datum": "gcj02"}, headers=chen)
    assert [told.json()["lon"], told.json()["lat"]] == pytest.approx([1_215_272_106, 311_774_276], abs=100)


@pytest.mark.parametrize(
    ("path", "params", "field"),
    [
        ("/v1/geocode", {}, "q"),
        ("/v1/geocode", {"q": ""}, "q"),
        ("/v1/geocode", {"q": "路" * 401}, "q"),
        ("/v1/geocode", {"q": "中原路", "datum": "mars"}, "datum"),
        ("/v1/geocode", {"q": "中原路", "category": "component-99-99"}, "category"),
        ("/v1/address", {"lon": "east", "lat": "1"}, "lon"),
        ("/v1/address", {"lon": "1136000000"}, "lat"),
        ("/v1/address", {"lon": "99999999999999999999", "lat": "1"}, "lon"),
        ("/v1/address", {"lon": "0", "lat": "0", "datum": "gcj02"}, "lon"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_field(
    client: Client, chen: dict, path: str, params: dict, field: str
) -> None:
    answer = client.get(path, params=params, headers=chen)
    assert answer.status_code == 422
    assert answer.json()["field"] == field


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE cases; --",
        "<script>alert(1)</script>",
        "=HYPERLINK(1)",
        "\x00\x1b[2J",
        "😀" * 80,
        "\u202e路中原",
        "%00%ff",
        "a" * 400,
    ],
)
def test_hostile_words_are_only_words(client: Client, chen: dict, text: str) -> None:
    answer = client.get("/v1/geocode", params={"q": text}, headers=chen)
    assert answer.status_code == 200
    assert answer.json()["sure"] is False


@pytest.mark.parametrize("path", ["/v1/geocode?q=1", "/v1/address?lon=0&lat=0"])
def test_only_who_takes_in_reports_may_ask(client: Client, path: str) -> None:
    assert client.get(path).status_code == 401
    refused = client.get(path, headers=bearer(client, "u-west"))
    assert refused.status_code == 403
    assert refused.json()["rule"] == "rule.role"
    assert "unit" in refused.json()["text"].lower()
