"""Puts the checks together: `look` at what is new, `whole` at everything."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from .cache import CacheFile
from .findings import Violation, Witness
from .ledger import Ledger
from .outbox import OutboxFile
from .privacy import of_cache, of_server
from .source import Source, Unreadable, sha256


class Checker:
    """`server`: the database that survives. `consoles`: name → folder. `photos`: the server's folder of photos.

    `scopes`: name → the feeds that a console may see; one that is not named sees all.
    """

    def __init__(
        self,
        server: str,
        consoles: Mapping[str, Path],
        witness: Witness,
        photos: Path | None = None,
        vfs: str = "",
        scopes: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self._vfs, self._photos, self._scopes = vfs, photos, dict(scopes or {})
        self._consoles = dict(consoles)
        self._witness = witness
        self._ledger = Ledger("server", Source(server, vfs=vfs))

    def server_is(self, server: str, photos: Path | None = None) -> None:
        """Another database serves from now on, with these photos."""
        self.close()
        self._photos = photos or self._photos
        self._ledger = Ledger("server", Source(server, vfs=self._vfs))

    def console_is(self, name: str, folder: Path) -> None:
        """This console lies there from now on."""
        self._consoles[name] = folder

    def close(self) -> None:
        """Give the server's database back."""
        self._ledger.source.close()

    def look(self) -> list[Violation]:
        """What the server's database brought since the last look."""
        return self._ledger.look()

    def console(self, name: str) -> list[Violation]:
        """One console's files, as they are."""
        folder = self._consoles[name]
        found = OutboxFile(name, folder, self._vfs).look(self._witness.of_console(name))
        return found + self._cache(name, folder).check(self._ledger, quiet=False)

    def _cache(self, name: str, folder: Path) -> CacheFile:
        return CacheFile(name, folder, self._vfs, self._scopes.get(name))

    def whole(self, *, quiet: bool) -> list[Violation]:
        """Everything; `quiet`: all faults were healed and the bounds have passed."""
        found, copied = [*self._ledger.whole()], self._copied()
        for name, folder in self._consoles.items():
            found += self._whole_console(name, folder, copied, quiet=quiet)
        return found + self._privacy()

    def _copied(self) -> frozenset[str]:
        """The commands that stand in the outboxes of two consoles: a folder was copied."""
        held: Counter[str] = Counter()
        for name, folder in self._consoles.items():
            with suppress(*Unreadable, OSError, ValueError):
                held.update(entry.id for entry in OutboxFile(name, folder, self._vfs).entries())
        return frozenset(command for command, times in held.items() if times > 1)

    def _whole_console(self, name: str, folder: Path, copied: frozenset[str], *, quiet: bool) -> list[Violation]:
        outbox = OutboxFile(name, folder, self._vfs)
        found = outbox.look(self._witness.of_console(name), sound=quiet)
        try:
            found += outbox.settled(self._ledger, quiet=quiet, also_elsewhere=copied)
            found += self._sent_photos(name, outbox.photos())
        except (*Unreadable, OSError, ValueError):
            return found  # `look` said it
        return found + self._cache(name, folder).check(self._ledger, quiet=quiet)

    def _sent_photos(self, name: str, photos: Mapping[str, str]) -> list[Violation]:
        if self._photos is None:
            return []
        sent = {digest for digest, state in photos.items() if state == "sent"}
        here = {sha256(file.read_bytes()) for file in self._photos.rglob("*") if file.is_file()} if sent else set()
        return [Violation("photos", name, f"{digest} was called sent") for digest in sorted(sent - here)]

    def _privacy(self) -> list[Violation]:
        found = of_server(self._ledger.source, self._witness.secrets)
        for name, folder in self._consoles.items():
            found += of_cache(name, CacheFile(name, folder, self._vfs).texts(), self._witness.secrets)
        return found
