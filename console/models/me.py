"""What the console knows of itself: the table `me` of the outbox, who it is, and secrets that stand there sealed."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from console.models.durably import Durably
from console.models.errors import NotRecorded
from console.models.keys import FileKey


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this console is: random at install; the incarnation counts its starts."""

    console_id: str
    incarnation: int


class Me:
    """The values of `me` by their names, bare or sealed. On the thread that opened the file.

    `kept` hears of each change. A file that is not `written` any more keeps changes in memory, until the program ends.
    """

    def __init__(
        self, key: FileKey, durably: Durably, kept: Callable[[Mapping[str, bytes]], None], *, written: bool
    ) -> None:
        self._key, self._durably, self._kept, self._written = key, durably, kept, written
        self._held: dict[str, bytes] = {}
        self._secrets: dict[str, str] = {}

    def start(self) -> tuple[Identity, str]:
        """Who the console is; a start is one more, and names it when it has no name yet. "" or why it is not counted.

        NotRecorded when a console without a name cannot be given one.
        """
        console_id, started = self.recall("console_id"), int(self.recall("incarnation") or b"0")
        if not self._written:
            return Identity((console_id or b"").decode(), started), ""
        name = (console_id or new_console_id().encode()).decode()
        try:
            self.remember(console_id=name.encode(), incarnation=str(started + 1).encode())
        except NotRecorded as error:
            if console_id is None:
                raise
            return Identity(name, started), error.rule
        return Identity(name, started + 1), ""

    def recall(self, name: str) -> bytes | None:
        """A value, None when there is none. NotRecorded when the file cannot be read."""
        if name in self._held:
            return self._held[name]
        rows = self._durably.rows("SELECT v FROM me WHERE k = ?", (name,))
        return bytes(rows[0][0]) if rows else None

    def remember(self, **values: bytes) -> None:
        """Keep values, all or none. NotRecorded when the disk does not take them."""
        if not self._written:
            self._held |= values
            return
        marks = ", ".join(["(?, ?)"] * len(values))
        flat = [part for pair in values.items() for part in pair]
        self._durably.rows(f"INSERT OR REPLACE INTO me (k, v) VALUES {marks}", flat)  # noqa: S608 - only marks
        for name in values:
            self._held.pop(name, None)
        self._kept(values)

    def hold(self, **values: bytes) -> None:
        """Know values until the program ends, where the disk does not take them."""
        self._held |= values

    def keep_held(self) -> None:
        """Keep what the disk did not take when it came. NotRecorded when it still does not."""
        if self._written and self._held:
            self.remember(**self._held)

    def forget(self, name: str) -> None:
        """Keep a value no longer. NotRecorded as above."""
        self._held.pop(name, None)
        if self._written:
            self._durably.rows("DELETE FROM me WHERE k = ?", (name,))

    def secret(self, name: str) -> str:
        """A sealed value; "" when there is none, or when it was sealed by another key."""
        if name not in self._secrets:
            self._secrets[name] = self._open(name)
        return self._secrets[name]

    def _open(self, name: str) -> str:
        sealed = self.recall(name)
        try:
            return self._key.unseal(sealed, name).decode() if sealed else ""
        except (InvalidTag, ValueError):
            return ""

    def sealed(self, plain: Mapping[str, str]) -> dict[str, bytes]:
        """These secrets as they stand in the table."""
        return {name: self._key.seal(value.encode(), name) for name, value in plain.items()}

    def know(self, plain: Mapping[str, str]) -> None:
        """These secrets stand in the table now, sealed."""
        self._secrets |= plain
        for name in plain:
            self._held.pop(name, None)

    def keep_secret(self, name: str, value: str) -> None:
        """Seal a value and keep it: the workstation's token. NotRecorded: it is held, for `keep_held`."""
        sealed = self._key.seal(value.encode(), name)
        self._secrets[name] = value
        try:
            self.remember(**{name: sealed})
        except NotRecorded:
            self.hold(**{name: sealed})
            raise


def new_console_id() -> str:
    """A name that no other console has."""
    return secrets.token_hex(16)
