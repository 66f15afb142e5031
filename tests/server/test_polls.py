"""Polls: heartbeats while nothing happens, silence from a server that sees nothing, and epochs that go on."""

import asyncio
import json
import math

import pytest

from rules.protocol import Mark
from server.api import sync
from server.app import create_app
from server.database import Database, DatabaseAway
from server.dialect import Hints, Replication, is_sqlite
from server.feeds import service
from server.feeds.durable import Durable
from server.feeds.heads import Head, start_epoch
from server.feeds.service import Feeds
from server.looking import Looking
from server.parts import Parts, put_together
from server.settings import Settings
from tests.server.client import Client, serving
from tests.server.small_city import NOW, Hands


@pytest.fixture
def parts(database, clock, cities, tmp_path) -> Parts:
    """All parts over the small city."""
    return put_together(Settings(tmp_path), database, clock, cities)


@pytest.fixture
def client(parts: Parts):
    """A client of the running application."""
    with serving(create_app(parts)) as client:
        yield client


@pytest.fixture
def station(client: Client, parts: Parts) -> dict[str, str]:
    """An enrolled workstation's bearer header."""
    parts.access.offer_enrolment("once")
    asked = {"enrol": "once", "name": "desk 1", "console_id": "console-1"}
    return {"Authorization": f"Bearer {client.post('/v1/workstations', json=asked).json()['token']}"}


def path(epoch: str, cursor: dict[str, Mark], wait: int = 0) -> str:
    """The path of a poll."""
    marks = ",".join(f"{feed}:{mark.seq}:{mark.chain}" for feed, mark in cursor.items())
    return f"/v1/changes?epoch={epoch}&cursor={marks}&wait={wait}"


def lines(answer) -> list[dict]:
    """The lines of an answer, heartbeats left out."""
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.content.splitlines() if line]


def test_heartbeats_come_while_nothing_happens(
    client: Client, station, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "HEARTBEAT_S", 0.05)
    said = client.get(path(parts.feeds.epoch.id, {}, wait=1), headers=station)
    blanks = len(said.content) - len(said.content.lstrip(b"\n"))
    assert blanks >= 2
    assert len(lines(said)) == 2  # head and tail


class Away:
    """Looks that find no database."""

    def __call__(self) -> None:
        """As a lost line."""
        raise DatabaseAway("gone")


def test_a_server_that_sees_nothing_new_does_not_say_that_it_lives(
    client: Client, station, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts.feeds, "refresh", Away())
    monkeypatch.setattr(sync, "HEARTBEAT_S", 0.05)
    monkeypatch.setattr(service, "STALE_S", math.inf)
    epoch = parts.feeds.epoch.id
    cut = client.get(path(epoch, {}, wait=25), headers=station, stream=True)
    body = cut.iter_content(1)
    assert next(body) == b"\n"  # it waits
    monkeypatch.setattr(service, "STALE_S", 0.0)
    assert (cut.status_code, b"".join(body).strip()) == (200, b"")  # ends by itself
    said = client.get(path(epoch, {}), headers=station)
    assert (said.status_code, said.json()["rule"]) == (503, "error.stale")


def test_a_cursor_of_an_epoch_that_goes_on_is_told_at_once_and_keeps_its_place(
    client: Client, station, parts: Parts, database: Database
) -> None:
    Hands(parts.casebook).report("case-1")
    before = parts.feeds.epoch.id
    _, _, tail = lines(client.get(path(before, {}), headers=station))
    cursor = {feed: Mark(**mark) for feed, mark in tail["to"].items()}
    with database.write() as connection:
        epoch = start_epoch(connection, NOW, "fail-over", continues=True)
    parts.feeds.refresh()
    head, _ = lines(client.get(path(before, cursor, wait=25), headers=station))
    assert (head["epoch_id"], head["epoch_no"], head["continues"]) == (epoch.id, 2, True)
    head, _ = lines(client.get(path(epoch.id, cursor), headers=station))
    assert not head.get("continues", False)


