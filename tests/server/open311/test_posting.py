"""A request by form, JSON and XML, with photos: one case however often it comes; what cannot be is refused by name."""

import io
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree
from PIL import Image

from rules.commands import Actor, Grant, Role
from server.citizens.house import citizens_of
from server.queries import Search
from tests.server.open311.conftest import BASE, errors
from tests.server.pages.visitor import photo

CHEN = Actor("chen", grants=(Grant(Role.ACCEPTOR),))
EN = {"Accept-Language": "en"}


def cases(parts) -> list:
    """All cases, as the acceptor sees them."""
    return list(parts.queries.history(Search(), CHEN)[1])


def test_a_request_becomes_a_case_like_any_other(post, parts) -> None:
    fields = {
        "attribute[amount]": "bag",
        "attribute[where][]": ["a", "b"],
        "attribute[fixmystreet_id]": "4711",
        "first_name": "Ada",
        "last_name": "Lovelace",
        "email": "ada@example.org",
        "phone": "138",
    }
    answer = post(service_code="refuse", description="垃圾 <b>多</b>", files={"media": photo("red", 40)}, **fields)
    assert answer.status_code == 200
    (case,) = cases(parts)
    assert answer.json()[0]["service_request_id"] == case.number
    assert (case.source, case.external_number, case.category) == ("open311", "4711", "event-01-10")
    assert case.words.split("\n") == ["垃圾 <b>多</b>", "多少：一袋", "哪里：路；园"]
    assert (case.lon, case.lat, case.datum, case.wants_answer) == (1_136_200_000, 347_500_000, "wgs84", True)
    assert (len(case.photos), case.stage, case.reported_by.partition(":")[0]) == (1, "reported", "public")
    shown = parts.personal.reveal(case.id, CHEN, "to answer")
    assert shown.data == {"name": "Ada Lovelace", "email": "ada@example.org", "phone": "138"}
    assert "ada" not in json.dumps(str(case)).lower()


def test_who_reported_is_told_to_nobody(post, client) -> None:
    number = post(email="ada@example.org", first_name="Ada", phone="138001").json()[0]["service_request_id"]
    for path in (f"/requests/{number}.json", f"/requests/{number}.xml", "/requests.json", "/servicerequestupdates.xml"):
        text = client.get(BASE + path).text
        assert "ada@example.org" not in text
        assert "138001" not in text
        assert "Ada" not in text


def test_three_times_the_same_is_one_case(post, parts) -> None:
    numbers = {post().json()[0]["service_request_id"] for _ in range(3)}
    assert len(numbers) == 1
    moved = post(lat="34.75005")  # five metres on, and other blanks: still the same
    assert moved.json()[0]["service_request_id"] in numbers
    assert post(lat="34.76").json()[0]["service_request_id"] not in numbers
    assert post(description="另一件").json()[0]["service_request_id"] not in numbers
    assert post(phone="138").json()[0]["service_request_id"] not in numbers  # somebody else
    assert len(cases(parts)) == 4


def test_the_same_at_the_same_instant_is_one_case(post, parts) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: post(), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()[0]["service_request_id"] for answer in answers}) == 1
    assert len(cases(parts)) == 1


def test_the_same_a_day_later_is_a_new_case(post, parts, clock) -> None:
    post()
    clock.at += 25 * 3_600_000
    post()
    assert len(cases(parts)) == 2


def test_a_key_of_the_sender_stands_for_one_request(post, parts) -> None:
    headers = {"Idempotency-Key": "send-1"} | EN
    first = post(headers=headers)
    assert post(headers=headers).json() == [first.json()[0] | {"service_notice": "this had been received before"}]
    other = post(headers=headers, description="另一件")
    assert (other.status_code, errors(other)[0][0]) == (422, 422)
    assert len(cases(parts)) == 1


def test_the_senders_own_number_stands_for_one_request(post, parts) -> None:
    for words in ("第一次", "改了说法"):
        post(description=words, external_id="A-1")
    assert len(cases(parts)) == 1


def test_what_was_refused_can_be_put_right(post, parts) -> None:
    assert post(email="x" * 300).status_code == 400
    assert post().status_code == 200
    assert len(cases(parts)) == 1


def test_json_and_xml_are_taken_like_a_form(client, key, parts) -> None:
    told = {"api_key": key, "service_code": "refuse", "lat": 34.75, "long": 113.62, "attribute": {"amount": "bag"}}
    answer = client.post(f"{BASE}/requests.json", json=told | {"description": "甲"})
    assert answer.status_code == 200
    body = (
        f"<request><api_key>{key}</api_key><service_code>refuse</service_code><lat>34.8</lat><long>113.62</long>"
        "<description>乙 &lt;&amp;</description>"
        "<attributes><attribute><code>amount</code><value>bag</value></attribute></attributes></request>"
    )
    answer = client.post(f"{BASE}/requests.xml", data=body.encode(), headers={"Content-Type": "text/xml"})
    assert answer.status_code == 200
    assert etree.fromstring(answer.content).findtext("request/service_request_id")
    assert sorted(case.words.split("\n")[0] for case in cases(parts)) == ["乙 <&", "甲"]


def test_a_photo_comes_in_without_what_its_camera_wrote(post, client, parts) -> None:
    raw = photo("blue", 60, "2015:04:22 08:50:00", 113.62, 34.75)
    number = post(files={"media": raw}).json()[0]["service_request_id"]
    (case,) = cases(parts)
    assert (case.photos[0].taken_at, case.photos[0].lon) == (1_429_663_800_000, 1_136_200_000)
    kept = Image.open(io.BytesIO(parts.photos.get(case.photos[0].sha256).data))
    assert dict(kept.getexif()) == {}
    (told,) = client.get(f"{BASE}/requests/{number}.json").json()
    shown = client.get(told["media_url"].removeprefix(client.url))
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert client.get(f"{BASE}/media/{number}/{'0' * 64}.jpg").status_code == 404


