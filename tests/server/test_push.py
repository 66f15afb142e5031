"""Push: a console's commands in dense order, signed by a person's session, each with exactly one outcome."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import Table, func, select, update

from rules.case import Milestone
from rules.clock import Clock, Limit, LimitUnit
from rules.commands import Command, Role
from rules.protocol import Push, PushAnswer, Pushed
from rules.wire import command_hash
from server import tables
from server.access.sessions import Access, Session, mac_of
from server.casebook.book import Casebook
from server.casebook.errors import ApplyFailed, ForeignConsole, ForkFound
from server.casebook.judge import Judge
from server.casebook.push import Unreadable
from server.database import Database
from server.quarantine import Quarantine
from tests.server.small_city import MINUTE, NOW

DAY = 24 * 60 * MINUTE


class Console:
    """A console with a signed-in acceptor; it counts n by itself."""

    def __init__(self, casebook: Casebook, session: Session, name: str = "console-1") -> None:
        self.casebook = casebook
        self.session = session
        self.name = name
        self._n = count(1)

    def offer(self, verb: str = "report", case_id: str = "case-1", n: int = 0, **more) -> Pushed:
        """One signed command."""
        n = n or next(self._n)
        personal = more.pop("personal", {})
        withdrawn = more.pop("withdrawn", False)
        more = {"body": {"words": "有暴露垃圾"}, "id": f"{self.name}-{n}", "issued_at": NOW} | more
        command = Command(
            verb=verb, case_id=case_id, actor=self.session.actor.id, role=Role.ACCEPTOR, session=self.session.id, **more
        )
        hash_ = command_hash(command)
        return Pushed(n, command, hash_, mac_of(self.session.key, hash_), withdrawn, personal)

    def push(self, *commands: Pushed, incarnation: int = 1, unreadable: Sequence[Unreadable] = ()):
        """Send them, as the workstation that belongs to this console."""
        return self.casebook.push(Push(self.name, incarnation, "", commands), "station", self.name, unreadable)


@pytest.fixture
def access(database: Database, clock) -> Access:
    """The door."""
    return Access(database, clock)


@pytest.fixture
def console(casebook: Casebook, access: Access) -> Console:
    """A console at which the acceptor is signed in."""
    session, _ = access.sign_in("chen", "right-horse", "desk")
    return Console(casebook, session)


def rows(database: Database, table: Table) -> int:
    """How many rows there are."""
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def states(answer) -> list[tuple[int, str, str]]:
    """What came of each."""
    return [(result.n, result.outcome.state, result.outcome.rule) for result in answer.results]


def test_commands_are_settled_in_order_and_told_with_heads(console: Console, feeds) -> None:
    note = console.offer("note", body={"text": "看过"}, n=2)
    answer = console.push(note, console.offer(n=1))
    assert states(answer) == [(1, "accepted", ""), (2, "accepted", "")]
    assert (answer.last_n, answer.epoch, answer.heads["city"]) == (2, feeds.epoch.id, 2)
    assert answer.durable["city"] == 2


def test_the_same_push_again_answers_the_same_and_does_nothing(console: Console, database: Database) -> None:
    offered = console.offer()
    first = console.push(offered)
    assert console.push(offered).results == first.results
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.feed)) == 1


def test_a_gap_stops_and_says_where_to_go_on(console: Console) -> None:
    answer = console.push(console.offer(n=1), console.offer(n=3, case_id="case-3"))
    assert (answer.last_n, [result.n for result in answer.results]) == (1, [1])
    answer = console.push(console.offer(n=2, case_id="case-2"), console.offer(n=3, case_id="case-3"))
    assert answer.last_n == 3


def test_an_unknown_id_under_a_used_number_is_a_fork(console: Console) -> None:
    console.push(console.offer(n=1))
    with pytest.raises(ForkFound) as found:
        console.push(console.offer(n=1, id="other", case_id="case-2"))
    assert found.value.last_n == 1


def test_what_goes_on_behind_a_command_that_is_none_of_this_server_is_not_settled(console: Console) -> None:
    """A copy of the console's folder used its numbers after a fail-over to an older server."""
    console.push(console.offer(n=1, id="of-the-copy"))
    mine = console.offer(n=2, case_id="case-2")

    def behind(after: str) -> PushAnswer:
        return console.casebook.push(Push("console-1", 1, "", (mine,), after=after), "station", "console-1")

    refused = behind("mine")
    assert (refused.last_n, refused.last_id, refused.results) == (1, "of-the-copy", ())
    assert states(behind("of-the-copy")) == [(2, "accepted", "")]
    assert states(behind("of-the-copy")) == [(2, "accepted", "")]  # it is known: nothing is compared


