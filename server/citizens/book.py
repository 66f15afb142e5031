"""What reports and later deeds of citizens end in: the casebook, or what stands for it beyond a network gate."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from rules.commands import Actor, Command, Outcome
from server.casebook.book import Answer, Wish


class Book(Protocol):
    """Settles commands; the same id again gives the same outcome."""

    def do(self, command: Command, actor: Actor, personal: Mapping[str, str] | None = None) -> Outcome:
        """One command."""
        ...

    def do_all(self, wishes: Sequence[Wish]) -> list[Answer]:
        """What came at nearly the same time."""
        ...
