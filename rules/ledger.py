"""The coordination ledger (协调台账) of a case: who was phoned or met, what was agreed and by when, how it ended."""

from rules.frozen import Frozen

KINDS = ("ownership", "duty", "support", "other")  # 确权 · 职责争议 · 需要配合 · 其他
HOWS = ("call", "meeting", "site", "notice", "ruling")  # 电话 · 会议 · 现场 · 督办通知 · 裁定


class LedgerEntry(Frozen, frozen=True):
    """One step: when and how, with whom (offices and their people, never a reporter), what was agreed, by when."""

    id: str  # of the command
    at: int
    by: str
    how: str
    who: str
    agreed: str
    by_when: int = 0
    kept: bool = False  # what had been agreed before was kept


class Ledger(Frozen, frozen=True):
    """One matter that is coordinated; `due` = until when what was agreed last is to be kept, 0 = nothing is open."""

    id: str  # of the command
    kind: str
    subject: str
    opened_at: int
    opened_by: str
    entries: tuple[LedgerEntry, ...] = ()
    due: int = 0
    closed_at: int = 0
    closed_by: str = ""
    result: str = ""


def open_ledger(ledgers: tuple[Ledger, ...]) -> Ledger | None:
    """The one that is open; a case has one at a time."""
    return ledgers[-1] if ledgers and not ledgers[-1].closed_at else None


def is_due(ledgers: tuple[Ledger, ...], now: int) -> bool:
    """Whether the time of what was agreed has come and nobody has noted that it was kept."""
    ledger = open_ledger(ledgers)
    return ledger is not None and 0 < ledger.due <= now
