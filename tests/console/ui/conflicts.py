"""Conflicts as the tests of their card need them: a dispatch that lost, a phone call that followed from it."""

from PySide6.QtWidgets import QLabel

from console.facts import Conflict
from console.ui.case.conflict import ConflictCard
from rules.case import Event
from rules.commands import Command, Outcome, Role
from tests.builders import MINUTE, NINE, a_case, a_leg, an_actor
from tests.console.ui.conftest import Room

WORDS = "请并查周边商户"


def a_dispatch(note: str = WORDS) -> Conflict:
    """I sent it to one unit with words, the centre had sent it to another."""
    before = a_case(id="case-9")
    mine = a_case("with_units", id="case-9", legs=(a_leg("sent", note=note),))
    now = a_case("with_units", id="case-9", legs=(a_leg("signed", unit="410103"),))
    body: dict[str, object] = {"unit": "410102", **({"note": note} if note else {})}
    command = Command("cmd-9", "dispatch", "case-9", "wang", Role.DISPATCHER, NINE + MINUTE, body=body)
    outcome = Outcome("cmd-9", "superseded", "rule.superseded")
    met = Event("case-9", 4, "dispatch", NINE + 30_000, NINE + 30_000, "li", "dispatcher", unit="410103")
    return Conflict("cmd-9", command, outcome, "desk", before, mine, now, (met,), theirs=now)


def a_call(target: str = "leg-7") -> Conflict:
    """I told by phone the unit of a dispatch that took no effect."""
    seen = a_case("with_units", id="case-9", legs=(a_leg("sent", id="leg-7"),))
    now = a_case("with_units", id="case-9", legs=(a_leg("signed", unit="410103"),))
    body = {"to": "周强", "at": NINE + 2 * MINUTE, "text": "马上去"}
    command = Command("cmd-10", "told", "case-9", "wang", Role.DISPATCHER, NINE + 2 * MINUTE, target, body)
    outcome = Outcome("cmd-10", "refused", "rule.predecessor")
    return Conflict("cmd-10", command, outcome, "desk", seen, seen, now, after="cmd-9")


def shown(room: Room, *conflicts: Conflict) -> ConflictCard:
    """The card of the first of these, with a dispatcher at the desk."""
    room.desk.sign_in(an_actor("dispatcher"))
    now = conflicts[0].now
    if now is not None:
        room.desk.put(now)
    room.desk.conflict(*conflicts)
    return room.main.case.pages.conflict


def said(card: ConflictCard) -> list[str]:
    """All that the card says now."""
    return [each.text() for each in card.findChildren(QLabel) if each.isVisible() and each.text()]
