"""What an answer of the server did to the recorded commands."""

from dataclasses import dataclass

from console.models.entries import Entry
from rules.commands import NotAllowed


@dataclass(frozen=True, slots=True)
class Settled:
    """Cases to show anew, and the commands that a person must hear of."""

    cases: frozenset[str] = frozenset()
    to_recall: tuple[Entry, ...] = ()  # withdrawn too late: a recall must follow
    new_conflicts: tuple[Entry, ...] = ()
    due_changed: tuple[Entry, ...] = ()
    not_recalled: tuple[tuple[Entry, NotAllowed], ...] = ()
    turned: tuple[Entry, ...] = ()  # judged otherwise by a server that had lost them than by the one before
    again: int = 0  # so many commands are pushed again: the server had lost them
