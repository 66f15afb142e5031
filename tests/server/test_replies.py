"""Replies of hand-over files at the server: by a push, over HTTP and from a file, each deed once however often."""

import argparse
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from rules.case import Case
from rules.commands import NotAllowed, Role
from rules.handover import Handover, digest_of, open_reply, written
from rules.paper_deeds import command_of
from rules.protocol import Push, Pushed
from rules.vouching import Vouch, as_mac, vouched
from rules.wire import command_hash, decode_case
from server import tables
from server.access.sessions import Access, Session, mac_of
from server.app import create_app
from server.casebook.book import Casebook
from server.cli import replies as cli
from server.parts import put_together
from server.photos import Photos
from server.replies import Replies
from server.settings import Settings
from tests.replies import DONE, SIGN, a_deed, a_handover, a_reply
from tests.server.client import serving
from tests.server.small_city import NOW, Hands


def picture() -> bytes:
    """A photo that the server can read."""
    into = io.BytesIO()
    Image.new("RGB", (32, 24), "olive").save(into, "JPEG")
    return into.getvalue()


PHOTO = picture()


@pytest.fixture
def wang(database, clock) -> Session:
    """The dispatcher's sign-in."""
    return Access(database, clock).sign_in("wang", "right-horse", "desk")[0]


@pytest.fixture
def replies(database, cities, casebook: Casebook, clock, tmp_path: Path) -> Replies:
    """The server's door for replies."""
    return Replies(database, cities, casebook, Photos(database, tmp_path / "blobs", clock), clock)


@pytest.fixture
def case(database) -> Callable[[], Case]:
    """The case as it stands at the server."""

    def read() -> Case:
        with database.read() as connection:
            return decode_case(bytes(connection.scalar(select(tables.cases.c.image)) or b""))

    return read


@pytest.fixture
def handed(casebook: Casebook, wang: Session, case) -> Handover:
    """Dispatched to the west, then handed over by Wang."""
    Hands(casebook).dispatched("case-1", "west")
    return a_handover(case().legs[0].id, at=NOW, session=wang.id)


def mac_for(handover: Handover, session: Session) -> str:
    return mac_of(session.key, digest_of(written(handover)))


def both(handover: Handover, session: Session) -> bytes:
    """Signed, and reported done with a photo."""
    deeds = a_deed(handover, "sign", SIGN), a_deed(handover, "feedback", DONE, PHOTO, text="已清理")
    return a_reply(handover, *deeds, mac=mac_for(handover, session), photo=PHOTO)


def pushed(data: bytes, session: Session, first: int = 1, at: int = NOW) -> tuple[Pushed, ...]:
    """The reply's commands as a console pushes them, vouched for in this sign-in."""
    opened = open_reply(data)
    commands = [command_of(opened.handover, deed) for deed in opened.deeds]
    found = []
    for n, command in enumerate(commands, first):
        digest = command_hash(command)
        mac = mac_of(session.key, vouched(digest, at))
        found.append(Pushed(n, command, digest, as_mac(Vouch(session.id, at, mac))))
    return tuple(found)


def states(answer) -> list[tuple[str, str]]:
    return [(result.outcome.state, result.outcome.rule) for result in answer.results]


def push(casebook: Casebook, *offered: Pushed) -> list[tuple[str, str]]:
    return states(casebook.push(Push("console-1", 1, "", offered), "station", "console-1"))


def counted(database, table) -> int:
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(table.c.id.in_([SIGN, DONE]))) or 0


def test_a_reply_is_done_as_the_unit_with_its_photo(replies, handed, wang, case) -> None:
    answered = replies.settle(replies.open(both(handed, wang)), wang.id)
    assert [(each.verb, each.outcome.state, each.known) for each in answered] == [
        ("sign", "accepted", False),
        ("feedback", "accepted", False),
    ]
    leg = case().legs[0]
    assert (leg.stage, leg.signed_by, leg.feedback_by, leg.feedback_text) == (
        "done", "reply:west", "reply:west", "张三 · 已清理",
    )  # fmt: skip
    assert [photo.kind for photo in case().photos] == ["after"]
    assert case().stage == "to_confirm"


