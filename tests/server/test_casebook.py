"""The casebook: one outcome per command, all or nothing, nobody's word for granted."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from rules.commands import Actor, NotAllowed, Role
from rules.wire import decode_case, decode_row
from server import tables
from server.casebook.book import Casebook, Wish
from server.casebook.errors import ApplyFailed
from server.casebook.judge import Judge
from server.database import Database
from tests.server.small_city import MINUTE, NOW, Hands


@pytest.fixture
def hands(casebook: Casebook) -> Hands:
    """Somebody to do things."""
    return Hands(casebook)


def stored_case(database: Database, case_id: str):
    """The case as the database has it."""
    with database.read() as connection:
        return decode_case(bytes(connection.scalar(select(tables.cases.c.image).where(tables.cases.c.id == case_id))))


def count(database: Database, table) -> int:
    """How many rows a table has."""
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def feed_rows(database: Database, feed: str):
    """The rows of a feed, in order."""
    with database.read() as connection:
        wanted = select(tables.feed.c.line).where(tables.feed.c.feed_id == feed).order_by(tables.feed.c.seq)
        return [decode_row(bytes(line)) for line in connection.scalars(wanted)]


def test_a_report_becomes_a_numbered_case_with_event_outcome_and_row(hands: Hands, database: Database) -> None:
    outcome = hands.report("case-1")
    case = stored_case(database, "case-1")
    assert (outcome.state, outcome.feed, outcome.seq, outcome.version) == ("accepted", "city", 1, 1)
    assert (case.number, case.words, case.version) == ("15042200001", "有暴露垃圾", 1)
    assert [row.image for row in feed_rows(database, "city")] == [case]
    assert count(database, tables.events) == 1


def test_numbers_count_up_within_a_day(hands: Hands, database: Database) -> None:
    hands.report("case-1")
    hands.report("case-2")
    assert stored_case(database, "case-2").number == "15042200002"


def test_the_same_command_twice_is_done_once(hands: Hands, database: Database) -> None:
    command = hands.command("chen", Role.ACCEPTOR, "report", "case-1", body={"words": "有暴露垃圾"})
    first = hands.casebook.do(command, Actor("chen"))
    again = hands.casebook.do(replace(command, issued_at=NOW + MINUTE), Actor("chen"))
    assert again == first
    assert count(database, tables.feed) == count(database, tables.commands) == 1


def test_an_id_used_for_something_else_is_refused_and_changes_nothing(hands: Hands, database: Database) -> None:
    hands.do("chen", Role.ACCEPTOR, "report", "case-1", id="same", body={"words": "有暴露垃圾"})
    other = hands.do("chen", Role.ACCEPTOR, "report", "case-2", id="same", body={"words": "别的"})
    assert (other.state, other.rule) == ("refused", "rule.id_reused")
    assert count(database, tables.cases) == 1


def test_a_command_in_another_name_is_not_taken(hands: Hands) -> None:
    with pytest.raises(NotAllowed, match="not_yours"):
        hands.casebook.do(hands.command("wang", Role.DISPATCHER, "note", "case-1", body={"text": "x"}), Actor("li"))


def test_a_dispatch_is_delivered_in_the_same_transaction(hands: Hands, database: Database) -> None:
    outcome = hands.dispatched("case-1")
    (leg,) = stored_case(database, "case-1").legs
    assert (leg.unit, leg.stage, leg.delivered_at, leg.due) == ("west", "delivered", NOW, outcome.due)
    assert outcome.due == NOW + 6 * 60 * MINUTE  # 4 work hours from 09:00: three before noon, one after 14:00
    with database.read() as connection:
        row = connection.execute(select(tables.assignments)).one()
    assert (row.case_id, row.unit, row.stage, row.live, row.due) == ("case-1", "west", "delivered", True, outcome.due)


def test_a_case_that_changes_district_leaves_its_old_feed(hands: Hands, database: Database) -> None:
    hands.dispatched("case-1", "west")
    assert [row.kind for row in feed_rows(database, "city")] == ["case", "case", "case", "left"]
    assert [row.kind for row in feed_rows(database, "410102")] == ["case"]
    hands.do("wang", Role.DISPATCHER, "recall", "case-1")
    assert feed_rows(database, "410102")[-1].kind == "left"
    assert feed_rows(database, "city")[-1].image == stored_case(database, "case-1")


def test_a_helper_of_another_district_gets_a_copy(hands: Hands, database: Database) -> None:
    hands.filed("case-1")
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", body={"unit": "west", "helpers": ["east"]})
    west, east = feed_rows(database, "410102"), feed_rows(database, "410103")
    assert [row.kind for row in west + east] == ["case", "case"]
    assert west[0].image == east[0].image
    with database.read() as connection:
        kept = connection.execute(select(tables.cases.c.feed, tables.cases.c.copies)).one()
    assert tuple(kept) == ("410102", "410103")


def test_the_home_feed_of_a_bureaus_case_is_the_citys(hands: Hands) -> None:
    assert hands.dispatched("case-1", "bureau").feed == "city"


def test_a_stale_command_is_superseded_and_changes_nothing(hands: Hands, database: Database) -> None:
    base = hands.filed("case-1").version
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", base_version=base, body={"unit": "west"})
    late = hands.do("li", Role.DISPATCHER, "dispatch", "case-1", base_version=base, body={"unit": "east"})
    assert (late.state, late.details["by"], late.details["verb"]) == ("superseded", "wang", "dispatch")
    assert [leg.unit for leg in stored_case(database, "case-1").legs] == ["west"]


def test_the_same_wish_twice_is_already_done(hands: Hands) -> None:
    base = hands.filed("case-1").version
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", base_version=base, body={"unit": "west"})
    late = hands.do("li", Role.DISPATCHER, "dispatch", "case-1", base_version=base, body={"unit": "west"})
    assert (late.state, late.details["by"]) == ("already_done", "wang")


def test_a_note_never_comes_too_late_and_makes_nothing_stale(hands: Hands, database: Database) -> None:
    base = hands.filed("case-1").version
    hands.do("li", Role.DISPATCHER, "note", "case-1", base_version=1, body={"text": "看过"})
    outcome = hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", base_version=base, body={"unit": "west"})
    assert outcome.state == "accepted"
    assert stored_case(database, "case-1").version == outcome.version == base + 2


def test_a_chain_goes_on_from_what_its_first_link_made(hands: Hands) -> None:
    base = hands.filed("case-1").version
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", id="first", base_version=base, body={"unit": "west"})
    second = hands.do("wang", Role.DISPATCHER, "recall", "case-1", base_version=base, after_id="first")
    assert second.state == "accepted"


def test_a_chain_whose_first_link_was_refused_ends(hands: Hands) -> None:
    hands.filed("case-1")
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", id="first", body={"unit": "nowhere"})
    second = hands.do("wang", Role.DISPATCHER, "recall", "case-1", after_id="first")
    assert (second.state, second.rule) == ("refused", "rule.predecessor")


def test_who_was_told_of_a_dispatch_that_took_no_effect_must_be_called_again(hands: Hands) -> None:
    base = hands.filed("case-1").version
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", base_version=base, body={"unit": "west"})
    late = hands.do("li", Role.DISPATCHER, "dispatch", "case-1", id="late", base_version=base, body={"unit": "east"})
    body = {"to": "东区值班室", "phone": "0371-0002"}
    told = hands.do("li", Role.DISPATCHER, "told", "case-1", target="late-leg", after_id="late", body=body)
    assert (late.state, told.state, told.rule) == ("superseded", "refused", "rule.told_nobody")
    assert told.details == body


def test_who_was_told_of_a_dispatch_that_another_had_made_was_told_of_that_one(
    hands: Hands, database: Database
) -> None:
    base = hands.filed("case-1").version
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", base_version=base, body={"unit": "west"})
    late = hands.do("li", Role.DISPATCHER, "dispatch", "case-1", id="late", base_version=base, body={"unit": "west"})
    told = hands.do("li", Role.DISPATCHER, "told", "case-1", target="late-leg", after_id="late", body={"to": "刘队长"})
    assert (late.state, told.state) == ("already_done", "accepted")
    (leg,) = stored_case(database, "case-1").legs
    assert (leg.unit, leg.told_to) == ("west", "刘队长")


def test_a_call_that_was_made_is_a_fact_whatever_came_of_what_was_done_before_it(
    hands: Hands, database: Database
) -> None:
    base = hands.dispatched("case-1", "west").version
    (leg,) = stored_case(database, "case-1").legs
    hands.do("wang", Role.DISPATCHER, "add_helper", "case-1", body={"unit": "east"})
    late = hands.do("li", Role.DISPATCHER, "recall", "case-1", id="late", base_version=base)
    told = hands.do("li", Role.DISPATCHER, "told", "case-1", target=leg.id, after_id="late", body={"to": "刘队长"})
    assert (late.state, told.state) == ("superseded", "accepted")
    assert stored_case(database, "case-1").legs[0].told_to == "刘队长"


def test_a_command_of_an_unknown_version_of_its_verb_is_not_taken_for_the_known_one(
    hands: Hands, database: Database
) -> None:
    hands.report("case-1")
    outcome = hands.do("chen", Role.ACCEPTOR, "note", "case-1", verb_v=9, body={"text": "看过"})
    assert (outcome.state, outcome.rule) == ("refused", "rule.verb_version")
    assert outcome.details == {"verb": "note", "version": "9"}
    assert stored_case(database, "case-1").version == 1
    assert count(database, tables.commands) == 2  # the refusal is its final outcome


def test_grants_are_read_from_the_books_not_from_the_command(hands: Hands) -> None:
    hands.filed("case-1")
    outcome = hands.do("chen", Role.DISPATCHER, "dispatch", "case-1", body={"unit": "west"})
    assert (outcome.state, outcome.rule) == ("refused", "rule.grant")
    outcome = hands.do("gone", Role.DISPATCHER, "dispatch", "case-1", body={"unit": "west"})  # the grant has run out
    assert (outcome.state, outcome.rule) == ("refused", "rule.unknown_case")


def test_a_foreign_case_does_not_exist_for_a_unit(hands: Hands) -> None:
    hands.dispatched("case-1", "west")
    outcome = hands.do("u-east", Role.UNIT, "sign", "case-1")
    assert (outcome.state, outcome.rule) == ("refused", "rule.unknown_case")
    assert hands.do("u-west", Role.UNIT, "sign", "case-1").state == "accepted"


def test_nobody_closes_what_they_dispatched(hands: Hands) -> None:
    hands.dispatched("case-1", "west")
    outcome = hands.do("wang", Role.SHIFT_LEADER, "force_close", "case-1", body={"reason": "x"})
    assert (outcome.state, outcome.rule) == ("refused", "rule.duty_separation")


def test_an_account_that_is_gone_does_nothing(hands: Hands) -> None:
    outcome = hands.do("nobody", Role.DISPATCHER, "note", "case-1", body={"text": "x"})
    assert (outcome.state, outcome.rule) == ("refused", "rule.actor_revoked")


class Broken(Exception):
    """What no rule should raise."""


def poisoned(case, command, actor, city, now):
    """Rules that break on one verb."""
    if command.verb == "note":
        raise Broken(command.id)
    return Judge().apply(case, command, actor, city, now)


def test_a_poisoned_command_is_quarantined_the_third_time(database, clock, cities, feeds) -> None:
    hands = Hands(Casebook(database, clock, cities, feeds, Judge(poisoned)))
    hands.report("case-1")
    command = hands.command("chen", Role.ACCEPTOR, "note", "case-1", body={"text": "x"})
    for _ in range(2):
        with pytest.raises(ApplyFailed):
            hands.casebook.do(command, Actor("chen"))
    assert hands.casebook.do(command, Actor("chen")).state == "quarantined"
    assert hands.report("case-2").state == "accepted"
    assert [row.seq for row in feed_rows(database, "city")] == [1, 2]


def test_personal_data_stands_apart(hands: Hands, database: Database) -> None:
    body = {"words": "有暴露垃圾", "personal": "person-1"}
    command = hands.command("chen", Role.ACCEPTOR, "report", "case-1", body=body)
    hands.casebook.do(command, Actor("chen"), {"name": "孙悟空", "phone": "13700000000"})
    everywhere = b"".join(
        [row.line for row in _all(database, tables.feed)]
        + [row.image for row in _all(database, tables.cases)]
        + [row.body + row.outcome for row in _all(database, tables.commands)]
        + [row.body for row in _all(database, tables.events)]
    )
    assert "孙悟空".encode() not in everywhere
    assert b"13700000000" not in everywhere
    (kept,) = _all(database, tables.personal)
    assert (kept.id, kept.case_id) == ("person-1", "case-1")
    assert b"13700000000" in kept.body


def _all(database: Database, table):
    with database.read() as connection:
        return connection.execute(select(table)).all()


def test_what_came_together_is_answered_each_for_itself(hands: Hands, database: Database) -> None:
    other = hands.command("li", Role.DISPATCHER, "note", "case-1", body={"text": "看过"})
    wishes = [
        Wish(hands.command("chen", Role.ACCEPTOR, "report", "case-1", body={"words": "有暴露垃圾"}), Actor("chen")),
        Wish(other, Actor("wang")),
        Wish(hands.command("chen", Role.ACCEPTOR, "accept", "case-1"), Actor("chen")),
        Wish(hands.command("wang", Role.DISPATCHER, "dispatch", "case-1", body={"unit": "west"}), Actor("wang")),
        Wish(hands.command("nobody", Role.ACCEPTOR, "report", "case-2", body={"words": "路灯"}), Actor("nobody")),
    ]
    report, foreign, accept, dispatch, revoked = hands.casebook.do_all(wishes)
    assert isinstance(foreign, NotAllowed)
    assert [(each.state, each.rule) for each in (report, accept, dispatch, revoked)] == [
        ("accepted", ""), ("accepted", ""), ("refused", "rule.stage"), ("refused", "rule.actor_revoked"),
    ]  # fmt: skip
    again = hands.casebook.do_all(wishes[:1])
    assert again == [report]
    assert [count(database, table) for table in (tables.cases, tables.events, tables.commands)] == [1, 2, 4]
