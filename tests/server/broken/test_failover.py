"""Fail-over for real: the primary is killed under load, a standby takes over, and nothing that was answered is lost.

`kill -9` of a PostgreSQL primary with four desks pushing; then the synchronous standby is promoted, or the stale one.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from rules.commands import Command, Role
from rules.protocol import Push, PushAnswer, Pushed
from rules.wire import canonical, command_hash, decode
from server.access.sessions import mac_of
from tests.fixtures.children import wait_until
from tests.fixtures.programs import Programs
from tests.fixtures.replicas import Node, Replicas
from tests.server.broken.conftest import JSON
from tests.server.client import Client

DESKS, TOGETHER, SETTLED = 4, 4, 80


class Desk:
    """A desk that keeps all that it ever sent, and sends again what the server says that it has not."""

    def __init__(self, client: Client, number: int) -> None:
        self.client, self.name = client, f"console-{number}"
        station = {"enrol": f"once-{number}", "name": self.name, "console_id": self.name}
        self.station = {"Authorization": "Bearer " + client.post("/v1/workstations", json=station).json()["token"]}
        signed = client.post("/v1/session", json={"login": "chen", "password": "right-horse", "seat": "desk"}).json()
        self._key, self._session = bytes.fromhex(signed["key"]), signed["session"]
        self._now = signed["server_time"]
        self._sent: list[Pushed] = []
        self.epoch, self.last_n, self.again = "", 0, 0
        self.answered: dict[str, str] = {}

    def push_on(self) -> None:
        """One round: what the server has not settled yet, or new reports; whatever fails is sent again."""
        while len(self._sent) < self.last_n + TOGETHER:
            self._sent.append(self._report())
        cmds = tuple(self._sent[self.last_n : self.last_n + TOGETHER])
        body = canonical(Push(self.name, 1, self.epoch, cmds))
        try:
            said = self.client.post("/v1/push", data=body, headers=self.station | JSON)
        except requests.RequestException:
            time.sleep(0.1)
            return
        if said.status_code == 200:
            self._take(decode(PushAnswer, said.content))
        else:
            assert said.status_code == 503, said.text
            time.sleep(0.1)

    def _take(self, answer: PushAnswer) -> None:
        self.again += max(0, self.last_n - answer.last_n)
        self.epoch, self.last_n = answer.epoch, answer.last_n
        for result in answer.results:
            assert result.outcome.state == "accepted", result
            self.answered[result.id] = result.outcome.state

    def _report(self) -> Pushed:
        n = len(self._sent) + 1
        said = (f"{self.name}-{n}", "report", f"case-{self.name}-{n}", "chen", Role.ACCEPTOR, self._now)
        command = Command(*said, body={"words": f"matter {n}"}, session=self._session)
        hash_ = command_hash(command)
        return Pushed(n, command, hash_, mac_of(self._key, hash_))


class Crowd:
    """Desks that push, each on a thread of its own, until they are let go."""

    def __init__(self, client: Client) -> None:
        self.desks = [Desk(Client(client.url), number) for number in range(DESKS)]
        self._is_over = threading.Event()
        self._failed: list[BaseException] = []
        self._threads = [threading.Thread(target=self._run, args=(desk,)) for desk in self.desks]
        for thread in self._threads:
            thread.start()

    def _run(self, desk: Desk) -> None:
        try:
            while not self._is_over.is_set():
                desk.push_on()
        except BaseException as error:
            self._failed.append(error)
            raise

    def answered(self) -> set[str]:
        """All commands that were ever answered as accepted."""
        return {command for desk in self.desks for command in list(desk.answered)}

    def wait_for_more(self, count: int) -> None:
        """Until so many more are answered."""
        enough = len(self.answered()) + count
        wait_until(lambda: self._failed or len(self.answered()) >= enough, f"{count} more answers", 90)
        assert not self._failed, self._failed

    def stop(self) -> None:
        """Let the desks end their rounds."""
        self._is_over.set()
        for thread in self._threads:
            thread.join()


@pytest.fixture
def serve(programs: Programs, tmp_path: Path, city: Path) -> Callable[[str, str], Client]:
    """Starts a server on a database, with a data folder of its own."""

    def start(url: str, folder: str) -> Client:
        tokens = [part for number in range(DESKS) for part in ("--enrol", f"once-{number}")]
        where = ("--city", city, "--data", tmp_path / folder, "--database", url, *tokens)
        program = programs.start("-m", "server", "serve", *where)
        port = json.loads(program.wait_for(r'\{"port": \d+\}', 120).group())["port"]
        return Client(f"http://127.0.0.1:{port}")

    return start


@pytest.fixture
def server(serve, replicas: Replicas) -> Client:
    """A server on whichever of the three may be written; commits wait for the near standby."""
    replicas.primary.create("griddesk")
    client = serve(replicas.url("griddesk"), "data")
    replicas.wait_for()
    return client


@pytest.fixture
def crowd(server: Client) -> Iterator[Crowd]:
    """Desks at work."""
    crowd = Crowd(server)
    yield crowd
    crowd.stop()


def rows(node: Node, statement: str) -> list[tuple]:
    """What a database holds."""
    with create_engine(node.url("griddesk"), poolclass=NullPool).connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def settled(node: Node) -> list[str]:
    """The ids of all commands of desks that a database has, each as often as it has it."""
    return [row[0] for row in rows(node, "SELECT id FROM commands WHERE console_id IS NOT NULL AND state = 'accepted'")]


def assert_whole(node: Node) -> None:
    """Numbers without a hole, one case for each accepted report, one epoch more."""
    for feed, last, count in rows(node, "SELECT feed_id, max(seq), count(*) FROM feed GROUP BY feed_id"):
        assert last == count, feed
    ids = settled(node)
    assert len(ids) == len(set(ids)) == rows(node, "SELECT count(*) FROM cases")[0][0]


def wait_for_epoch(node: Node) -> None:
    """Until the server has looked at its database, which it does each second: the next epoch has begun, once."""
    begun = [("first", False), ("fail-over", True)]
    wait_until(lambda: rows(node, "SELECT why, continues FROM epochs ORDER BY no") == begun, "the next epoch to begin")


def cursor_of(client: Client, headers: dict[str, str], epoch: str) -> str:
    """A cursor at the head."""
    tail = json.loads(client.get(f"/v1/changes?epoch={epoch}&limit=5000", headers=headers).content.splitlines()[-1])
    return ",".join(f"{feed}:{mark['seq']}:{mark['chain']}" for feed, mark in tail["to"].items())


def test_with_the_synchronous_standby_everything_that_was_answered_is_there(
    replicas: Replicas, server: Client, crowd: Crowd
) -> None:
    crowd.wait_for_more(SETTLED)
    headers, epoch = crowd.desks[0].station, server.get("/v1/hello").json()["epoch_id"]
    cursor = cursor_of(server, headers, epoch)
    replicas.primary.kill()
    answered = crowd.answered()
    replicas.near.promote()
    crowd.wait_for_more(SETTLED)
    assert answered <= set(settled(replicas.near))
    assert [desk.again for desk in crowd.desks] == [0] * DESKS
    wait_until(lambda: server.get("/v1/hello").json()["epoch_id"] != epoch, "the next epoch to be told of")
    said = server.get(f"/v1/changes?epoch={epoch}&cursor={cursor}", headers=headers)
    assert said.status_code == 200, said.text  # no snapshot: every row that it read is there
    assert json.loads(said.content.splitlines()[0])["continues"]
    crowd.stop()
    assert crowd.answered() <= set(settled(replicas.near))
    assert_whole(replicas.near)


def test_with_a_stale_standby_the_desks_send_again_what_it_lost(
    replicas: Replicas, server: Client, crowd: Crowd, serve
) -> None:
    crowd.wait_for_more(SETTLED // 4)
    epoch = server.get("/v1/hello").json()["epoch_id"]
    wait_until(lambda: settled(replicas.far), "the far standby to follow")
    replicas.cut_far()
    crowd.wait_for_more(SETTLED)
    replicas.primary.kill()
    replicas.near.kill()
    answered, there = crowd.answered(), set(settled(replicas.far))
    assert len(answered - there) >= SETTLED // 2  # else nothing was lost, and nothing is shown
    replicas.far.promote()
    wait_until(lambda: answered <= set(settled(replicas.far)), "what was lost to come again", 90)
    assert sum(desk.again for desk in crowd.desks) >= len(answered - there)
    wait_for_epoch(replicas.far)
    wait_until(lambda: all(desk.epoch != epoch for desk in crowd.desks), "all desks to hear of the next epoch")
    crowd.stop()
    assert_whole(replicas.far)
    # The old primary comes back, with a server that knows of nothing: no console is taken in by it.
    replicas.primary.start_again()
    replicas.primary.wait_for_nobody()
    zombie = serve(replicas.primary.url("griddesk"), "zombie")
    desk = crowd.desks[0]
    push = canonical(Push(desk.name, 1, desk.epoch, ()))
    said = zombie.post("/v1/push", data=push, headers=desk.station | JSON)
    assert (said.status_code, said.json()["rule"]) == (409, "error.zombie")
