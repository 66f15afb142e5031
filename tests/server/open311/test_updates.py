"""Status updates both ways as FixMyStreet uses them, photos behind an address, and a client written by others."""

import pytest
from lxml import etree

from rules.commands import Actor, Grant, Role
from server.citizens.fetching import CannotFetch, MediaFetching
from server.citizens.photos import CitizenPhotos
from server.queries import Search
from tests.server.open311.conftest import BASE, errors
from tests.server.pages.visitor import photo
from tests.server.small_city import MINUTE

CHEN = Actor("chen", grants=(Grant(Role.ACCEPTOR),))


def cases(parts) -> list:
    """All cases, as the acceptor sees them, oldest first."""
    return sorted(parts.queries.history(Search(), CHEN)[1], key=lambda case: case.number)


def sent_by_fixmystreet(key: str, **more: str) -> dict[str, str]:
    """The fields of FixMyStreet's own `send_service_request`, in the names and forms that it uses."""
    usual = {
        "jurisdiction_id": "small.example",
        "api_key": key,
        "service_code": "refuse",
        "description": "Bins\n\nOverflowing\n\nhttps://fms.example/report/7\n",
        "first_name": "Ada",
        "last_name": "Lovelace",
        "email": "ada@example.org",
        "lat": "34.75",
        "long": "113.62",
        "attribute[amount]": "bag",
        "attribute[fixmystreet_id]": "7",
    }
    return usual | more


def test_fixmystreet_reports_fetches_updates_and_posts_its_own(client, key, parts, hands, clock) -> None:
    answer = client.post(f"{BASE}/requests.xml", data=sent_by_fixmystreet(key))
    number = etree.fromstring(answer.content).find("request").findtext("service_request_id")
    (case,) = cases(parts)
    assert (case.number, case.external_number) == (number, "7")
    clock.at += 5 * MINUTE
    hands.do("chen", Role.ACCEPTOR, "accept", case.id)
    hands.do("zhao", Role.SHIFT_LEADER, "file", case.id, body={"condition": "event-01-10-1"})
    clock.at += MINUTE
    hands.do("wang", Role.DISPATCHER, "dispatch", case.id, body={"unit": "west"})
    asked = {"api_key": key, "start_date": "2015-04-22T00:00:00Z", "end_date": "2015-04-22T02:00:00Z"}
    root = etree.fromstring(client.get(f"{BASE}/servicerequestupdates.xml", params=asked).content)
    told = [(each.findtext("service_request_id"), each.findtext("status")) for each in root.iterfind("request_update")]
    assert told == [(number, "investigating"), (number, "action_scheduled"), (number, "in_progress")]
    ids = [each.findtext("update_id") for each in root.iterfind("request_update")]
    assert len(set(ids)) == 3
    later = asked | {"start_date": "2015-04-22T01:06:00Z"}
    assert len(client.get(f"{BASE}/servicerequestupdates.json", params=later).json()) == 1
    comment = {
        "api_key": key,
        "jurisdiction_id": "small.example",
        "service_request_id": number,
        "update_id": "99",
        "updated_datetime": "2015-04-22T09:10:00+08:00",
        "status": "OPEN",
        "description": "It smells",
        "first_name": "Ada",
        "last_name": "-",
        "email": "ada@example.org",
    }
    for _ in range(2):
        posted = client.post(f"{BASE}/servicerequestupdates.xml", data=comment)
        assert etree.fromstring(posted.content).find("request_update").findtext("update_id") == "99"
    notes = [event for event in parts.queries.events(case.id, CHEN) if event.verb == "note"]
    assert [(event.text, event.role) for event in notes] == [("It smells", "public")]


