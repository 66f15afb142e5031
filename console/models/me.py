"""What the console knows of itself: the table `me` of the outbox, who it is, and secrets that stand there sealed."""

import secrets
from dataclasses import dataclass

from console.models.file import File
from console.models.keys import FileKey


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this console is: random at install; the incarnation counts its starts."""

    console_id: str
    incarnation: int


class Me:
    """The values of `me` by their names, bare or sealed. On the thread that opened the file."""

    def __init__(self, file: File, key: FileKey) -> None:
        self._file, self._key = file, key
        self._secrets: dict[str, str] = {}

    def start(self, *, counted: bool) -> Identity:
        """Who the console is; a `counted` start is one more, and names it when it has no name yet."""
        console_id, started = self.recall("console_id"), int(self.recall("incarnation") or b"0")
        if not counted:
            return Identity((console_id or b"").decode(), started)
        name = (console_id or new_console_id().encode()).decode()
        self.remember(console_id=name.encode(), incarnation=str(started + 1).encode())
        return Identity(name, started + 1)

    def recall(self, name: str) -> bytes | None:
        """A value, None when there is none."""
        found: bytes | None = self._file.value("SELECT v FROM me WHERE k = ?", (name,))
        return found

    def remember(self, **values: bytes) -> None:
        """Keep values, all or none."""
        marks = ", ".join(["(?, ?)"] * len(values))
        flat = [part for pair in values.items() for part in pair]
        self._file.rows(f"INSERT OR REPLACE INTO me (k, v) VALUES {marks}", flat)  # noqa: S608 - only marks

    def secret(self, name: str) -> str:
        """A sealed value, "" when there is none."""
        if name not in self._secrets:
            sealed = self.recall(name)
            self._secrets[name] = self._key.unseal(sealed, name).decode() if sealed else ""
        return self._secrets[name]

    def keep_secret(self, name: str, value: str) -> None:
        """Seal a value and keep it: the workstation's token."""
        self.remember(**{name: self._key.seal(value.encode(), name)})
        self._secrets[name] = value


def new_console_id() -> str:
    """A name that no other console has."""
    return secrets.token_hex(16)