def test_the_last_command_of_a_console_is_known_whatever_number_it_has_in_the_books(console: Console) -> None:
    """What a console offers anew under other numbers is known: who asks behind a copy of it must hear whose it was."""
    console.push(console.offer(n=1, id="a"), console.offer(n=2, id="b", case_id="case-2"))
    again = console.push(console.offer(n=3, id="a"), console.offer(n=4, id="b", case_id="case-2"))
    assert states(again) == [(3, "accepted", ""), (4, "accepted", "")]
    assert console.casebook.last_settled("console-1") == (4, "b")
    console.push(console.offer(n=5, id="b", case_id="case-9"))  # refused without a row: another one has this id
    console.push(console.offer(n=6, id="c", case_id="case-3"), unreadable=[Unreadable(7, "torn")])
    assert console.casebook.last_settled("console-1") == (7, "torn")
    console.push(unreadable=[Unreadable(8, "x" * 129)])
    assert console.casebook.last_settled("console-1") == (8, "")


def test_an_older_incarnation_is_a_clone(console: Console) -> None:
    console.push(console.offer(), incarnation=4)
    with pytest.raises(ForkFound):
        console.push(console.offer("note"), incarnation=3)


def test_a_workstation_speaks_for_its_own_console_only(casebook: Casebook) -> None:
    with pytest.raises(ForeignConsole):
        casebook.push(Push("console-1", 1, "", ()), "station", "console-2")


def test_an_id_reused_for_another_content_is_refused_and_the_queue_goes_on(console: Console) -> None:
    console.push(console.offer(n=1))
    answer = console.push(console.offer(n=2, id="console-1-1", case_id="case-9"), console.offer(n=3, case_id="case-3"))
    assert states(answer) == [(2, "refused", "rule.id_reused"), (3, "accepted", "")]


def test_an_id_reused_is_told_to_the_administrator_however_often_it_came(console: Console, database, clock) -> None:
    console.push(console.offer(n=1))
    clock.at = NOW + MINUTE
    again = console.offer("note", n=2, id="console-1-1", case_id="case-1")
    assert states(console.push(again, again)) == [(2, "refused", "rule.id_reused")] * 2
    assert states(console.push(again)) == [(2, "refused", "rule.id_reused")]
    console.push(console.offer("note", n=3, id="console-1-1", case_id="case-9"))
    told = {each.number: each for each in Quarantine(database).all()}
    met = told[""]
    assert (met.id, met.how, met.tries, met.verb, met.actor) == ("console-1-1", "reused", 1, "note", "chen")
    (number,) = told.keys() - {""}
    assert (told[number].tries, told[number].at, told[number].workstation) == (3, NOW + MINUTE, "station")
    assert rows(database, tables.events) == 1  # nothing of it was applied


def test_the_same_command_again_alarms_nobody(console: Console, database: Database) -> None:
    offered = console.offer()
    console.push(offered)
    console.push(offered)
    assert Quarantine(database).all() == ()


