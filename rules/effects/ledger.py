"""协调台账: opened with its matter, an entry for each call and meeting, closed with what came of it."""

from rules.calendar import DAY
from rules.case import PhotoKind
from rules.commands import NotAllowed
from rules.deed import EARLY, Deed
from rules.effects.photos import take_photos
from rules.frozen import changed
from rules.ledger import Ledger, LedgerEntry, open_ledger

WITHIN = 366 * DAY  # how far ahead something may be promised


def open_it(deed: Deed) -> None:
    """建立台账."""
    ledger = Ledger(deed.command.id, deed.said("matter"), deed.said("text"), deed.at, deed.actor.id, due=_by_when(deed))
    deed.set(ledgers=(*deed.case.ledgers, ledger))
    deed.facts |= {"ledger": ledger.id, "matter": ledger.kind}
    _tell_by_when(deed, ledger.due)


def open_for(deed: Deed, kind: str, subject: str) -> None:
    """Opened with what another deed is about, unless one is open already: then that is of the same case."""
    if open_ledger(deed.case.ledgers) is None:
        ledger = Ledger(deed.command.id, kind, subject, deed.at, deed.actor.id)
        deed.set(ledgers=(*deed.case.ledgers, ledger))
        deed.facts |= {"ledger": ledger.id, "matter": kind}


def enter_for(deed: Deed, how: str, who: str, agreed: str) -> None:
    """An entry of what another deed settled, where a ledger is open; nothing is waited for after it."""
    ledger = open_ledger(deed.case.ledgers)
    if ledger is not None:
        entry = LedgerEntry(deed.command.id, deed.at, deed.actor.id, how, who, agreed, kept=True)
        _put(deed, changed(ledger, entries=(*ledger.entries, entry), due=0))
        deed.facts["ledger"] = ledger.id


def enter_it(deed: Deed) -> None:
    """An entry; what it promises takes the place of what was promised before, and `kept` ends that."""
    ledger, by_when, kept = _open(deed), _by_when(deed), bool(deed.said("kept", default=False))
    entry = LedgerEntry(
        deed.command.id, _happened(deed), deed.actor.id, deed.said("how"), deed.said("who"), deed.said("text"),
        by_when, kept,
    )  # fmt: skip
    due = by_when or (0 if kept else ledger.due)
    _put(deed, changed(ledger, entries=(*ledger.entries, entry), due=due))
    take_photos(deed, entry.id, PhotoKind.PROOF)
    deed.facts |= {"ledger": ledger.id, "how": entry.how, "who": entry.who}
    _tell_by_when(deed, by_when)


def close_it(deed: Deed) -> None:
    """结案归档: closed with what came of it, in the words of the minutes."""
    ledger = _open(deed)
    _put(deed, changed(ledger, due=0, closed_at=deed.at, closed_by=deed.actor.id, result=deed.said("text")))
    deed.facts["ledger"] = ledger.id


def _open(deed: Deed) -> Ledger:
    ledger = open_ledger(deed.case.ledgers)
    if ledger is None:
        raise NotAllowed("rule.ledger_closed")
    return ledger


def _put(deed: Deed, ledger: Ledger) -> None:
    deed.set(ledgers=(*deed.case.ledgers[:-1], ledger))


def _happened(deed: Deed) -> int:
    """When it took place: not before the case was reported, not in the future."""
    at: int = deed.said("at", deed.at)
    if not deed.case.reported_at <= at <= deed.now + EARLY:
        raise NotAllowed("rule.field", field="at", expected="instant")
    return min(at, deed.now)


def _by_when(deed: Deed) -> int:
    """Until when something was promised, after this and within a year; 0 = nothing. Counted from when it was said, so
    that an entry made without a line is still taken when the line is back."""
    by_when: int = deed.said("by_when", 0)
    if by_when and not deed.at < by_when <= deed.at + WITHIN:
        raise NotAllowed("rule.field", field="by_when", expected="instant")
    return by_when


def _tell_by_when(deed: Deed, by_when: int) -> None:
    if by_when:
        deed.facts["by_when"] = str(by_when)