def test_what_fixmystreet_opens_again_is_taken_up_again(client, key, parts, hands, clock) -> None:
    client.post(f"{BASE}/requests.xml", data=sent_by_fixmystreet(key))
    (case,) = cases(parts)
    hands.do("chen", Role.ACCEPTOR, "answer", case.id, body={"answer": "Swept"})
    clock.at += MINUTE
    (last,) = [
        each
        for each in client.get(f"{BASE}/servicerequestupdates.json").json()
        if each["service_request_id"] == case.number
    ]
    assert (last["status"], last["description"]) == ("closed", "Swept")
    update = {"api_key": key, "service_request_id": case.number, "status": "REOPEN", "description": "Still there"}
    for n in ("1", "1", "2"):
        assert client.post(f"{BASE}/servicerequestupdates.json", data=update | {"update_id": n}).status_code == 200
    _, again = cases(parts)
    assert case.number in again.words
    assert "Still there" in again.words
    assert parts.personal.reveal(again.id, CHEN, "call").data["email"] == "ada@example.org"


def test_somebody_elses_request_does_not_exist(client, post, parts) -> None:
    number = post().json()[0]["service_request_id"]
    other = parts.keys.issue("another app")[1]
    update = {"service_request_id": number, "description": "x"}
    answer = client.post(f"{BASE}/servicerequestupdates.json", data=update | {"api_key": other})
    unknown = client.post(
        f"{BASE}/servicerequestupdates.json", data=update | {"api_key": other, "service_request_id": "1"}
    )
    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert errors(answer)[0][1] == errors(unknown)[0][1].replace(" 1", f" {number}")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"service_request_id": ""}, 400),
        ({"status": "sold"}, 400),
        ({"updated_datetime": "now"}, 400),
        ({"update_id": "x" * 81}, 400),
        ({"description": "x" * 4001}, 400),
        ({"api_key": "no"}, 403),
    ],
)
def test_an_update_that_cannot_be_is_refused(client, key, post, fields, status) -> None:
    number = post().json()[0]["service_request_id"]
    usual = {"api_key": key, "service_request_id": number, "description": "x"}
    answer = client.post(f"{BASE}/servicerequestupdates.json", data=usual | fields)
    assert (answer.status_code, errors(answer)[0][0]) == (status, status)


class Host:
    """A host with photos behind addresses; what it has not, it fails to give."""

    def __init__(self, **kept: bytes) -> None:
        self.kept = {f"https://photos.example/{name}": data for name, data in kept.items()}
        self.asked: list[str] = []

    def fetch(self, url: str, most: int) -> bytes:
        """The bytes."""
        self.asked.append(url)
        if url not in self.kept:
            raise CannotFetch("status 404")
        return self.kept[url]


@pytest.mark.parametrize("city_rules", [{"media_hosts": ("photos.example",)}])
def test_photos_are_fetched_from_the_hosts_that_the_city_names(post, parts, clock) -> None:
    host = Host(one=photo("red", 30), letter=b"not a picture")
    urls = ["https://photos.example/one", "https://photos.example/letter", "https://photos.example/none"]
    post(media_url=urls)
    fetching = MediaFetching(
        parts.database, parts.casebook, CitizenPhotos(parts.photos), parts.cities, clock, host.fetch
    )
    assert (fetching.tick(), fetching.tick()) == (3, 0)
    (case,) = cases(parts)
    assert [photo.kind for photo in case.photos] == ["overview"]
    clock.at += 30_000
    assert fetching.tick() == 1  # the one that was not there; it comes a little later each time, and then no more
    for _ in range(9):
        clock.at += 24 * 3_600_000
        fetching.tick()
    assert host.asked.count("https://photos.example/none") == 5
    assert len(cases(parts)[0].photos) == 1


def test_a_client_written_by_others_reads_what_is_here(client, post, monkeypatch) -> None:
    georeport = pytest.importorskip("georeport", reason="the client georeport is not installed")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    number = post(description="路灯不亮").json()[0]["service_request_id"]
    for kind in ("json", "xml"):
        city = georeport.GeoReport(client.url + BASE, "small.example", output_format=kind)
        assert [each["service_code"] for each in city.get_service_list()] == ["refuse", "other"]
        assert city.get_service_definition("refuse")["service_code"] == "refuse"
        assert str(city.get_service_requests(status="open")).count(number) == 1
