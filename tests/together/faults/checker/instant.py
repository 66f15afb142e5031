"""What holds at any instant, while everybody works and faults bite: a look without stopping anybody.

Read first is what hangs on the server's books: who was called queued, the outboxes, the caches. Each file is read as of
one instant, and the books, as of one later instant, hold all that was answered or told by then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .cache import CacheFile, Picture
from .findings import Violation, Witness
from .ledger import Ledger
from .outbox import Entry, OutboxFile
from .privacy import of_cache, of_server
from .source import Source, Unreadable

_AWAY = (*Unreadable, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, and how many outboxes and caches could be read; `server`: whether the books could."""

    found: tuple[Violation, ...]
    files: int
    server: bool


@dataclass(frozen=True, slots=True)
class _Console:
    outbox: OutboxFile
    cache: CacheFile
    entries: list[Entry] | None
    picture: Picture | None

    @property
    def files(self) -> int:
        return (self.entries is not None) + (self.picture is not None)


class Instant:
    """`server`: the database in use. `consoles`: name → folder; `scopes`: the feeds that one may see, None = all.

    A file that cannot be read now, as its program is just starting, is looked at the next time. `answers`: whether what
    a console was told must be in these books; not while a stale copy may stand in their place.
    """

    def __init__(
        self,
        server: str,
        consoles: Mapping[str, Path],
        witness: Witness,
        scopes: Mapping[str, frozenset[str]] | None = None,
        *,
        answers: bool = True,
    ) -> None:
        self._server, self._consoles, self._witness = server, consoles, witness
        self._scopes, self._answers = dict(scopes or {}), answers

    def look(self) -> Looked:
        """Once."""
        witnessed = {name: self._witness.of_console(name) for name in self._consoles}
        secrets = frozenset(self._witness.secrets)
        consoles = [self._read(name, folder) for name, folder in self._consoles.items()]
        found = [each for console in consoles for each in _alone(console, witnessed[console.outbox.name], secrets)]
        try:
            found += self._books(consoles, secrets)
        except Unreadable:  # its database is being started, or replaced
            return Looked(tuple(found), sum(console.files for console in consoles), server=False)
        return Looked(tuple(found), sum(console.files for console in consoles), server=True)

    def _read(self, name: str, folder: Path) -> _Console:
        outbox, cache = OutboxFile(name, folder), CacheFile(name, folder, scope=self._scopes.get(name))
        entries: list[Entry] | None = None
        picture: Picture | None = None
        try:
            entries = outbox.entries()
            picture = cache.picture()
        except _AWAY:
            pass
        return _Console(outbox, cache, entries, picture)

    def _books(self, consoles: list[_Console], secrets: frozenset[str]) -> list[Violation]:
        source = Source(self._server)
        try:
            with source.still():
                ledger = Ledger("server", source)
                found = [*ledger.whole(), *of_server(source, secrets)]
                for console in consoles if self._answers else ():
                    found += _against(console, ledger)
        finally:
            source.close()
        return found


def _alone(console: _Console, witnessed: set[str], secrets: frozenset[str]) -> list[Violation]:
    """What can be said of a console by itself."""
    found = console.outbox.hold(console.entries, witnessed, sound=True) if console.entries is not None else []
    texts = [image for _, image in console.picture.images.values()] if console.picture else []
    return found + of_cache(console.outbox.name, texts, secrets)


def _against(console: _Console, ledger: Ledger) -> list[Violation]:
    """What it was answered, and what it was told, stands in the books."""
    found = console.outbox.ended(console.entries, ledger, quiet=False) if console.entries is not None else []
    return found + (console.cache.compare(ledger, console.picture, quiet=False) if console.picture else [])
