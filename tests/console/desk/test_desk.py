from collections.abc import Iterator
from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.desk.files import open_files
from console.desk.times import Clock
from console.facts import Heard, Lost, Pending, Sending, Wish
from console.models.errors import NotRecorded
from console.models.outbox import Outbox
from rules.case import Case, Event, Stage
from rules.commands import NotAllowed, Outcome
from rules.frozen import changed
from rules.protocol import PushAnswer, Result
from tests.console.makers import Feed, a_key, changes, signed
from tests.console.small_city import CITY, NOW, WANG, a_case

JPEG = b"\xff\xd8\xff" + b"x" * 100


class Room:
    """A desk in the small city, with hands and a clock."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.at, self.feed = folder, NOW, Feed()
        self.desk = self._open()
        self.desk.seats.sign_in(signed("wang"))
        self.desk.seats.sign_in(signed("liu", "review"))

    def _open(self) -> Desk:
        desk = Desk(open_files(self.folder, "test", None), Clock(wall=lambda: self.at))
        desk.use_city(CITY)
        list(desk.load())
        return desk

    def restart(self) -> None:
        self.desk.files.close()
        self.desk = self._open()

    def has(self, *cases: object) -> None:
        self.desk.take(changes(self.feed, *(self.feed.row("case", case) for case in cases)))  # type: ignore[arg-type]

    def dispatch(self, number: int = 1, unit: str = "west") -> Pending:
        return self.do("dispatch", number, {"unit": unit})

    def do(self, verb: str, number: int = 1, body: dict[str, object] | None = None, seat: str = "desk") -> Pending:
        return self.desk.do(Wish("w", seat, verb, f"case-{number}", body=body or {}))

    def stage(self, number: int = 1) -> str:
        return self.desk.delta((f"case-{number}",)).changed[0].case.stage.value

    def answer(
        self, state: str, which: int = 0, now: Case | None = None, since: tuple[Event, ...] = (), **more: object
    ) -> object:
        push = self.desk.next_push("epoch-1")
        assert push is not None
        sent = push.cmds[which]
        outcome = Outcome(sent.command.id, state, feed="410102", **more)  # type: ignore[arg-type]
        result = Result(sent.command.id, sent.n, outcome, now, since)
        return self.desk.answered(PushAnswer("epoch-1", sent.n, (result,)))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    made.has(a_case(1), a_case(2))
    yield made
    made.desk.files.close()


def rule(caught: pytest.ExceptionInfo[NotAllowed]) -> str:
    return caught.value.rule


def test_a_wish_is_durable_and_shown_before_anything_is_sent(room: Room) -> None:
    pending = room.dispatch()
    assert (pending.k, pending.state, pending.unit, pending.number) == (1, Sending.QUEUED, "west", "15042200001")
    assert pending.recall_until == NOW + 10_000
    assert room.stage() == "with_units"
    assert [entry.id for entry in Outbox(room.folder, a_key(room.folder)).open_entries()] == [pending.id]


def test_what_the_rules_refuse_is_not_recorded(room: Room) -> None:
    room.dispatch()
    for wish in (
        Wish("w", "desk", "dispatch", "case-1", body={"unit": "west"}),
        Wish("w", "desk", "dispatch", "case-2", body={"unit": "nobody"}),
        Wish("w", "desk", "file", "case-2", body={"condition": "event-01-10-4"}),
        Wish("w", "desk", "dispatch", "case-3", body={"unit": "west"}),
    ):
        with pytest.raises(NotAllowed):
            room.desk.do(wish)
    assert len(room.desk.outbox()) == 1


def test_an_empty_seat_does_nothing(room: Room) -> None:
    room.desk.seats.sign_out("desk")
    with pytest.raises(NotAllowed) as caught:
        room.dispatch()
    assert rule(caught) == "rule.not_signed_in"
    assert room.desk.offers("desk", "case-1").offers == ()


def test_each_seat_acts_under_its_own_name_and_duty(room: Room) -> None:
    room.has(a_case(3, Stage.ACCEPTED))
    filed = room.do("file", 3, {"condition": "event-01-10-4"}, seat="review")
    assert filed.actor == "liu"
    assert room.dispatch().actor == "wang"
    roles = [each.command.role.value for each in room.desk.next_push("epoch-1").cmds]
    assert roles == ["shift_leader", "dispatcher"]


def test_offers_are_those_of_the_case_as_it_is_shown(room: Room) -> None:
    assert "dispatch" in {offer.verb for offer in room.desk.offers("desk", "case-1").offers}
    room.dispatch()
    verbs = {offer.verb for offer in room.desk.offers("desk", "case-1").offers}
    assert "recall" in verbs
    assert "dispatch" not in verbs


def test_several_commands_on_one_case_form_a_chain(room: Room) -> None:
    first = room.dispatch()
    second = room.do("note", 1, {"text": "已电话"})
    other = room.do("note", 2, {"text": "别的"})
    sent = {each.command.id: each.command for each in room.desk.next_push("epoch-1").cmds}
    assert sent[first.id].after_id == ""
    assert (sent[second.id].after_id, sent[second.id].base_version) == (first.id, 4)
    assert sent[other.id].after_id == ""


def test_n_is_dense_over_what_was_offered(room: Room) -> None:
    room.dispatch(1)
    taken_back = room.dispatch(2)
    assert room.desk.recall_last("desk") == {"case-2"}
    room.do("note", 2, {"text": "x"})
    push = room.desk.next_push("epoch-1")
    assert [each.n for each in push.cmds] == [1, 2]
    assert taken_back.id not in {each.command.id for each in push.cmds}


def test_a_batch_holds_at_most_64(room: Room) -> None:
    for number in range(70):
        room.do("note", 1, {"text": str(number)})
    assert [len(room.desk.next_push("epoch-1").cmds), len(room.desk.outbox())] == [64, 70]


def test_a_command_leaves_only_when_it_is_final_and_the_cursor_has_passed(room: Room) -> None:
    room.dispatch()
    room.answer("accepted", seq=3, version=4)
    shown = room.desk.delta(("case-1",)).changed[0]
    assert shown.case.stage is Stage.WITH_UNITS
    assert [pending.state for pending in shown.pending] == [Sending.FINAL]
    assert room.desk.outbox() == ()
    room.has(a_case(1, Stage.WITH_UNITS, version=4, events=5))
    assert room.desk.delta(("case-1",)).changed[0].pending == ()
    room.restart()
    assert room.desk.delta(("case-1",)).changed[0].pending == ()


def test_a_row_that_came_before_the_answer_settles_it_too(room: Room) -> None:
    room.dispatch()
    push = room.desk.next_push("epoch-1")
    room.has(a_case(1, Stage.WITH_UNITS, version=4, events=5))
    outcome = Outcome(push.cmds[0].command.id, "accepted", feed="410102", seq=3, version=4)
    room.desk.answered(PushAnswer("epoch-1", 1, (Result(outcome.command, 1, outcome),)))
    assert room.desk.delta(("case-1",)).changed[0].pending == ()


@pytest.mark.parametrize("state", ["superseded", "refused", "quarantined"])
def test_what_took_no_effect_is_kept_until_a_person_chooses(room: Room, state: str) -> None:
    pending = room.dispatch()
    room.answer(state, rule="rule.stage", version=5)
    assert room.stage() == "to_dispatch"
    room.restart()
    conflict = room.desk.conflicts()[0]
    assert (conflict.id, conflict.outcome.state, conflict.mine.stage) == (pending.id, state, Stage.WITH_UNITS)
    assert room.desk.next_push("epoch-1") is None
    assert room.desk.resolve(pending.id, "drop") == {"case-1"}
    assert room.desk.conflicts() == ()
    room.restart()
    assert room.desk.conflicts() == ()


def test_on_top_is_a_new_command_on_what_is_now(room: Room) -> None:
    pending = room.dispatch()
    room.answer("superseded", version=5)
    room.has(a_case(1, version=5, events=7))
    room.desk.resolve(pending.id, "on_top")
    again = room.desk.next_push("epoch-1").cmds[0].command
    assert (again.supersedes, again.base_version, again.body) == (pending.id, 5, {"unit": "west"})
    assert again.id != pending.id
    assert room.desk.conflicts() == ()


def test_a_conflict_shows_what_the_server_told_with_it_before_the_row_comes(room: Room) -> None:
    pending = room.dispatch()
    met = a_case(1, version=5, events=7, words="别处改过")
    since = (Event("case-1", 7, "note", NOW, NOW, "liu", "dispatcher"),)
    room.answer("superseded", version=5, now=met, since=since)
    conflict = room.desk.conflicts()[0]
    assert (conflict.now, conflict.meanwhile, conflict.theirs) == (met, since, met)
    assert conflict.found_at >= NOW
    room.desk.resolve(pending.id, "on_top")
    assert room.desk.next_push("epoch-1").cmds[0].command.base_version == 5


def test_the_number_of_this_desk_stays_with_the_case_and_is_never_given_again(room: Room) -> None:
    prefix = f"临{room.desk.files.outbox.identity.console_id[:2].upper()}"
    body = {"words": "井盖松动", "category": "event-01-10", "address": "中原路"}
    first = room.desk.do(Wish("w", "review", "report", "", body=body))
    push = room.desk.next_push("epoch-1")
    assert push is not None
    assert push.cmds[0].command.body["draft_number"] == f"{prefix}-1"
    numbered = changed(room.desk.delta((first.case_id,)).changed[0].case, number="15042200009", version=1)
    room.desk.take(changes(room.feed, room.feed.row("case", numbered)))
    shown = room.desk.delta((first.case_id,)).changed[0]
    assert (shown.number, shown.case.draft_number) == ("15042200009", f"{prefix}-1")
    room.restart()
    room.desk.seats.sign_in(signed("liu", "review"))
    assert room.desk.do(Wish("w", "review", "report", "", body=body)).number == f"{prefix}-2"


def test_a_correction_on_top_has_seen_what_is_now(room: Room) -> None:
    room.has(a_case(1, version=4, address="中原路12号"))
    pending = room.do("correct", 1, {"address": "中原路21号", "was": {"address": "中原路12号"}})
    now = a_case(1, version=9, address="棉纺路3号")
    room.answer("superseded", now=now, version=9)
    room.has(now)
    room.desk.resolve(pending.id, "on_top")
    push = room.desk.next_push("epoch-1")
    assert push is not None
    assert [sent.command.body for sent in push.cmds] == [{"address": "中原路21号", "was": {"address": "棉纺路3号"}}]


def test_a_correction_of_what_another_changed_meanwhile_is_refused_at_once(room: Room) -> None:
    room.has(a_case(1, version=9, address="棉纺路3号"))
    with pytest.raises(NotAllowed) as caught:
        room.do("correct", 1, {"address": "中原路21号", "was": {"address": ""}})
    assert rule(caught) == "rule.corrected_meanwhile"


def test_on_top_waits_for_the_row_that_it_would_meet_again(room: Room) -> None:
    pending = room.dispatch()
    room.answer("superseded", version=5)
    with pytest.raises(NotAllowed) as caught:
        room.desk.resolve(pending.id, "on_top")
    assert rule(caught) == "rule.not_here_yet"
    assert len(room.desk.conflicts()) == 1
    room.has(a_case(1, version=5, events=7))
    room.desk.resolve(pending.id, "on_top")
    assert room.desk.conflicts() == ()


def test_an_older_image_told_with_a_conflict_changes_nothing(room: Room) -> None:
    room.dispatch()
    room.has(a_case(1, version=6, events=8, words="最新"))
    room.answer("superseded", version=5, now=a_case(1, version=5, events=7, words="较旧"))
    assert room.desk.conflicts()[0].now.words == "最新"


def test_a_photo_that_does_not_fit_on_the_disk_records_nothing(room: Room) -> None:
    (room.folder / "photos").write_bytes(b"")  # no folder can be made there
    with pytest.raises(NotRecorded):
        room.desk.do(Wish("w", "desk", "note", "case-1", body={"text": "见图"}, blobs=(JPEG,)))
    assert room.desk.outbox() == ()


def test_on_top_is_refused_where_the_rules_do_not_take_it(room: Room) -> None:
    pending = room.dispatch()
    room.answer("superseded", version=5)
    room.has(a_case(1, Stage.CLOSED, version=5, events=7))
    with pytest.raises(NotAllowed):
        room.desk.resolve(pending.id, "on_top")
    assert [conflict.id for conflict in room.desk.conflicts()] == [pending.id]


def test_an_offered_command_is_withdrawn_under_its_n(room: Room) -> None:
    room.dispatch()
    first = room.desk.next_push("epoch-1").cmds[0]
    room.desk.push_failed(Lost("push", "link.cut"))
    room.desk.recall_last("desk")
    assert room.stage() == "to_dispatch"
    again = room.desk.next_push("epoch-1").cmds[0]
    assert (again.n, again.command.id, again.withdrawn) == (first.n, first.command.id, True)
    room.answer("withdrawn")
    assert room.desk.outbox() == ()


def test_a_command_withdrawn_too_late_is_recalled(room: Room) -> None:
    pending = room.dispatch()
    room.desk.next_push("epoch-1")
    room.desk.recall_last("desk")
    room.answer("accepted", seq=3, version=4)
    assert [each.command.verb for each in room.desk.next_push("epoch-1").cmds] == ["recall"]
    assert room.desk.next_push("epoch-1").cmds[0].command.after_id == pending.id
    assert room.stage() == "to_dispatch"


def test_a_command_withdrawn_too_late_that_took_no_effect_is_nobodys_matter(room: Room) -> None:
    room.dispatch()
    room.desk.next_push("epoch-1")
    room.desk.recall_last("desk")
    room.answer("superseded", version=4)
    assert room.desk.outbox() == ()
    assert room.desk.conflicts() == ()


def test_a_dispatch_that_was_accepted_is_recalled_by_a_command(room: Room) -> None:
    room.dispatch()
    room.answer("accepted", seq=3, version=4)
    room.desk.recall_last("desk")
    assert [pending.verb for pending in room.desk.outbox()] == ["recall"]
    assert room.stage() == "to_dispatch"


def test_recall_ends_with_its_ten_seconds(room: Room) -> None:
    room.dispatch()
    room.at += 10_001
    with pytest.raises(NotAllowed) as caught:
        room.desk.recall_last("desk")
    assert rule(caught) == "rule.nothing_to_recall"
    room.at -= 5000
    with pytest.raises(NotAllowed):
        room.desk.recall_last("review")
    assert room.desk.recall_last("desk") == {"case-1"}


def test_photos_are_on_disk_before_the_command(room: Room) -> None:
    wish = Wish("w", "desk", "note", "case-1", body={"text": "见图"}, blobs=(JPEG,))
    room.desk.do(wish)
    blob = room.desk.uploads.next()
    assert (blob.body, blob.mime) == (JPEG, "image/jpeg")
    with pytest.raises(NotAllowed) as caught:
        room.desk.do(Wish("w", "desk", "note", "case-1", body={"text": "x"}, blobs=(b"%PDF-1.4",)))
    assert rule(caught) == "rule.no_photo"
    with pytest.raises(NotAllowed) as caught:
        room.desk.do(Wish("w", "desk", "note", "case-1", body={"text": "x"}, blobs=(JPEG + b"x" * 20_000_000,)))
    assert rule(caught) == "rule.photo_too_large"
    assert len(room.desk.outbox()) == 1


def test_a_new_case_shows_a_number_of_this_desk_and_keeps_names_out_of_the_command(room: Room) -> None:
    body = {"words": "井盖松动", "category": "event-01-10", "address": "中原路"}
    pending = room.desk.do(Wish("w", "review", "report", "", body=body, personal={"name": "张三"}))
    shown = room.desk.delta((pending.case_id,)).changed[0]
    assert shown.number == f"临{room.desk.files.outbox.identity.console_id[:2].upper()}-1"
    assert shown.lists >= {"intake"}
    pushed = room.desk.next_push("epoch-1").cmds[0]
    assert pushed.personal == {"name": "张三"}
    assert pushed.command.body["personal"] == shown.case.personal
    assert "张三" not in str(pushed.command)


def test_a_read_only_desk_says_why(room: Room) -> None:
    room.desk.close_for("error.other_version")
    with pytest.raises(NotAllowed) as caught:
        room.dispatch()
    assert rule(caught) == "error.other_version"
    assert room.desk.offers("desk", "case-1").offers == ()
    room.desk.open_after("error.other_pack")
    with pytest.raises(NotAllowed):
        room.dispatch()
    room.desk.open_after("error.other_version")
    room.dispatch()


def test_a_lamp_changes_by_itself(room: Room) -> None:
    room.desk.delta(room.desk.known())
    assert room.desk.tick().changed == ()
    room.at = NOW - 1000 + 24 * 60_000 + 1
    assert {shown.id for shown in room.desk.tick().changed} == {"case-1", "case-2"}
    room.at = NOW - 1000 + 30 * 60_000 + 1
    assert all("over" in shown.lists for shown in room.desk.tick().changed)
    assert room.desk.tick().changed == ()


def test_a_disk_that_cannot_be_written_records_nothing(room: Room) -> None:
    with room.desk.files.outbox._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = 1")
    with pytest.raises(NotRecorded) as caught:
        room.dispatch()
    assert caught.value.rule == "error.not_recorded"
    assert room.desk.outbox() == ()
    assert room.stage() == "to_dispatch"


def test_a_fork_gives_unsent_commands_new_numbers(room: Room) -> None:
    room.dispatch()
    before = room.desk.next_push("epoch-1")
    room.desk.forked()
    after = room.desk.next_push("epoch-1")
    assert after.console_id != before.console_id
    assert [each.command.id for each in after.cmds] == [each.command.id for each in before.cmds]
    assert [each.n for each in after.cmds] == [1]


def test_the_clock_follows_the_server_and_not_the_wall() -> None:
    wall, mono = [NOW], [5000]
    clock = Clock(wall=lambda: wall[0], mono=lambda: mono[0])
    assert clock.now() == NOW
    clock.correct(Heard(NOW + 90_000, 4990, 20))
    assert (clock.now(), clock.skew_ms) == (NOW + 90_010, 90_010)
    clock.correct(Heard(NOW + 95_000, 4900, 400))
    assert clock.now() == NOW + 90_010
    wall[0] -= 3_600_000
    mono[0] += 1000
    assert clock.now() == NOW + 91_010


def test_a_missing_keyring_is_told_at_the_first_start_alone_and_never_beside_a_key_file_chosen_on_purpose(
    tmp_path: Path,
) -> None:
    told = []
    key = tmp_path / "key"
    for folder, key_file in (("plain", None), ("plain", None), ("chosen", key), ("other", key)):
        files = open_files(tmp_path / folder, "test", None, key_file)
        told.append(files.remarks())
        files.close()

    assert told == [(("notice.key_in_file", {}),), (), (), ()]


def test_a_conflict_ends_with_the_deed_in_its_place_or_not_at_all(room: Room) -> None:
    pending = room.dispatch()
    room.answer("superseded", version=5, now=a_case(1, version=5, events=7))
    instead = Wish("w2", "desk", "note", "case-1", body={"text": "已改派"})

    room.desk.seats.sign_out("desk")
    with pytest.raises(NotAllowed):
        room.desk.resolve(pending.id, "drop", instead)
    assert [conflict.id for conflict in room.desk.conflicts()] == [pending.id]

    room.desk.seats.sign_in(signed("liu", "desk"))
    assert room.desk.resolve(pending.id, "drop", instead) == {"case-1"}
    assert room.desk.conflicts() == ()
    (again,) = room.desk.next_push("epoch-1").cmds
    assert (again.command.verb, again.command.supersedes, again.command.actor) == ("note", pending.id, "liu")
    room.restart()
    assert room.desk.conflicts() == ()


def test_a_conflict_that_is_resolved_already_is_not_resolved_again(room: Room) -> None:
    pending = room.dispatch()
    room.answer("refused", rule="rule.stage")
    room.desk.resolve(pending.id, "drop")
    wish = Wish("w2", "desk", "note", "case-1", body={"text": "x"})
    assert room.desk.resolve(pending.id, "drop", wish) == frozenset()
    assert room.desk.outbox() == ()


def test_a_report_that_was_refused_keeps_who_reported_it_when_it_is_made_anew(room: Room) -> None:
    body = {"words": "井盖松动", "category": "event-01-10", "address": "中原路"}
    pending = room.desk.do(Wish("w", "review", "report", "", body=body, personal={"name": "张三"}))
    room.answer("quarantined")
    room.desk.resolve(pending.id, "on_top")
    (again,) = room.desk.next_push("epoch-1").cmds
    assert again.personal == {"name": "张三"}


def test_a_report_that_was_refused_is_worded_anew_as_the_same_case_of_the_same_reporter(room: Room) -> None:
    body = {"words": "井盖松动", "category": "event-01-10", "address": "中原路"}
    pending = room.desk.do(Wish("w", "review", "report", "", body=body, personal={"name": "张三"}))
    room.answer("refused", rule="rule.too_large", details={"field": "words", "max": "3"})
    (conflict,) = room.desk.conflicts()
    edited = Wish("w2", "review", "report", conflict.command.case_id, body={**conflict.command.body, "words": "井盖"})
    room.desk.resolve(pending.id, "on_top", edited)

    (again,) = room.desk.next_push("epoch-1").cmds
    assert (again.command.case_id, again.command.body["words"]) == (pending.case_id, "井盖")
    assert again.personal == {"name": "张三"}
    assert room.desk.conflicts() == ()


def test_a_conflict_names_its_author_and_the_one_it_followed_from(room: Room) -> None:
    first, second = room.dispatch(), room.do("note", 1, {"text": "已电话"})
    push = room.desk.next_push("epoch-1")
    results = [
        Result(each.command.id, each.n, Outcome(each.command.id, "refused", "rule.predecessor")) for each in push.cmds
    ]
    room.desk.answered(PushAnswer("epoch-1", 2, tuple(results)))
    told = room.desk.conflicts()
    assert [(each.id, each.after) for each in told] == [(first.id, ""), (second.id, first.id)]
    assert told[0].author == WANG.name


def test_what_a_conflict_met_is_known_after_a_restart(room: Room) -> None:
    room.dispatch()
    since = (Event("case-1", 7, "note", NOW, NOW, "liu", "dispatcher"),)
    room.answer("superseded", version=5, now=a_case(1, version=5, events=7), since=since)
    room.restart()
    assert room.desk.conflicts()[0].meanwhile == since


def test_conflicts_are_worked_out_again_only_when_something_changed(room: Room) -> None:
    room.dispatch()
    room.answer("refused", rule="rule.stage")
    first = room.desk.conflicts()[0]
    assert room.desk.conflicts()[0] is first
    room.has(a_case(1, version=6, events=8, words="变了"))
    assert room.desk.conflicts()[0].now.words == "变了"


def test_what_a_dismissed_person_asked_for_waits_for_who_sits_here_and_is_issued_in_their_name(room: Room) -> None:
    """The command stays at its desk over a restart; the shift leader may do it, in the own duty and name."""
    pending = room.do("note", 1, {"text": "已电话"})
    settled = room.answer("refused", rule="rule.actor_revoked")
    assert [entry.id for entry in settled.new_conflicts] == [pending.id]
    room.restart()
    room.desk.seats.sign_in(signed("liu", "desk"))
    (told,) = room.desk.conflicts()
    assert (told.outcome.rule, told.author, told.command.verb) == ("rule.actor_revoked", WANG.name, "note")
    room.desk.resolve(told.id, "on_top")
    (again,) = room.desk.next_push("epoch-1").cmds
    assert (again.command.actor, again.command.role, again.command.supersedes) == ("liu", "acceptor", pending.id)
    assert again.command.body == {"text": "已电话"}
    assert room.desk.conflicts() == ()


def test_what_a_dismissed_person_asked_for_is_not_issued_by_who_may_not(room: Room) -> None:
    pending = room.dispatch()
    room.answer("refused", rule="rule.actor_revoked")
    room.desk.seats.sign_in(signed("liu", "desk"))
    with pytest.raises(NotAllowed) as caught:
        room.desk.resolve(pending.id, "on_top")
    assert rule(caught) == "rule.role"
    assert [conflict.id for conflict in room.desk.conflicts()] == [pending.id]