def test_twice_at_the_server_and_then_by_a_console_is_once(replies, handed, wang, casebook, database, case) -> None:
    data = both(handed, wang)
    replies.settle(replies.open(data))
    version = case().version
    again = replies.settle(replies.open(data))
    assert [(each.outcome.state, each.known) for each in again] == [("accepted", True), ("accepted", True)]
    assert push(casebook, *pushed(data, wang)) == [("accepted", ""), ("accepted", "")]
    assert case().version == version
    assert counted(database, tables.commands) == 2


def test_by_two_consoles_and_then_at_the_server_is_once(replies, handed, wang, casebook, case) -> None:
    data = both(handed, wang)
    assert push(casebook, *pushed(data, wang)) == [("accepted", ""), ("accepted", "")]
    version = case().version
    assert push(casebook, *pushed(data, wang, first=3, at=NOW + 5)) == [("accepted", ""), ("accepted", "")]
    assert [each.known for each in replies.settle(replies.open(data))] == [True, True]
    assert case().version == version


def test_a_later_reply_brings_only_what_is_new(replies, handed, wang, case) -> None:
    sign = a_reply(handed, a_deed(handed, "sign", SIGN), mac=mac_for(handed, wang))
    replies.settle(replies.open(sign))
    assert case().legs[0].stage == "signed"
    later = replies.settle(replies.open(both(handed, wang)))
    assert [(each.outcome.state, each.known) for each in later] == [("accepted", True), ("accepted", False)]


def test_the_sign_in_that_vouched_is_kept_with_the_command(replies, handed, wang, casebook, database) -> None:
    push(casebook, *pushed(both(handed, wang), wang))
    with database.read() as connection:
        table = tables.commands
        told = connection.execute(select(table.c.actor, table.c.session).where(table.c.id == SIGN)).one()
    assert tuple(told) == ("reply:west", wang.id)


def refused(replies: Replies, data: bytes) -> str:
    with pytest.raises(NotAllowed) as refusal:
        replies.open(data)
    return refusal.value.rule


def test_a_handover_of_another_key_city_or_sign_in_is_refused(replies, handed, wang) -> None:
    def reply(**more: object) -> bytes:
        other = a_handover(handed.legs[0].leg_id, at=NOW, **({"session": wang.id} | more))
        return a_reply(other, mac=mac_for(other, wang))

    assert refused(replies, a_reply(handed, mac="0" * 64)) == "rule.reply_forged"
    assert refused(replies, reply(session="unknown")) == "rule.reply_forged"
    assert refused(replies, reply(by="li")) == "rule.reply_forged"
    assert refused(replies, reply(city="500000")) == "rule.reply_city"
    assert refused(replies, reply(unit="nowhere")) == "rule.reply_city"
    assert refused(replies, b"%PDF-1.7") == "rule.reply_foreign"


def test_an_edited_handover_is_refused(replies, handed, wang) -> None:
    told = json.loads(both(handed, wang))
    told["handover"] = told["handover"].replace("暴露垃圾", "暴露垃极")
    assert refused(replies, json.dumps(told).encode()) == "rule.reply_damaged"


def test_what_was_not_sent_yet_waits_and_leaves_no_trace(replies, wang, casebook, database) -> None:
    Hands(casebook).dispatched("case-1", "west")
    handover = a_handover("leg-of-a-dispatch-to-come", at=NOW, session=wang.id)
    answered = replies.settle(replies.open(both(handover, wang)))
    assert {each.outcome.rule for each in answered} == {"rule.reply_not_sent"}
    assert counted(database, tables.commands) == 0


