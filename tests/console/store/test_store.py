"""Store, line and board together where things go wrong: epochs, damage, other versions, two consoles, questions."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QMetaObject, Qt
from pytestqt.qtbot import QtBot

from console.desk import uploads
from console.desk.desk import Desk
from console.desk.exchange import Taken
from console.facts import DESK, REVIEW, Answer, Ask, Changes, Denied, Line, Unreachable
from console.facts.photos import PhotoState
from console.models.errors import KeyUnproven, NotRecorded
from console.store import arrivals, sending
from console.sync.workers import poll
from rules.case import Event, Stage
from rules.commands import Outcome
from rules.protocol import Push
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer
from tests.console.small_city import NOW, OTHER_CITY, OTHER_PACK, a_case

Start = Callable[..., Console]
STEPS = ("report", "accept", "file")
JPEG = b"\xff\xd8\xff" + b"x" * 100


def ready(qtbot: QtBot, start: Start, server: FakeServer, *cases: object) -> Console:
    server.book.has(*(cases or (a_case(1),)))  # type: ignore[arg-type]
    console = start().connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages() and console.board.link.online)
    return console


def test_a_new_epoch_brings_a_fresh_snapshot_and_leaves_the_outbox(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    console = ready(qtbot, start, server)
    server.unplug()
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.board.link.unsent == 1)
    server.book.new_epoch()
    server.book.cases["case-2"] = a_case(2)
    del server.book.cases["case-1"]
    server.book.cases["case-1"] = a_case(1, words="新数据")
    server.plug_in()
    qtbot.waitUntil(lambda: "case-2" in console.stages())
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS)
    qtbot.waitUntil(lambda: console.board.case("case-1").case.words == "新数据" and console.board.outbox == ())
    assert "notice.snapshot" in console.said


def test_rows_that_come_one_by_one_without_end_are_shown_in_batches(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "PACE", 4000)
    console = ready(qtbot, start, server)
    shown: list[list[str]] = []
    console.board.cases_changed.connect(lambda delta: shown.append([case.id for case in delta.changed]))
    server.book.has(a_case(2))
    qtbot.waitUntil(lambda: "case-2" in console.stages())
    for number in (3, 4):
        server.book.has(a_case(number))
        qtbot.wait(150)
    qtbot.waitUntil(lambda: "case-4" in console.stages())
    assert sorted(shown[-1]) == ["case-3", "case-4"]


def test_what_waits_here_is_told_when_it_is_another(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    told: list[int] = []
    console.board.outbox_changed.connect(lambda outbox: told.append(len(outbox)))
    server.book.has(a_case(2))
    qtbot.waitUntil(lambda: "case-2" in console.stages())
    assert told == []
    server.unplug()
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.board.link.unsent == 1)
    assert told[-1] == 1


def test_cases_that_a_snapshot_does_not_hold_go(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server, a_case(1), a_case(2))
    del server.book.cases["case-2"]
    server.book.new_epoch()
    qtbot.waitUntil(lambda: list(console.stages()) == ["case-1"])


def test_a_broken_chain_leads_to_a_snapshot(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    with server.book.lock:
        server.book.has(a_case(2))
        server.book.lines[-1] = server.book.lines[-1].replace(b"case-2", b"case-9")
    qtbot.waitUntil(lambda: "case-2" in console.stages())
    assert "case-9" not in console.stages()


class FullDesk(Desk):
    """Its disk is full while numbers and outcomes are to be written down."""

    full = True

    def next_push(self, epoch: str) -> Push | None:
        if FullDesk.full and self.outbox():
            raise NotRecorded(Path("outbox.db"), why="disk full")
        return super().next_push(epoch)


def test_a_full_disk_holds_commands_back_says_so_once_and_is_tried_again(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_PATIENCE", 100)
    server.book.has(a_case(1))
    console = start(desk=FullDesk).connect(server).sign_in()
    qtbot.waitUntil(lambda: "case-1" in console.stages() and console.board.link.online)
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.said.count("error.not_recorded") == 1)
    qtbot.wait(350)
    assert (console.said.count("error.not_recorded"), server.book.pushes) == (1, [])
    monkeypatch.setattr(FullDesk, "full", False)
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS)


class DazedDesk(Desk):
    """Meets an error that nobody expected while it takes what came, until it is told to stop that."""

    dazed = False

    def take(self, changes: Changes) -> Taken:
        if DazedDesk.dazed:
            raise RuntimeError("a mistake in the program")
        return super().take(changes)


def test_an_error_of_the_program_shows_as_old_data_and_passes(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "_PATIENCE", 300)
    server.book.has(a_case(1))
    console = start(desk=DazedDesk).connect(server)
    qtbot.waitUntil(lambda: "case-1" in console.stages() and console.board.link.online)
    with qtbot.captureExceptions() as caught:
        monkeypatch.setattr(DazedDesk, "dazed", True)
        server.book.has(a_case(2))
        qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE)
        assert console.board.link.reason == "link.stalled"
        assert "case-2" not in console.stages()
        monkeypatch.setattr(DazedDesk, "dazed", False)
        qtbot.waitUntil(lambda: "case-2" in console.stages() and console.board.link.online)
    assert {error[0] for error in caught} == {RuntimeError}


def test_a_cache_damaged_between_two_starts_is_rebuilt(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    server.unplug()
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.board.link.unsent == 1)
    console.close()
    file = next(console.folder.glob("cache-*.db"))
    body = file.read_bytes()
    file.write_bytes(body[:4096] + b"x" * (len(body) - 4096))
    again = start()
    qtbot.waitUntil(lambda: "notice.cache_rebuilt" in again.said)
    assert [pending.verb for pending in again.board.outbox] == ["dispatch"]
    server.plug_in()
    again.connect(server)
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS)
    qtbot.waitUntil(lambda: again.stages() == {"case-1": "with_units"} and again.board.outbox == ())


def test_a_second_console_on_the_same_files_does_not_open_with_another_key(start: Start, tmp_path: Path) -> None:
    start().close()
    (tmp_path / "files" / "files.key").write_text("00" * 32)
    failed = start()
    assert [type(error) for error in failed.failures] == [KeyUnproven]
    assert failed.stages() == {}


def test_a_server_of_another_version_makes_the_board_read_only(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    server.unplug()
    console.board.do(DESK, "note", "case-1", body={"text": "还在"})
    qtbot.waitUntil(lambda: console.board.link.unsent == 1 and console.board.link.line is Line.OFFLINE)
    console.close()
    again = start()
    server.book.proto = "sync/2"
    server.plug_in()
    again.connect(server)
    qtbot.waitUntil(lambda: again.board.link.line is Line.OTHER_VERSION)
    again.core.enquiries.ask(Ask.SIGN_IN, args={"login": "wang", "password": "demo-2026"})
    qtbot.waitUntil(lambda: again.board.seats[DESK].signed_in)
    again.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: again.refusals == ["error.other_version"])
    assert [pending.verb for pending in again.board.outbox] == ["note"]


def test_a_city_pack_of_another_format_is_said(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    body = msgspec.msgpack.encode({"format": 99, "tables": b"", "grids": b""})
    console = ready(qtbot, start, server)
    version = hashlib.sha256(body).hexdigest()[:16]
    server.book.packs[version] = body
    server.book.add_row("city", note=version)
    qtbot.waitUntil(lambda: "error.other_pack" in console.said)
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: console.refusals == ["error.other_pack"])
    assert console.stages() == {"case-1": "to_dispatch"}


def test_a_new_city_is_fetched_and_taken(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    server.book.packs[OTHER_CITY.version] = OTHER_PACK
    server.book.city = OTHER_CITY
    server.book.add_row("city", note=OTHER_CITY.version)
    qtbot.waitUntil(lambda: console.board.city.name == "小城二版")
    console.close()
    assert start().board.city.name == "小城二版"


def test_a_workstation_that_the_server_forgot_is_enrolled_anew(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    ready(qtbot, start, server).close()
    server.book.token = "another"
    again = start()
    assert list(again.stages()) == ["case-1"]
    again.connect(server)
    qtbot.waitUntil(lambda: again.board.link.online)
    server.book.has(a_case(2))
    qtbot.waitUntil(lambda: "case-2" in again.stages())


def test_without_a_one_time_token_it_waits_for_one(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    ready(qtbot, start, server).close()
    server.book.token = "another"
    again = start()
    again.connect(server, once="")
    qtbot.waitUntil(lambda: again.board.link.line is Line.SIGN_IN)
    assert list(again.stages()) == ["case-1"]


def test_a_copied_folder_gets_a_new_name_and_new_numbers(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    ready(qtbot, start, server).close()
    console = start()
    name = known(console)
    server.book.last_n[name] = 7
    console.connect(server).sign_in()
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: "notice.forked" in console.said)
    server.book.has(a_case(2))  # ends the poll that waits under the old name
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS)
    qtbot.waitUntil(lambda: console.board.outbox == ())
    assert server.book.pushes[-1].console_id != name


def test_what_a_stale_server_has_forgotten_reaches_it_again_and_the_desk_keeps_its_name(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    console = ready(qtbot, start, server, a_case(1), a_case(2))
    name = known(console)
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS)
    qtbot.waitUntil(lambda: console.board.outbox == () and not console.board.case("case-1").pending)
    with server.book.lock:  # a standby that had not heard of it takes over
        server.book.outcomes.clear()
        server.book.last_n.clear()
        server.book.cases["case-1"] = a_case(1)
        server.book.new_epoch()
    qtbot.waitUntil(lambda: server.book.cases["case-1"].stage is Stage.WITH_UNITS)
    qtbot.waitUntil(lambda: "notice.pushed_again" in console.said)
    console.board.do(DESK, "dispatch", "case-2", body={"unit": "west"})
    qtbot.waitUntil(lambda: server.book.cases["case-2"].stage is Stage.WITH_UNITS)
    qtbot.waitUntil(lambda: console.board.outbox == () and not console.board.case("case-1").unsent)
    assert {push.console_id for push in server.book.pushes} == {name}
    assert "notice.forked" not in console.said


def known(console: Console) -> str:
    """The console id as the store knows it."""
    name: str = console.core.store.room.desk.files.outbox.identity.console_id
    return name


def test_wrong_password_and_no_line_are_told_apart(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = start().connect(server)
    console.core.enquiries.ask(Ask.SIGN_IN, args={"login": "wang", "password": "x"})
    qtbot.waitUntil(lambda: len(console.answers) == 1)
    assert isinstance(console.answers[0], Denied)
    server.unplug()
    console.core.enquiries.ask(Ask.SIGN_IN, args={"login": "wang", "password": "demo-2026"})
    qtbot.waitUntil(lambda: len(console.answers) == 2)
    assert isinstance(console.answers[1], Unreachable)
    assert not console.board.seats[DESK].signed_in


def test_two_seats_are_two_people(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    console.sign_in("liu", REVIEW)
    assert [state.actor.id for state in console.board.seats.values()] == ["wang", "liu"]
    console.core.enquiries.ask(Ask.SIGN_OUT, seat=REVIEW)
    qtbot.waitUntil(lambda: not console.board.seats[REVIEW].signed_in)
    assert console.board.seats[DESK].signed_in


def test_events_come_from_the_cache_while_the_line_is_down(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server, a_case(1, events=0))
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: len(server.book.events.get("case-1", [])) == 2)
    qtbot.waitUntil(lambda: console.board.case("case-1").case.events == 2 and not console.board.case("case-1").unsent)
    server.unplug()
    console.answers.clear()
    console.core.enquiries.ask(Ask.EVENTS, "case-1")
    qtbot.waitUntil(lambda: len(console.answers) == 1)
    answer = console.answers[0]
    assert isinstance(answer, Answer)
    assert answer.from_cache
    assert [event.verb for event in answer.content] == ["dispatch", "delivered"]
    console.core.enquiries.ask(Ask.HISTORY)
    qtbot.waitUntil(lambda: len(console.answers) == 2)
    assert isinstance(console.answers[1], Unreachable)


def test_a_history_that_was_asked_is_kept_with_its_age_and_a_part_of_one_is_none(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    server.book.events["case-1"] = [Event("case-1", n, verb, NOW, NOW, "zhao", "x") for n, verb in enumerate(STEPS, 1)]
    console = ready(qtbot, start, server, a_case(1, events=3), a_case(2, events=3))
    console.answers.clear()  # the sign-in's
    console.core.enquiries.ask(Ask.EVENTS, "case-1")
    qtbot.waitUntil(lambda: len(console.answers) == 1)
    server.unplug()
    qtbot.waitUntil(lambda: console.board.link.line is Line.OFFLINE)
    console.answers.clear()
    for case_id in ("case-1", "case-2"):
        console.core.enquiries.ask(Ask.EVENTS, case_id)
    qtbot.waitUntil(lambda: len(console.answers) == 2)
    kept, never_asked = console.answers
    assert isinstance(kept, Answer)
    assert [event.verb for event in kept.content] == list(STEPS)
    assert (kept.from_cache, kept.as_of) == (True, console.board.link.as_of)
    assert isinstance(never_asked, Unreachable)


def test_a_photo_is_asked_once_and_sent_by_itself(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    console.board.do(DESK, "note", "case-1", body={"text": "见图"}, blobs=(JPEG,))
    qtbot.waitUntil(lambda: list(server.book.blobs.values()) == [JPEG])
    server.unplug()
    console.answers.clear()
    console.core.enquiries.ask(Ask.PHOTO, next(iter(server.book.blobs)))
    qtbot.waitUntil(lambda: len(console.answers) == 1)
    assert console.answers[0].content == JPEG


def test_a_photo_that_the_server_does_not_take_holds_up_no_other_and_says_why(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "FIRST", 50)
    poison, other = JPEG + b"poison", JPEG + b"other"
    name = hashlib.sha256(poison).hexdigest()
    server.book.bad_photos[name] = (413, "error.quota")
    console = ready(qtbot, start, server, a_case(1), a_case(2, reported_at=NOW + 1))
    console.board.do(DESK, "note", "case-2", body={"text": "见图"}, blobs=(poison,))
    qtbot.waitUntil(lambda: [photo.state for photo in console.board.photos.all] == [PhotoState.HELD_UP])
    (held,) = console.board.photos.all
    assert (held.case_id, held.reason, held.details["text"]) == ("case-2", "link.refused", "照片超出配额")
    console.board.do(DESK, "note", "case-1", body={"text": "见图"}, blobs=(other,))
    qtbot.waitUntil(lambda: list(server.book.blobs.values()) == [other])
    del server.book.bad_photos[name]
    qtbot.waitUntil(lambda: poison in server.book.blobs.values() and console.board.photos.all == ())


def test_a_lost_photo_is_told_with_its_case_and_goes_when_it_is_added_again(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    console = ready(qtbot, start, server)
    server.unplug()
    qtbot.waitUntil(lambda: not console.board.link.online)
    console.board.do(DESK, "note", "case-1", body={"text": "见图"}, blobs=(JPEG,))
    qtbot.waitUntil(lambda: len(console.board.photos.all) == 1)
    (file,) = (console.folder / "photos").glob("??/*")
    file.unlink()
    server.plug_in()
    qtbot.waitUntil(lambda: [photo.state for photo in console.board.photos.all] == [PhotoState.LOST])
    assert "notice.photo_lost" in console.said
    console.board.photos.again(JPEG)
    qtbot.waitUntil(lambda: list(server.book.blobs.values()) == [JPEG] and console.board.photos.all == ())


def test_a_lost_photo_is_done_with_when_a_person_gives_it_up_or_the_server_shows_it(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    console = ready(qtbot, start, server)
    server.unplug()
    qtbot.waitUntil(lambda: not console.board.link.online)
    for body in (JPEG, JPEG + b"2"):
        console.board.do(DESK, "note", "case-1", body={"text": "见图"}, blobs=(body,))
    qtbot.waitUntil(lambda: len(console.board.photos.all) == 2)
    for file in (console.folder / "photos").glob("??/*"):
        file.unlink()
    server.plug_in()
    qtbot.waitUntil(lambda: {photo.state for photo in console.board.photos.all} == {PhotoState.LOST})
    server.book.blobs[hashlib.sha256(JPEG).hexdigest()] = JPEG  # another desk had it
    console.ask(Ask.PHOTO, hashlib.sha256(JPEG).hexdigest())
    qtbot.waitUntil(lambda: len(console.board.photos.all) == 1)
    console.board.photos.give_up([photo.sha256 for photo in console.board.photos.all])
    qtbot.waitUntil(lambda: console.board.photos.all == ())


def test_no_photo_is_begun_while_commands_wait(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    server.book.busy = True  # pushes are turned away, photos would be taken
    console.board.do(DESK, "note", "case-1", body={"text": "见图"}, blobs=(JPEG,))
    qtbot.waitUntil(lambda: server.book.turned_away > 0)
    wanted = console.core.store.sending, "next_photo", Qt.ConnectionType.QueuedConnection
    QMetaObject.invokeMethod(*wanted)  # as when the questions' way has waited long enough
    qtbot.waitUntil(lambda: server.book.turned_away > 2)
    assert server.book.uploads == []
    server.book.busy = False
    qtbot.waitUntil(lambda: list(server.book.blobs.values()) == [JPEG])
    assert server.book.cases["case-1"].version > 3


def test_offers_follow_the_case(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    told: list[set[str]] = []
    console.board.offers.connect(lambda offers: told.append({offer.verb for offer in offers.offers}))
    console.board.ask_offers(DESK, "case-1")
    qtbot.waitUntil(lambda: "dispatch" in (told or [set()])[-1])
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    qtbot.waitUntil(lambda: "recall" in told[-1] and "dispatch" not in told[-1])


def test_u_takes_an_unsent_dispatch_back(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    console = ready(qtbot, start, server)
    server.unplug()
    console.board.do(DESK, "dispatch", "case-1", body={"unit": "west"})
    console.board.recall_last(DESK)
    qtbot.waitUntil(lambda: "notice.recalled" in console.said and console.stages() == {"case-1": "to_dispatch"})
    server.plug_in()
    qtbot.waitUntil(lambda: console.board.link.online and console.board.outbox == ())
    assert server.book.cases["case-1"].stage is Stage.TO_DISPATCH


@pytest.mark.parametrize(("rule", "notice"), [
    ("rule.actor_revoked", "notice.revoked"),
    ("rule.id_reused", "notice.id_reused"),
    ("rule.role", "notice.conflict"),
])  # fmt: skip
def test_a_refusal_that_met_nobodys_deed_is_said_in_a_sentence_of_its_own(
    qtbot: QtBot, start: Start, server: FakeServer, monkeypatch: pytest.MonkeyPatch, rule: str, notice: str
) -> None:
    console = ready(qtbot, start, server)
    monkeypatch.setattr(server.book, "do", lambda command, _: Outcome(command.id, "refused", rule))
    console.board.do(DESK, "note", "case-1", body={"text": "看过"})
    qtbot.waitUntil(lambda: len(console.board.conflicts) == 1 and notice in console.said)
    assert [key for key in console.said if key in {"notice.revoked", "notice.id_reused", "notice.conflict"}] == [notice]