def test_an_address_that_is_not_fetched_stays_a_line(post, parts) -> None:
    post(media_url="https://elsewhere.example/1.jpg")
    (case,) = cases(parts)
    assert case.words.split("\n")[-1] == "https://elsewhere.example/1.jpg"
    assert citizens_of(parts).media.tick() == 0


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"api_key": None}, 403, "api_key was not provided"),
        ({"api_key": "wrong"}, 403, "unknown or was ended"),
        ({"service_code": None}, 400, "service_code was not provided"),
        ({"service_code": "none"}, 404, "service_code none was not found"),
        ({"lat": None, "long": None}, 400, "address_string"),
        ({"lat": None}, 400, "lat was not provided"),
        ({"lat": "north"}, 400, "lat, long"),
        ({"lat": "nan"}, 400, "lat, long"),
        ({"lat": "1e999"}, 400, "lat, long"),
        ({"lat": "91"}, 400, "lat, long"),
        ({"description": "x" * 4001}, 400, "at most 4000"),
        ({"media_url": "file:///etc/passwd"}, 400, "media_url"),
        ({"media_url": "https://a b"}, 400, "media_url"),
        ({"service_code": "refuse"}, 400, "attribute[amount] is required"),
        ({"service_code": "refuse", "attribute[amount]": "ton"}, 400, "expected: bag"),
        ({"service_code": "refuse", "attribute[amount]": "bag", "attribute[count]": "many"}, 400, "attribute[count]"),
        ({"service_code": "refuse", "attribute[amount]": "bag", "attribute[count]": "inf"}, 400, "attribute[count]"),
        ({"service_code": "refuse", "attribute[amount]": "bag", "attribute[since]": "soon"}, 400, "attribute[since]"),
        ({"service_code": "refuse", "attribute[amount]": ["bag", "bag"]}, 400, "attribute[amount]"),
        ({"lat": None, "long": None, "address_id": "410102"}, 400, "address_id"),
        ({"description": "a\0b"}, 400, "UTF-8"),
        ({"external_id": "x" * 81}, 400, "external_id"),
    ],
)
def test_what_cannot_be_is_refused_by_name(post, parts, fields, status, words) -> None:
    answer = post(headers=EN, **fields)
    assert (answer.status_code, errors(answer)[0][0]) == (status, status)
    assert words in errors(answer)[0][1]
    assert cases(parts) == []


BOMB = (
    '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]><request><description>&m;</description></request>"
).encode()
XXE = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><request><description>&x;</description></request>'


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/xml", BOMB, 400),
        ("text/xml", XXE, 400),
        ("text/xml", b"<request>", 400),
        ("text/xml", b"", 400),
        ("application/xml", b"<a>" * 5000, 400),
        ("application/json", b"{", 400),
        ("application/json", b"[1]", 400),
        ("application/json", b"[" * 100_000, 400),
        ("application/json", b'{"description": "\\ud800"}', 400),
        ("application/json", b'{"description": {"a": 1}}', 400),
        ("application/json", b'{"description": [[1]]}', 400),
        ("application/json", b"\xff\xfe{}", 400),
        ("application/json", b'{"a": "' + b"x" * 300_000 + b'"}', 413),
        ("text/csv", b"=1+1", 415),
        ("", b"x", 415),
        ("multipart/form-data; boundary=x", b"not a form", 400),
        ("application/x-www-form-urlencoded", b"%ff%fe=%00&api_key=%", 400),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(500)), 413),
    ],
)
def test_an_odd_body_is_refused_in_the_form_of_the_standard(client, kind, body, status) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = client.post(f"{BASE}/requests.xml", data=body, headers=headers)
    assert answer.status_code in {status, 400, 413} if status == 413 else answer.status_code == status
    assert errors(answer)[0][0] == answer.status_code


def test_too_many_photos_and_what_is_none_are_refused(post, parts) -> None:
    answer = post(files={"media": b"not a picture"}, headers=EN)
    assert (answer.status_code, errors(answer)[0][1]) == (400, "The photo cannot be read; expected: JPEG, PNG, WebP")
    five = [("media[]", (f"{n}.jpg", photo("red", 8 + n))) for n in range(5)]
    assert post(files=five).status_code == 400
    assert post(files={"virus": b"x"}).status_code == 400
    assert cases(parts) == []


@pytest.mark.parametrize("city_rules", [{"key_minute": 3}])
def test_a_key_that_asks_too_often_is_told_when_to_come_again(post) -> None:
    statuses = [post(description=str(n)).status_code for n in range(4)]
    assert statuses == [200, 200, 200, 429]
    last = post()
    assert (last.status_code, int(last.headers["retry-after"]) > 0) == (429, True)


def test_a_key_that_ended_opens_nothing(post, parts) -> None:
    assert post().status_code == 200
    parts.keys.end(parts.keys.all()[0].id)
    assert post(description="later").status_code == 403


def test_what_no_xml_can_hold_is_told_without_it(post, client) -> None:
    number = post(description="钟\x0b声").json()[0]["service_request_id"]
    root = etree.fromstring(client.get(f"{BASE}/requests/{number}.xml").content)
    assert root.findtext("request/description") == "钟\ufffd声"