def test_a_photo_that_is_none_is_told_and_its_deed_not_done(replies, handed, wang, database) -> None:
    deeds = a_deed(handed, "sign", SIGN), a_deed(handed, "feedback", DONE, b"no picture")
    data = a_reply(handed, *deeds, mac=mac_for(handed, wang), photo=b"no picture")
    answered = replies.settle(replies.open(data))
    assert [each.outcome.rule for each in answered] == ["", "rule.photo_unreadable"]
    assert counted(database, tables.commands) == 1


@pytest.mark.parametrize("login", ["chen", "gone"])
def test_only_who_may_vouches_at_a_push(casebook, handed, wang, database, clock, login: str) -> None:
    other = Access(database, clock).sign_in(login, "right-horse", "desk")[0]
    assert push(casebook, *pushed(both(handed, wang), other)) == [("refused", "rule.reply_vouch")] * 2


def test_a_units_command_without_a_sound_vouch_is_refused(casebook, handed, wang) -> None:
    sign, done = pushed(both(handed, wang), wang)
    bare = Pushed(sign.n, sign.command, sign.hash, mac_of(wang.key, sign.hash))
    wrong = Pushed(done.n, done.command, done.hash, as_mac(Vouch(wang.id, NOW, "0" * 64)))
    assert push(casebook, bare, wrong) == [("refused", "rule.reply_vouch"), ("refused", "rule.mac_wrong")]


def test_a_vouch_is_for_the_units_paper_alone(casebook, handed, wang) -> None:
    """Nobody acts for another person by a vouch."""
    hands = Hands(casebook)
    command = hands.command("li", Role.DISPATCHER, "note", "case-1", id="vouched", body={"text": "x"})
    digest = command_hash(command)
    mac = as_mac(Vouch(wang.id, NOW, mac_of(wang.key, vouched(digest, NOW))))
    assert push(casebook, Pushed(1, command, digest, mac)) == [("refused", "rule.session_unknown")]


def test_over_http_a_dispatcher_imports_and_an_acceptor_does_not(
    database, clock, cities, tmp_path, handed, wang
) -> None:
    parts = put_together(Settings(tmp_path), database, clock, cities)
    data = both(handed, wang)
    with serving(create_app(parts)) as client:

        def bearer(login: str) -> dict[str, dict[str, str]]:
            signed = client.post("/v1/session", json={"login": login, "password": "right-horse"})
            return {"headers": {"Authorization": f"Bearer {signed.json()['token']}"}}

        denied = client.post("/v1/replies", data=data, **bearer("chen"))
        assert (denied.status_code, denied.json()["rule"]) == (403, "rule.reply_vouch")
        foreign = client.post("/v1/replies", data=b"<html>", **bearer("wang"))
        assert (foreign.status_code, foreign.json()["rule"]) == (409, "rule.reply_foreign")
        for known in (False, True):
            answer = client.post("/v1/replies", data=data, **bearer("wang"))
            assert answer.status_code == 200
            told = [(deed["verb"], deed["state"], deed["known"]) for deed in answer.json()["deeds"]]
            assert told == [("sign", "accepted", known), ("feedback", "accepted", known)]


def test_at_the_command_line_each_deed_is_a_line(
    monkeypatch, capsys, replies, handed, wang, tmp_path, database, cities, clock
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setattr(cli, "open_all", lambda _: (database, cities, clock))
    file, foreign = tmp_path / "reply.json", tmp_path / "letter.json"
    file.write_bytes(both(handed, wang))
    foreign.write_bytes(b"{}")
    options = {"data": tmp_path, "database": ""}
    assert cli.run(argparse.Namespace(reply=[file, foreign], **options)) == 1
    told = capsys.readouterr()
    number = handed.legs[0].number
    assert told.out.splitlines() == [
        f"reply.json: {number} · Sign · done at the server",
        f"reply.json: {number} · Report done · done at the server",
    ]
    assert told.err == (
        "letter.json: This is not a reply file of Griddesk: "
        "choose the file that the unit saved from its hand-over file\n"
    )
