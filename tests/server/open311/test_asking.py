"""Discovery, services, definitions, requests by query, tokens: in JSON and in XML."""

import pytest
from lxml import etree

from rules.commands import Role
from server.citizens.house import citizens_of
from tests.server.open311.conftest import BASE, errors
from tests.server.small_city import MINUTE

EN = {"Accept-Language": "en"}


def test_the_discovery_says_where_and_in_which_formats(client) -> None:
    told = client.get("/open311/discovery.json").json()
    (endpoint,) = told["endpoints"]
    assert endpoint["url"] == client.url + BASE
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert (endpoint["specification"].rpartition("/")[2], endpoint["type"]) == ("GeoReport_v2", "test")
    root = etree.fromstring(client.get("/open311/discovery.xml").content)
    assert root.tag == "discovery"
    assert [each.text for each in root.iterfind("endpoints/endpoint/formats/format")] == endpoint["formats"]


def test_the_services_in_both_formats_and_languages(client) -> None:
    listed = client.get(f"{BASE}/services.json", headers=EN).json()
    assert [(each["service_code"], each["service_name"], each["metadata"]) for each in listed] == [
        ("refuse", "Refuse", True),
        ("other", "Something else", False),
    ]
    assert listed[1]["keywords"] == "其他,other"
    answer = client.get(f"{BASE}/services.xml")
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    root = etree.fromstring(answer.content)
    assert [each.findtext("service_name") for each in root.iterfind("service")] == ["暴露垃圾", "其他"]
    assert [each.findtext("metadata") for each in root.iterfind("service")] == ["true", "false"]


def test_without_an_ending_the_header_says_and_xml_is_usual(client) -> None:
    kinds = {"application/json": "application/json", "text/xml": "text/xml", "*/*": "text/xml"}
    for accept, kind in kinds.items():
        answer = client.get(f"{BASE}/services", headers={"Accept": accept})
        assert answer.headers["content-type"].partition(";")[0] == kind
    odd = client.get(f"{BASE}/services.yaml")
    assert (odd.status_code, errors(odd)[0][0]) == (404, 404)


def test_a_definition_has_questions_of_every_kind(client) -> None:
    told = client.get(f"{BASE}/services/refuse.json", headers=EN).json()
    assert told["service_code"] == "refuse"
    assert [(each["code"], each["datatype"], each["required"], each["variable"]) for each in told["attributes"]] == [
        ("amount", "singlevaluelist", True, True),
        ("where", "multivaluelist", False, True),
        ("count", "number", False, True),
        ("since", "datetime", False, True),
        ("mark", "string", False, True),
        ("more", "text", False, True),
        ("safe", "string", False, False),
    ]
    assert told["attributes"][0]["values"] == [{"key": "bag", "name": "A bag"}]
    root = etree.fromstring(client.get(f"{BASE}/services/refuse.xml").content)
    assert root.tag == "service_definition"
    asked = root.findall("attributes/attribute")
    assert [each.findtext("order") for each in asked] == [str(n) for n in range(1, 8)]
    assert [each.findtext("name") for each in asked[1].iterfind("values/value")] == ["路", "园"]
    assert client.get(f"{BASE}/services/none.json").status_code == 404


def test_another_jurisdiction_is_not_found(client, post) -> None:
    assert client.get(f"{BASE}/services.json?jurisdiction_id=small.example").status_code == 200
    answer = client.get(f"{BASE}/services.xml?jurisdiction_id=elsewhere", headers=EN)
    assert (answer.status_code, errors(answer)) == (404, [(404, "jurisdiction_id elsewhere was not found")])
    assert post(jurisdiction_id="elsewhere").status_code == 404


def number_of(answer) -> str:
    """The number of a request that was posted."""
    return answer.json()[0]["service_request_id"]