def test_a_withdrawn_command_keeps_its_number_and_does_nothing(console: Console, database: Database) -> None:
    answer = console.push(console.offer(withdrawn=True), console.offer(case_id="case-2"))
    assert states(answer) == [(1, "withdrawn", ""), (2, "accepted", "")]
    with database.read() as connection:
        assert connection.scalars(select(tables.cases.c.id)).all() == ["case-2"]


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda offered: replace(offered, mac="00" * 32), "rule.mac_wrong"),
        (lambda offered: replace(offered, command=replace(offered.command, case_id="other")), "rule.hash_wrong"),
    ],
)
def test_what_is_not_signed_by_its_author_is_refused(console: Console, spoil, rule: str) -> None:
    assert states(console.push(spoil(console.offer()))) == [(1, "refused", rule)]


def test_a_command_in_another_session_is_refused(console: Console, access: Access) -> None:
    other, _ = access.sign_in("zhao", "right-horse", "review")
    console.session = replace(console.session, id=other.id, key=other.key)
    assert states(console.push(console.offer())) == [(1, "refused", "rule.session_unknown")]


def test_what_was_done_offline_is_taken_later_within_the_grace(console: Console, clock) -> None:
    late = console.offer(issued_at=NOW + 13 * DAY)
    clock.at = NOW + 20 * DAY
    assert states(console.push(late)) == [(1, "accepted", "")]
    too_late = console.offer(issued_at=NOW + 15 * DAY, case_id="case-2")
    assert states(console.push(too_late)) == [(2, "refused", "rule.session_ended")]


def test_who_was_dismissed_meanwhile_is_refused_by_name_of_the_rule(console: Console, database: Database) -> None:
    with database.write() as connection:
        connection.execute(update(tables.accounts).where(tables.accounts.c.id == "chen").values(disabled=True))
    assert states(console.push(console.offer())) == [(1, "refused", "rule.actor_revoked")]


def test_a_superseded_command_brings_the_case_and_what_happened_since(console: Console) -> None:
    console.push(console.offer())
    console.push(console.offer("accept", body={}, base_version=1))
    answer = console.push(console.offer("decline", body={"reason": "x"}, base_version=1))
    (result,) = answer.results
    assert result.outcome.state == "superseded"
    assert (result.now.stage, [event.verb for event in result.since]) == ("accepted", ["accept"])


def test_a_poison_command_lets_the_queue_move_on(database, clock, cities, feeds, access) -> None:
    def poisoned(case, command, actor, city, now):
        if command.case_id == "poison":
            raise RuntimeError(command.id)
        return Judge().apply(case, command, actor, city, now)

    session, _ = access.sign_in("chen", "right-horse", "desk")
    console = Console(Casebook(database, clock, cities, feeds, Judge(poisoned)), session)
    batch = (console.offer(), console.offer(case_id="poison"), console.offer(case_id="case-3"))
    for _ in range(2):
        with pytest.raises(ApplyFailed):
            console.push(*batch)
    answer = console.push(*batch)
    assert states(answer) == [(1, "accepted", ""), (2, "quarantined", "rule.quarantined"), (3, "accepted", "")]
    assert answer.heads["city"] == 2


def test_what_the_database_does_not_keep_is_laid_to_its_own_command(database, clock, cities, feeds, access) -> None:
    def same_milestone_twice(case, command, actor, city, now):
        applied = Judge().apply(case, command, actor, city, now)
        if command.case_id != "poison":
            return applied
        limit = Limit(1, LimitUnit.HOUR)
        milestone = Milestone("repair", "leg-1", limit, Clock(limit))
        return replace(applied, case=replace(applied.case, milestones=(milestone, milestone)))

    session, _ = access.sign_in("chen", "right-horse", "desk")
    console = Console(Casebook(database, clock, cities, feeds, Judge(same_milestone_twice)), session)
    batch = (console.offer(), console.offer(case_id="poison"), console.offer(case_id="case-3"))
    for settled in (1, 1):
        with pytest.raises(ApplyFailed):
            console.push(*batch)
        assert (rows(database, tables.cases), rows(database, tables.commands)) == (settled, settled)
    answer = console.push(*batch)
    assert states(answer) == [(1, "accepted", ""), (2, "quarantined", "rule.quarantined"), (3, "accepted", "")]
    assert [rows(database, table) for table in (tables.cases, tables.events, tables.milestones)] == [2, 2, 0]
    with database.read() as connection:
        numbers = connection.scalars(select(tables.cases.c.number).order_by(tables.cases.c.id)).all()
        assert numbers == ["15042200001", "15042200002"]
        assert connection.scalar(select(tables.command_failures.c.count)) == 3


