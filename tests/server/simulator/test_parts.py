"""The small parts: agenda, sessions, patience, clocks, chance, camera, lateness."""

from dataclasses import replace
from pathlib import Path

import pytest

from rules.case import Case, Photo, PhotoKind
from rules.commands import Role
from rules.frozen import changed
from server.clock import FileClock
from server.simulator.agenda import Agenda
from server.simulator.chance import Chance
from server.simulator.clocks import FollowedClock, RatedClock, SteppedClock, read_clock
from server.simulator.counts import Lateness
from server.simulator.door import Door, Refused, ServerAway, Signed
from server.simulator.figures import Figures
from server.simulator.files import NotWritten
from server.simulator.kept_sessions import KeptSessions
from server.simulator.patience import Ended, Patience
from server.simulator.photos import Camera, Wanted
from server.simulator.plan import Picture, Plan
from server.simulator.sessions import PersonAway, Sessions
from tests.server.simulator.conftest import MONDAY_8

DAY = 24 * 3_600_000


def plan(at: int, key: str = "sign", case_id: str = "a", login: str = "u1") -> Plan:
    """A plan of a unit."""
    return Plan(at, case_id, key, login, Role.UNIT, "sign")


# --- agenda


def test_plans_come_in_order_of_time_each_once() -> None:
    agenda = Agenda(lambda _: True)
    agenda.replan("a", [plan(30), plan(10, "fetched")])
    agenda.replan("b", [plan(20, case_id="b")])
    assert agenda.next_at() == 10
    assert [each.at for each in agenda.due(25, 9)] == [10, 20]
    assert agenda.due(25, 9) == []
    agenda.replan("a", [plan(30), plan(10, "fetched")])
    assert [each.at for each in agenda.due(99, 9)] == [30]
    assert agenda.next_at() is None


def test_a_new_image_replaces_what_was_planned() -> None:
    agenda = Agenda(lambda _: True)
    agenda.replan("a", [plan(10)])
    agenda.replan("a", [plan(20, "feedback")])
    assert [each.key for each in agenda.due(99, 9)] == ["feedback"]


def test_what_waits_for_a_person_is_done_when_they_are_played_again() -> None:
    away = {"u1"}
    agenda = Agenda(lambda login: login not in away)
    agenda.replan("a", [plan(10)])
    agenda.replan("b", [plan(10, case_id="b", login="u2")])
    assert [each.login for each in agenda.due(99, 9)] == ["u2"]
    assert agenda.waiting() == {"u1": 1}
    away.clear()
    assert [each.login for each in agenda.due(99, 9)] == ["u1"]


def test_what_is_left_to_a_human_is_counted_and_never_done() -> None:
    agenda = Agenda(lambda _: True)
    agenda.replan("a", [replace(plan(10), held=True)])
    assert (agenda.due(99, 9), agenda.waiting()) == ([], {"u1": 1})
    agenda.replan("a", [plan(20, "feedback")])
    assert [each.key for each in agenda.due(99, 9)] == ["feedback"]


def test_what_is_put_off_comes_again_and_what_has_left_is_forgotten() -> None:
    agenda = Agenda(lambda _: True)
    agenda.replan("a", [plan(10)])
    (first,) = agenda.due(99, 9)
    agenda.again(replace(first, at=50))
    assert [each.at for each in agenda.due(99, 9)] == [50]
    agenda.replan("b", [plan(10, case_id="b")])
    agenda.forget("b")
    assert (agenda.due(99, 9), len(agenda)) == ([], 0)


# --- chance


def test_chance_depends_on_seed_and_name_alone() -> None:
    one, same, other = Chance(1), Chance(1), Chance(2)
    assert [one.unit("a", n) for n in range(5)] == [same.unit("a", n) for n in reversed(range(5))][::-1]
    assert one.unit("a") != other.unit("a") != one.unit("b")
    many = [one.unit("u", n) for n in range(4000)]
    assert 0 <= min(many) < 0.01
    assert 0.99 < max(many) < 1
    assert 0.48 < sum(many) / 4000 < 0.52
    assert one.id(MONDAY_8, "x") == same.id(MONDAY_8, "x") != one.id(MONDAY_8, "y")