def test_an_epoch_that_ends_while_a_poll_waits_ends_the_poll_and_tells_nothing(
    client: Client, station, parts: Parts, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "HEARTBEAT_S", 0.05)
    epoch = parts.feeds.epoch.id
    body = client.get(path(epoch, {}, wait=25), headers=station, stream=True).iter_content(1)
    assert next(body) == b"\n"  # it waits
    with database.write() as connection:
        start_epoch(connection, NOW, "import")
    parts.feeds.refresh()
    head, tail = map(json.loads, b"".join(body).split())
    assert (head["epoch_id"], tail["to"]["city"]["seq"]) == (epoch, 0)
    assert client.get(path(epoch, {}), headers=station).status_code == 410


def test_each_batch_brings_the_digest_of_where_it_ends(client: Client, station, parts: Parts) -> None:
    hands = Hands(parts.casebook)
    hands.report("case-1")
    hands.report("case-2")
    epoch = parts.feeds.epoch.id
    head, *_ = lines(client.get(path(epoch, {}) + "&limit=1", headers=station))
    first, second = parts.feeds.after("city", 0, 2)
    assert (head["feeds"]["city"]["to"], head["feeds"]["city"]["digest"]) == (1, first.digest)
    assert head["more"]
    head, *_ = lines(client.get(path(epoch, {"city": Mark(1, first.chain)}), headers=station))
    assert head["feeds"]["city"]["digest"] == second.digest == parts.feeds.heads["city"].digest


def test_digests_are_told_within_the_scope(client: Client, station, parts: Parts) -> None:
    Hands(parts.casebook).report("case-1")
    said = client.get("/v1/digests?feed=city", headers=station)
    assert (said.status_code, said.json()["digest"]) == (200, parts.feeds.heads["city"].digest)
    assert client.get("/v1/digests?feed=nowhere", headers=station).status_code == 404
    parts.access.offer_enrolment("west", scope="410102")
    asked = {"enrol": "west", "name": "w", "console_id": "w"}
    west = {"Authorization": f"Bearer {client.post('/v1/workstations', json=asked).json()['token']}"}
    for what in ("/v1/digests?feed=city", "/v1/snapshot?feed=city&buckets=1"):
        said = client.get(what, headers=west)
        assert (said.status_code, said.json()["rule"]) == (403, "rule.feed_scope")
    for odd in ("", "256", "-1", "x", "1,,2"):
        said = client.get(f"/v1/snapshot?feed=410102&buckets={odd}", headers=west)
        assert (said.status_code, said.json()["field"]) == (422, "buckets")


# ------------------------------------------------------------------------------------------------ durable and hints


def test_without_a_standby_what_is_committed_is_durable() -> None:
    durable = Durable()
    durable.note({"city": Head(3)}, Replication())
    assert durable.seqs({"city": Head(4)}) == {"city": 4}


def test_with_one_only_what_it_has_on_its_disk() -> None:
    durable = Durable()
    durable.note({"city": Head(3)}, Replication(written=100, kept=90))
    assert durable.seqs({"city": Head(3)}) == {"city": 0}
    durable.note({"city": Head(5)}, Replication(written=200, kept=150))
    assert durable.seqs({"city": Head(5), "410102": Head(1)}) == {"city": 3, "410102": 0}
    durable.note({"city": Head(5)}, Replication(written=200, kept=200))
    assert durable.seqs({"city": Head(5)}) == {"city": 5}
    durable.note({"city": Head(6)}, Replication(written=300))  # it is gone: what is here is all
    assert durable.seqs({"city": Head(6)}) == {"city": 6}


def test_a_hint_is_heard_by_others_and_not_by_oneself(database_url: str) -> None:
    here, there = Hints(database_url), Hints(database_url)
    try:
        assert not here.wait(0.01)  # both listen now
        assert not there.wait(0.01)
        here.send()
        assert there.wait(5) is not is_sqlite(database_url)
        assert not here.wait(0.05)
    finally:
        here.close()
        there.close()


def test_what_another_server_commits_is_seen_without_the_timers(
    database_url: str, database: Database, feeds: Feeds, casebook
) -> None:
    other = Feeds(database)

    async def watch() -> int:
        ending, other_hints = asyncio.Event(), Hints(database_url)
        other.hub.start()
        looking = asyncio.create_task(Looking(other, other_hints).run(ending))
        news = other.hub.ticket()
        await asyncio.to_thread(Hands(casebook).report, "case-1")
        while other.heads["city"].seq == 0:
            await other.hub.wait(news, 5)
            news = other.hub.ticket()
        ending.set()
        await looking
        return other.heads["city"].seq

    assert asyncio.run(watch()) == 1