def test_commands_of_one_push_see_what_those_before_them_came_to(console: Console, database: Database) -> None:
    report = console.offer()
    note = console.offer("note", body={"text": "看过"}, base_version=1)
    accept = console.offer("accept", body={"category": "event-01-10"}, after_id=report.command.id)
    again = console.offer("decline", body={"reason": "重复"}, base_version=1)
    answer = console.push(report, note, accept, again, report)
    assert [(n, state) for n, state, _ in states(answer)] == [
        (1, "accepted"), (1, "accepted"), (2, "accepted"), (3, "accepted"), (4, "superseded"),
    ]  # fmt: skip
    late = answer.results[-1]
    assert ([event.verb for event in late.since], late.now.stage) == (["note", "accept"], "accepted")
    assert [rows(database, table) for table in (tables.cases, tables.events, tables.commands)] == [1, 3, 4]
    with database.read() as connection:
        kept = connection.execute(select(tables.cases.c.version, tables.cases.c.stage)).one()
    assert tuple(kept) == (3, "accepted")


def test_personal_data_travel_beside_the_command(console: Console, database: Database) -> None:
    offered = console.offer(body={"words": "有暴露垃圾", "personal": "person-1"}, personal={"phone": "13700000000"})
    console.push(offered)
    with database.read() as connection:
        assert connection.scalar(select(tables.personal.c.id)) == "person-1"
        assert b"13700000000" not in connection.scalar(select(tables.commands.c.body))


def test_a_command_whose_ids_no_table_keeps_is_refused_for_good_and_the_queue_goes_on(console: Console) -> None:
    bad = [console.offer(id="x" * 129), console.offer(case_id=""), console.offer(target="a\x00")]
    answer = console.push(*bad, console.offer(case_id="case-2"))
    assert [result.outcome.rule for result in answer.results] == ["rule.form"] * 3 + [""]
    assert (answer.last_n, answer.results[-1].outcome.state) == (4, "accepted")


# ------------------------------------------------------------------------------ nothing holds up the queue behind it


def test_what_cannot_be_read_is_refused_under_its_number_and_the_queue_goes_on(console: Console) -> None:
    bad = [Unreadable(1, "bad-1", "aa"), Unreadable(2, "bad-2", "bb", "rule.too_large", {"max": "256 kB"})]
    answer = console.push(console.offer(n=3), unreadable=bad)
    assert states(answer) == [
        (1, "refused", "rule.unreadable"),
        (2, "refused", "rule.too_large"),
        (3, "accepted", ""),
    ]
    assert answer.last_n == 3
    assert states(console.push(unreadable=bad)) == states(answer)[:2]


def test_what_was_settled_and_comes_again_unreadable_keeps_its_outcome(console: Console) -> None:
    offered = console.offer(n=1)
    first = console.push(offered)
    again = console.push(unreadable=[Unreadable(1, offered.command.id, offered.hash)])
    assert (again.results[0].outcome, again.last_n) == (first.results[0].outcome, 1)