def test_a_lognormal_time_has_its_median() -> None:
    times = sorted(Chance(1).around(600, 0.8, n) for n in range(2001))
    assert 560 < times[1000] < 640
    assert 1100 < times[1683] < 1600  # one sigma up: 600 x e^0.8 = 1335


# --- sessions and patience


class Gate(Door):
    """A door that signs in, and counts it; `closed` people are refused."""

    def __init__(self, expires_at: int) -> None:
        super().__init__("http://nowhere")
        self.expires_at, self.asked, self.closed = expires_at, [], {"gone"}

    def sign_in(self, login: str, password: str) -> Signed:
        self.asked.append(login)
        if login in self.closed:
            raise Refused(401, "rule.wrong_password", "账号或密码不正确", {})
        return Signed(f"s{len(self.asked)}", b"k", f"t{len(self.asked)}", login, self.expires_at)


def test_people_sign_in_when_first_needed_and_again_when_it_is_time() -> None:
    now, gate = [0], Gate(DAY // 2)
    sessions = Sessions(gate, "x", lambda: now[0], lambda: 0.0, KeptSessions(None, ""))
    assert sessions.of("u1") is sessions.of("u1")
    now[0] = DAY
    assert sessions.of("u1").session == "s1"  # a signature is taken for a fortnight
    assert sessions.bearer("u1") == "t2"  # a bearer token is not
    now[0] = 14 * DAY
    assert sessions.of("u1").session == "s3"


def test_who_cannot_sign_in_is_left_alone_for_a_minute() -> None:
    ticks, gate = [0.0], Gate(DAY)
    sessions = Sessions(gate, "x", lambda: 0, lambda: ticks[0], KeptSessions(None, ""))
    for _ in range(3):
        with pytest.raises(PersonAway, match="gone"):
            sessions.of("gone")
    assert gate.asked == ["gone"]
    ticks[0], gate.closed = 61.0, set()
    assert sessions.of("gone").actor == "gone"


def test_after_a_restart_nobody_signs_in_anew(tmp_path: Path) -> None:
    file, now, gate = tmp_path / "credential.sessions", [0], Gate(DAY)

    def begin(workstation: str = "token-1") -> Sessions:
        return Sessions(gate, "x", lambda: now[0], lambda: 0.0, KeptSessions(file, workstation))

    first = begin()
    before = first.of("u1"), first.of("u2")
    again = begin()
    assert (again.of("u1"), again.of("u2")) == before
    assert gate.asked == ["u1", "u2"]
    assert file.stat().st_mode & 0o077 == 0

    again.forget("u2")
    assert again.of("u2").session == "s3"
    assert begin().of("u2").session == "s3"  # the last one holds

    file.write_text(file.read_text() + '{"login": "u2", "ses')  # killed while it wrote
    assert begin().of("u2").session == "s3"

    assert begin("token-2").of("u1").session == "s4"  # of another server
    assert begin("token-2").of("u1").session == "s4"


def test_sessions_that_cannot_be_kept_are_done_without(tmp_path: Path) -> None:
    gate = Gate(DAY)
    sessions = Sessions(gate, "x", lambda: 0, lambda: 0.0, KeptSessions(tmp_path / "none" / "file", "token"))
    assert sessions.of("u1").session == "s1"


def test_patience_waits_longer_each_time_and_says_so_once() -> None:
    waited: list[float] = []
    said: list[str] = []
    patience = Patience(lambda: False, lambda _, english: said.append(english), waited.append)
    answers = iter([ServerAway("503 磁盘已满"), ServerAway("x"), ServerAway("x"), None])

    def work() -> str:
        if (answer := next(answers)) is not None:
            raise answer
        return "done"

    assert patience.until_done(work) == "done"
    assert sum(waited) == pytest.approx(0.5 + 1 + 2)
    assert [line.split(";")[0] for line in said] == ["the server is away (503 磁盘已满)", "the server is back"]


def test_a_clock_that_cannot_be_written_stands_until_it_can(tmp_path: Path) -> None:
    said: list[str] = []
    file, part = tmp_path / "clock", tmp_path / "clock.part"
    patience = Patience(lambda: False, lambda _, english: said.append(english), lambda _: part.rmdir())
    clock = SteppedClock(file, MONDAY_8)
    part.mkdir()  # in the way of the file
    with pytest.raises(NotWritten, match="clock"):
        clock.step(MONDAY_8 + 1000)
    assert (clock.now(), read_clock(file)) == (MONDAY_8, MONDAY_8)

    patience.until_done(lambda: clock.step(MONDAY_8 + 1000))
    assert (clock.now(), read_clock(file)) == (MONDAY_8 + 1000, MONDAY_8 + 1000)
    assert [line.split(" (")[0] for line in said] == [
        "a file cannot be written",
        "the file can be written again; going on",
    ]


def test_patience_ends_when_told_to() -> None:
    patience = Patience(lambda: True, lambda *_: None, lambda _: None)

    def away() -> None:
        raise ServerAway("x")

    with pytest.raises(Ended):
        patience.until_done(away)


# --- clocks


def test_the_server_reads_the_clock_that_the_simulator_steps(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = SteppedClock(file, MONDAY_8)
    clock.step(MONDAY_8 + 60_000)
    assert FileClock(file).now() == clock.now() == read_clock(file) == MONDAY_8 + 60_000


def test_a_rated_clock_runs_for_all_alike(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = RatedClock(file, MONDAY_8, 600)
    before, theirs, followed, after = clock.now(), FileClock(file).now(), FollowedClock(file).now(), clock.now()
    assert MONDAY_8 <= before <= theirs <= followed <= after


def test_no_clock_is_read_from_what_is_none(tmp_path: Path) -> None:
    assert read_clock(tmp_path / "nowhere") is None
    (tmp_path / "clock").write_text("{", encoding="utf-8")
    assert read_clock(tmp_path / "clock") is None


# --- camera


def test_each_photo_is_painted_for_its_deed_or_comes_from_a_small_pool(figures: Figures) -> None:
    painted: list[Wanted] = []

    def paint(wanted: Wanted) -> bytes:
        painted.append(wanted)
        return repr(wanted).encode()

    kept: list[bytes] = []

    def keep(photo: bytes) -> str:
        kept.append(photo)
        return f"{len(kept):064d}"

    case = Case("c", lon=1_136_000_000, lat=347_000_000, category="event-01-10", reported_at=MONDAY_8)
    own = Camera(figures, Chance(1), paint, keep, pooled=False)
    first = own.take(case, Picture("overview", solved=False), MONDAY_8, "report")
    old = own.take(case, Picture("after", solved=True, trick="old"), MONDAY_8 + DAY, "feedback")
    assert (first["kind"], first["taken_at"], painted[0].matter) == ("overview", MONDAY_8 - 40_000, "refuse")
    assert old["taken_at"] == MONDAY_8 - 5 * DAY
    assert (painted[1].trick, painted[1].seed, painted[1].source_at) == ("old", painted[0].seed, MONDAY_8 - 40_000)
    assert painted[0].place == painted[1].place

    painted.clear()
    pool = Camera(figures, Chance(1), paint, keep, pooled=True)
    cases = [changed(case, id=str(n), lon=case.lon + n * 10_000) for n in range(400)]
    taken = [pool.take(each, Picture("after", solved=n % 2 == 0), MONDAY_8 + n, n) for n, each in enumerate(cases)]
    assert len(painted) == pool.painted <= figures.photos.pool
    assert [each["taken_at"] for each in taken[:2]] == [MONDAY_8 - 40_000, MONDAY_8 - 39_999]


def test_a_marked_photo_marks_the_last_one(figures: Figures) -> None:
    camera = Camera(figures, Chance(1), lambda _: b"", lambda _: "", pooled=True)
    case = Case("c", photos=(Photo("a" * 64, PhotoKind.AFTER, size=5),))
    marked = camera.take(case, Picture("marked", solved=False), MONDAY_8)
    assert (marked["sha256"], marked["of"], marked["kind"], len(marked["marks"])) == ("a" * 64, "a" * 64, "marked", 1)


def test_falling_behind_is_told_once_and_so_is_its_end() -> None:
    late = Lateness()
    assert [late.note(ms) for ms in (5, 4000, 5, 2000, 2500, 3000, 10, 5)] == [
        False, False, False, False, True, False, True, False,
    ]  # fmt: skip
    assert (late.worst_ms, late.now_ms, late.behind, late.ticks) == (4000, 5, 4, 8)
