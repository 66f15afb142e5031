"""Damaged rows and failed commands: one is set aside by itself, and nothing of it is written with the others."""

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from rules import wire
from rules.case import Milestone
from rules.clock import Clock, Limit, LimitUnit
from rules.commands import Actor, Command, Grant, Role
from rules.frozen import changed
from rules.protocol import Push, Pushed
from server import tables
from server.access.sessions import Access, Session, mac_of
from server.casebook.book import Casebook, Wish
from server.casebook.draft import Draft
from server.casebook.errors import ApplyFailed
from server.casebook.judge import Judge
from server.casebook.numbers import Numbers
from server.casebook.settle import Settlement
from server.casebook.store import Kept
from server.database import Database
from tests.server.small_city import NOW, Hands, small_city


@pytest.fixture
def hands(casebook: Casebook) -> Hands:
    """Somebody to do things."""
    return Hands(casebook)


def rows(database: Database, table) -> int:
    """How many rows there are."""
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def damage(database: Database, table, column: str, row_id: str) -> None:
    """What a failing disk may leave."""
    with database.write() as connection:
        connection.execute(update(table).where(table.c.id == row_id).values({column: b'{"id":'}))


def test_a_damaged_case_holds_up_no_command_on_another_one(hands: Hands, database: Database) -> None:
    hands.report("case-1")
    damage(database, tables.cases, "image", "case-1")
    note = hands.command("chen", Role.ACCEPTOR, "note", "case-1", body={"text": "看过"})
    other = [hands.command("chen", Role.ACCEPTOR, "report", f"case-{n}", body={"words": "路灯"}) for n in (2, 3, 4)]
    for command in other[:2]:
        failed, settled = hands.casebook.do_all([Wish(note, Actor("chen")), Wish(command, Actor("chen"))])
        assert isinstance(failed, ApplyFailed)
        assert settled.state == "accepted"
    last = hands.casebook.do_all([Wish(note, Actor("chen")), Wish(other[2], Actor("chen"))])
    assert [(each.state, each.rule) for each in last] == [("quarantined", "rule.quarantined"), ("accepted", "")]
    with database.read() as connection:
        assert connection.scalar(select(tables.command_failures.c.count)) == 3


def test_a_command_whose_outcome_was_damaged_is_not_done_a_second_time(hands: Hands, database: Database) -> None:
    report = hands.command("chen", Role.ACCEPTOR, "report", "case-1", id="report-1", body={"words": "有暴露垃圾"})
    hands.casebook.do(report, Actor("chen"))
    damage(database, tables.commands, "outcome", "report-1")
    assert hands.casebook.do(report, Actor("chen")).state == "quarantined"
    assert (rows(database, tables.cases), rows(database, tables.feed), rows(database, tables.commands)) == (1, 1, 1)


def test_what_a_failed_command_kept_is_not_written_with_the_others(database: Database, cities) -> None:
    city = small_city()
    with database.write() as connection:
        settlement = Settlement(connection, Judge(), city, NOW, together=True)
        for case_id, is_kept in (("case-1", True), ("case-2", False), ("case-3", True)):
            mark = settlement.draft.mark()
            numbered = settlement.draft.numbers.next(city, NOW)
            case = _case(case_id, numbered)
            settlement.draft.keep(*case)
            settlement.draft.keep_personal(f"person-{case_id}", case_id, {"phone": "137"}, NOW)
            if not is_kept:
                settlement.draft.back_to(mark)
                assert settlement.draft.case(case_id) is None
        settlement.draft.flush()
    with database.read() as connection:
        kept = connection.execute(select(tables.cases.c.id, tables.cases.c.number).order_by(tables.cases.c.id)).all()
        assert kept == [("case-1", "15042200001"), ("case-3", "15042200002")]
        assert connection.scalars(select(tables.personal.c.id).order_by(tables.personal.c.id)).all() == [
            "person-case-1", "person-case-3",
        ]  # fmt: skip
    assert rows(database, tables.events) == 2


def _case(case_id: str, number: str):
    """A new case as the rules make it, ready for `Draft.keep`."""
    command = Command(f"r-{case_id}", "report", case_id, "chen", Role.ACCEPTOR, NOW, body={"words": "垃圾"})
    applied = Judge().apply(None, command, Actor("chen", grants=(Grant(Role.ACCEPTOR),)), small_city(), NOW)
    case = changed(applied.case, number=number)
    told = tuple(map(wire.encode_event, applied.events))
    return Kept(case, "city", frozenset(), True), wire.encode_case(case), applied.events, told


def offer(session: Session, n: int, case_id: str, *, withdrawn: bool = False) -> Pushed:
    """A signed report of a console."""
    said = (f"c-{n}", "report", case_id, session.actor.id, Role.ACCEPTOR, NOW)
    command = Command(*said, body={"words": "有暴露垃圾"}, session=session.id)
    hash_ = wire.command_hash(command)
    return Pushed(n, command, hash_, mac_of(session.key, hash_), withdrawn)


def test_what_was_answered_before_a_command_that_failed_is_stored(database, clock, cities, feeds) -> None:
    def same_milestone_twice(case, command, actor, city, now):
        applied = Judge().apply(case, command, actor, city, now)
        if command.case_id != "poison":
            return applied
        limit = Limit(1, LimitUnit.HOUR)
        milestone = Milestone("repair", "leg-1", limit, Clock(limit))
        return replace(applied, case=replace(applied.case, milestones=(milestone, milestone)))

    session, _ = Access(database, clock).sign_in("chen", "right-horse", "desk")
    casebook = Casebook(database, clock, cities, feeds, Judge(same_milestone_twice))
    taken_back = offer(session, 2, "case-2", withdrawn=True)
    commands = (offer(session, 1, "case-1"), taken_back, offer(session, 3, "poison"))
    with pytest.raises(ApplyFailed):  # the database does not keep it: all are settled once more, one by one
        casebook.push(Push("console-1", 1, "", commands), "station", "console-1")
    with database.read() as connection:
        stored = select(tables.commands.c.id, tables.commands.c.state).order_by(tables.commands.c.n)
        assert connection.execute(stored).all() == [("c-1", "accepted"), ("c-2", "withdrawn")]
        assert connection.scalar(select(tables.consoles.c.last_n)) == 2


def test_a_case_weighs_what_its_image_hashes_to_while_it_is_live(hands: Hands, database: Database) -> None:
    hands.report("case-1")
    with database.write() as connection:
        draft = Draft(connection, small_city(), Numbers(connection))
        image = bytes(connection.scalar(select(tables.cases.c.image)))
        kept = draft.case("case-1")
        assert kept is not None
        assert kept.weight == int.from_bytes(hashlib.sha256(image).digest()[:8], "big") > 0
        connection.execute(update(tables.cases).values(live=False))
        gone = Draft(connection, small_city(), Numbers(connection)).case("case-1")
        assert gone is not None
        assert gone.weight == 0