def test_a_withdrawn_command_may_come_as_its_place_alone(console: Console, database: Database) -> None:
    offered = console.offer(n=1)
    stub = replace(offered, command=Command(offered.command.id, "", "", "", Role.SYSTEM, 0), mac="", withdrawn=True)
    answer = console.push(stub, console.offer(n=2, case_id="case-2"))
    assert states(answer) == [(1, "withdrawn", ""), (2, "accepted", "")]
    late = console.push(offered)  # sent before it was taken back, and late on its way
    assert states(late) == [(1, "withdrawn", "")]
    with database.read() as connection:
        assert connection.scalars(select(tables.cases.c.id)).all() == ["case-2"]


def test_a_stub_of_what_was_settled_brings_the_outcome(console: Console) -> None:
    offered = console.offer(n=1)
    console.push(offered)
    stub = replace(offered, command=Command(offered.command.id, "", "", "", Role.SYSTEM, 0), withdrawn=True)
    assert states(console.push(stub)) == [(1, "accepted", "")]


def test_what_was_refused_unheard_may_still_be_taken_back(console: Console) -> None:
    """Its number is used and its id unknown; yet nobody copied anything."""
    offered = console.offer(n=1)
    console.push(unreadable=[Unreadable(1, offered.command.id, offered.hash)])
    answer = console.push(replace(offered, withdrawn=True), console.offer(n=2, case_id="case-2"))
    assert states(answer) == [(1, "withdrawn", ""), (2, "accepted", "")]
    assert answer.last_n == 2
    assert states(console.push(offered)) == [(1, "withdrawn", "")]


def test_known_commands_under_new_numbers_count(console: Console) -> None:
    """A console that took a new number sends what it cannot know to be settled first, and then goes on."""
    settled = console.offer(n=7, id="settled")
    console.casebook.push(Push("console-0", 1, "", (replace(settled, n=1),)), "station", "console-0")
    answer = console.push(replace(settled, n=1), console.offer(n=2, case_id="case-2"))
    assert states(answer) == [(1, "accepted", ""), (2, "accepted", "")]
    assert answer.last_n == 2


def test_what_leaves_no_row_is_not_told_beyond_a_gap(console: Console) -> None:
    """Its number would be missing when the queue comes there, and all behind it would wait for it."""
    bad = console.offer(n=3, case_id="")
    answer = console.push(console.offer(n=1), bad)
    assert (answer.last_n, [result.n for result in answer.results]) == (1, [1])
    answer = console.push(console.offer(n=2, case_id="case-2"), bad, console.offer(n=4, case_id="case-4"))
    assert (answer.last_n, [result.n for result in answer.results]) == (4, [2, 3, 4])


def test_a_hash_that_no_table_keeps_is_refused_for_good(console: Console) -> None:
    answer = console.push(replace(console.offer(n=1), hash="a" * 500), console.offer(n=2))
    assert states(answer) == [(1, "refused", "rule.form"), (2, "accepted", "")]


def test_a_case_that_was_damaged_since_does_not_hold_up_the_outcome(console: Console, database: Database) -> None:
    console.push(console.offer(n=1))
    console.push(console.offer("accept", n=2, body={}, base_version=1))
    late = console.offer("decline", n=3, body={"reason": "重复"}, base_version=1)
    assert states(console.push(late)) == [(3, "superseded", "rule.superseded")]
    with database.write() as connection:
        connection.execute(update(tables.cases).values(image=b"{"))
    again = console.push(late)
    assert states(again) == [(3, "superseded", "rule.superseded")]
    assert again.results[0].now is None


@pytest.mark.parametrize(
    "personal", [{"phone": "1" * 401}, {f"field {n}": "x" for n in range(21)}], ids=["long", "many"]
)
def test_a_personal_record_without_measure_is_refused(console: Console, database: Database, personal) -> None:
    body = {"words": "有暴露垃圾", "personal": "person-1"}
    answer = console.push(console.offer(body=body, personal=personal), console.offer(case_id="case-2"))
    assert states(answer) == [(1, "refused", "rule.too_large"), (2, "accepted", "")]
    assert rows(database, tables.personal) == 0
