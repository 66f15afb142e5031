"""Builders with defaults for tests of the console's files, desk and line."""

from dataclasses import replace
from pathlib import Path

from console.facts import Changes, SignedIn
from console.models.entries import Entry, Stamp
from console.models.keys import FileKey, find_key
from console.models.outbox import Outbox
from rules.case import Case, Event
from rules.commands import Command, Role
from rules.protocol import ChangesHead, ChangesTail, Mark
from rules.wire import START, Row, canonical, chain, command_hash, unchained
from tests.console.small_city import LIU, NOW, WANG

KEY = b"k" * 32


def a_command(number: int, case: str = "case-1", verb: str = "dispatch", **more: object) -> Command:
    """A dispatch by Wang; its id is "command-<number>"."""
    body: dict[str, object] = {"unit": "west"} if verb == "dispatch" else {"text": "记一笔"}
    fields: dict[str, object] = {"body": body, "base_version": 3, "session": "session-wang"} | more
    return Command(f"command-{number}", verb, case, "wang", Role.DISPATCHER, NOW, **fields)  # type: ignore[arg-type]


def an_entry(number: int, **more: object) -> Entry:
    """A command that is not recorded yet."""
    command = a_command(number, **more)  # type: ignore[arg-type]
    return Entry(command, WANG, "desk", command_hash(command), "mac", Stamp(NOW, 1, "boot", 0))


def a_key(folder: Path) -> FileKey:
    """The key of a folder without a keyring."""
    folder.mkdir(parents=True, exist_ok=True)
    return find_key(folder, None)


def an_outbox(folder: Path) -> Outbox:
    """The outbox of a folder."""
    return Outbox(folder, a_key(folder))


def signed(login: str = "wang", seat: str = "desk") -> SignedIn:
    """A sign-in."""
    actor = {"wang": WANG, "liu": LIU}[login]
    return SignedIn(seat, actor, f"session-{login}", KEY, "token", NOW + 10**9)


class Feed:
    """Makes the rows of one feed, chained."""

    def __init__(self, name: str = "410102", seq: int = 0, last: str = START) -> None:
        self.name, self.seq, self.chain = name, seq, last

    def row(self, kind: str, case: Case | None = None, events: tuple[Event, ...] = (), note: str = "") -> bytes:
        """The next row as it comes over the line."""
        self.seq += 1
        image = case if kind == "case" else None
        row = Row(
            self.name,
            self.seq,
            kind,
            NOW,
            case.id if case else "",
            case.version if case else 0,
            image,
            events,
            "",
            note,
        )
        self.chain = chain(self.chain, unchained(row))
        told = {"chain": self.chain} | {}

        return canonical(replace(row, **told))

    @property
    def mark(self) -> Mark:
        """Where the feed stands."""
        return Mark(self.seq, self.chain)


def changes(feed: Feed, *lines: bytes, epoch: str = "epoch-1", last_n: int = 0) -> Changes:
    """A batch up to where the feed stands; the server knows our commands up to `last_n`."""
    head = ChangesHead(1, epoch, {}, "", NOW + 5, last_n)
    return Changes(head, lines, ChangesTail({feed.name: feed.mark}))