def test_requests_by_number_service_state_and_time(client, post, hands, parts, clock) -> None:
    first = number_of(post(description="路灯不亮"))
    clock.at += 10 * MINUTE
    second = number_of(post(service_code="refuse", description="一堆垃圾", **{"attribute[amount]": "bag"}))
    case = citizens_of(parts).intake.reports.find  # the first one is answered and so closed
    ids = {citizens_of(parts).intake.case(each).number: each for each in _reported(parts)}
    assert case(ids[first]).service == "other"
    hands.do("chen", Role.ACCEPTOR, "answer", ids[first], body={"answer": "已修好"})

    def asked(**query) -> list[str]:
        found = client.get(f"{BASE}/requests.json", params=query).json()
        return [each["service_request_id"] for each in found]

    assert asked() == [second, first]
    assert asked(service_request_id=f"{first},{second},none") == [first, second]
    assert asked(service_code="refuse") == [second]
    assert (asked(status="open"), asked(status="closed"), asked(status="open,closed")) == (
        [second],
        [first],
        [second, first],
    )
    assert asked(start_date="2015-04-22T09:05:00+08:00") == [second]
    assert asked(end_date="2015-04-22T01:05:00Z") == [first]
    assert (asked(page="2", page_size="1"), asked(page="3", page_size="1")) == ([first], [])
    (told,) = client.get(f"{BASE}/requests/{first}.json").json()
    assert (told["status"], told["status_notes"], told["description"]) == ("closed", "已修好", "路灯不亮")
    assert (told["lat"], told["long"]) == (34.75, 113.62)
    assert told["requested_datetime"] == "2015-04-22T09:00:00+08:00"
    root = etree.fromstring(client.get(f"{BASE}/requests/{second}.xml").content)
    assert root.findtext("request/service_name") == "暴露垃圾"
    assert client.get(f"{BASE}/requests/none.xml").status_code == 404


def _reported(parts) -> list[str]:
    with parts.database.read() as connection:
        return [row.id for row in connection.exec_driver_sql("SELECT id FROM citizen_reports")]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"start_date": "2015-01-01T00:00:00Z", "end_date": "2015-04-20T00:00:00Z"}, "90 days"),
        ({"start_date": "2015-04-20T00:00:00Z", "end_date": "2015-04-01T00:00:00Z"}, "90 days"),
        ({"start_date": "yesterday"}, "start_date"),
        ({"end_date": "9999-99-99"}, "end_date"),
        ({"start_date": "0001-01-01T00:00:00+14:00"}, "start_date"),
        ({"status": "half"}, "open | closed"),
        ({"page": "0"}, "page"),
        ({"page": "９"}, "page"),
        ({"page_size": "1001"}, "1–1000"),
        ({"service_request_id": "\0"}, "UTF-8"),
        ({"service_request_id": ",".join(map(str, range(1001)))}, "1000"),
    ],
)
def test_a_query_that_cannot_be_is_refused_by_name(client, query, words) -> None:
    answer = client.get(f"{BASE}/requests.json", params=query, headers=EN)
    assert answer.status_code == 400
    assert words in errors(answer)[0][1]


@pytest.mark.parametrize("city_rules", [{"number_when": "accepted"}])
def test_a_token_stands_for_the_number_until_somebody_has_looked(client, post, hands) -> None:
    told = post().json()[0]
    token = told["token"]
    assert "service_request_id" not in told
    assert client.get(f"{BASE}/tokens/{token}.json").json() == [{"token": token}]
    assert client.get(f"{BASE}/requests.json").json() == []
    hands.do("chen", Role.ACCEPTOR, "accept", token)
    found = etree.fromstring(client.get(f"{BASE}/tokens/{token}.xml").content)
    number = found.findtext("request/service_request_id")
    assert number == "15042200001"
    assert len(client.get(f"{BASE}/requests.json").json()) == 1
    assert client.get(f"{BASE}/tokens/unknown.json").status_code == 404


@pytest.mark.parametrize("city_rules", [{"open311": False}])
def test_a_city_may_keep_it_closed(client, post) -> None:
    assert client.get(f"{BASE}/services.json").status_code == 404
    assert post().status_code == 404


def test_what_no_citizen_reported_is_never_listed(client, hands) -> None:
    hands.report("case-1")
    assert client.get(f"{BASE}/requests.json").json() == []
    assert client.get(f"{BASE}/requests/15042200001.json").status_code == 404
