"""Photos on their way up: piece by piece, from where the server has them, and never refused by mistake."""

import hashlib
from collections.abc import Iterator

import pytest

from console.facts import BlobOut
from console.sync.blobs import ASTRAY, PIECE, Upload
from console.sync.client import Client
from console.sync.errors import Busy, Failing, NotKnown, NotTaken, ServerUnreachable
from tests.console.fake_server import FakeServer

BODY = bytes(range(256)) * (PIECE // 256) + b"the rest"
NAME = hashlib.sha256(BODY).hexdigest()
PHOTO = BlobOut(NAME, "image/jpeg", BODY)
BEGIN, FIRST, SECOND = ("POST", ""), ("PATCH", "0"), ("PATCH", str(PIECE))


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """A server."""
    server = FakeServer()
    yield server
    server.close()


@pytest.fixture
def client(server: FakeServer) -> Iterator[Client]:
    """A client of it."""
    client = Client(server.base)
    yield client
    client.close()


def sent(upload: Upload) -> str:
    """What came of it in the end."""
    while (told := upload.step()) is None:
        pass
    return told


def test_a_photo_goes_up_in_pieces(server: FakeServer, client: Client) -> None:
    assert sent(Upload(client, PHOTO)) == ""
    assert server.book.uploads == [BEGIN, FIRST, SECOND]
    assert server.book.blobs[NAME] == BODY


def test_a_photo_goes_on_where_the_server_has_it(server: FakeServer, client: Client) -> None:
    upload = Upload(client, PHOTO)
    assert [upload.step(), upload.step()] == [None, None]
    server.unplug()
    with pytest.raises(ServerUnreachable):
        upload.step()
    server.plug_in()
    server.book.uploads.clear()
    assert sent(Upload(client, PHOTO)) == ""
    assert server.book.uploads == [BEGIN, SECOND]


def test_a_photo_that_the_server_has_is_not_sent(server: FakeServer, client: Client) -> None:
    server.book.parts[NAME] = BODY
    assert sent(Upload(client, PHOTO)) == ""
    assert server.book.uploads == [BEGIN]


@pytest.mark.parametrize(
    ("answer", "then"),
    [
        ((409, "error.blob_offset", "0"), [FIRST, SECOND]),
        ((422, "error.blob_crc", "0"), [FIRST, SECOND]),
        ((404, "error.not_found", ""), [BEGIN, FIRST, SECOND]),
        ((422, "rule.photo_hash", ""), [BEGIN, FIRST, SECOND]),
    ],
    ids=["elsewhere", "damaged", "forgotten", "other bytes there"],
)
def test_what_went_astray_is_found_again(server: FakeServer, client: Client, answer, then) -> None:
    upload = Upload(client, PHOTO)
    assert upload.step() is None
    server.book.upload_answers.append(answer)
    assert sent(upload) == ""
    assert server.book.uploads == [BEGIN, FIRST, *then]
    assert server.book.blobs[NAME] == BODY


def test_what_never_gets_on_waits_as_after_a_lost_line(server: FakeServer, client: Client) -> None:
    server.book.upload_answers += [(409, "error.blob_offset", "0")] * (ASTRAY + 5)
    with pytest.raises(ServerUnreachable):
        sent(Upload(client, PHOTO))
    assert len(server.book.uploads) == ASTRAY + 1


@pytest.mark.parametrize("rule", ["rule.photo_unreadable", "rule.photo_too_large"])
def test_what_is_no_photo_is_refused_for_good(server: FakeServer, client: Client, rule: str) -> None:
    server.book.upload_answers.append((422, rule, ""))
    assert sent(Upload(client, PHOTO)) == rule


def test_a_photo_that_was_damaged_here_is_refused_for_good(server: FakeServer, client: Client) -> None:
    server.book.upload_answers.append((422, "rule.photo_hash", ""))
    assert sent(Upload(client, BlobOut("0" * 64, "image/jpeg", BODY))) == "rule.photo_hash"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((401, "rule.workstation_unknown", ""), NotKnown),
        ((403, "rule.role", ""), NotTaken),
        ((413, "error.quota", ""), NotTaken),
        ((200, "no state of a photo", ""), NotTaken),
        ((410, "error.gone", ""), NotTaken),
        ((500, "error.server", ""), Failing),
        ((503, "error.storage", ""), Busy),
    ],
    ids=["401", "403", "413", "unreadable", "410", "500", "503"],
)
def test_what_is_no_answer_to_a_photo_never_ends_it(server: FakeServer, client: Client, answer, error) -> None:
    server.book.upload_answers += [answer] * (ASTRAY + 5)
    with pytest.raises(error) as caught:
        sent(Upload(client, PHOTO))
    assert type(caught.value) is error  # by it is known whether others may go meanwhile


def test_a_page_in_the_servers_place_is_no_state_of_a_photo(server: FakeServer, client: Client) -> None:
    server.book.portal = True
    with pytest.raises(NotTaken) as caught:
        sent(Upload(client, PHOTO))
    assert (caught.value.reason, caught.value.details) == ("link.not_griddesk", {"url": server.base})


def test_what_the_line_does_is_not_about_the_photo(server: FakeServer, client: Client) -> None:
    server.unplug()
    with pytest.raises(ServerUnreachable) as caught:
        sent(Upload(client, PHOTO))
    assert not isinstance(caught.value, NotTaken)


def test_a_server_of_before_gets_it_whole(server: FakeServer, client: Client) -> None:
    server.book.upload_answers.append((405, "error.method", ""))
    assert sent(Upload(client, PHOTO)) == ""
    assert server.book.blobs[NAME] == BODY
