"""Hand-made databases of a server and a console, sound in every respect, for the checker to look at.

Only the columns that the checker reads; the bytes are written here by hand, not by the programs that make them.
"""

import base64
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlcipher3 import dbapi2

from tests.together.faults.checker.source import file_key

WEST, CITY = "410102", "city"
EPOCH = "epoch-1"
SECRET = "13800001234"

_SERVER = (
    "CREATE TABLE epochs (no INTEGER PRIMARY KEY, id TEXT)",
    "CREATE TABLE feed_heads (feed_id TEXT PRIMARY KEY, seq INTEGER, chain TEXT, floor INTEGER, digest TEXT)",
    "CREATE TABLE feed (feed_id TEXT, seq INTEGER, chain TEXT, digest TEXT, line {bytes}, PRIMARY KEY (feed_id, seq))",
    (
        "CREATE TABLE commands (id TEXT PRIMARY KEY, console_id TEXT, n INTEGER, case_id TEXT, state TEXT, feed TEXT,"
        " seq INTEGER, version INTEGER, body {bytes}, outcome {bytes})"
    ),
    "CREATE TABLE consoles (id TEXT PRIMARY KEY, last_n INTEGER)",
    (
        "CREATE TABLE cases (id TEXT PRIMARY KEY, version INTEGER, image {bytes}, row_hash {bytes}, feed TEXT,"
        " copies TEXT, live {flag})"
    ),
    "CREATE TABLE events (case_id TEXT, n INTEGER, body {bytes}, PRIMARY KEY (case_id, n))",
)
_OUTBOX = (
    (
        "CREATE TABLE outbox (k INTEGER PRIMARY KEY, id TEXT UNIQUE, n INTEGER, case_id TEXT, state TEXT, outcome BLOB,"
        " ack_epoch TEXT, body BLOB, hash TEXT, earlier BLOB, withdrawn INTEGER DEFAULT 0)"
    ),
    "CREATE TABLE blobs_out (sha256 TEXT PRIMARY KEY, state TEXT)",
)
_CACHE = (
    "CREATE TABLE meta (k TEXT PRIMARY KEY, v BLOB)",
    "CREATE TABLE cases (id TEXT PRIMARY KEY, version INTEGER, image BLOB)",
)


def bytes_of(value: Any) -> bytes:
    """Canonical JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def image(case: str, version: int, words: str = "有暴露垃圾") -> dict[str, Any]:
    """A case with one event a version."""
    return {"id": case, "version": version, "events": version, "words": words}


def outcome(command: str, state: str, feed: str = "", seq: int = 0, version: int = 0) -> bytes:
    """What came of a command."""
    return bytes_of({"command": command, "state": state, "feed": feed, "seq": seq, "version": version})


def body(command: str) -> bytes:
    """A command's own bytes."""
    return bytes_of({"id": command})


class Feed:
    """Makes the rows of one feed, each chained to the one before, each with the sum of what is live then."""

    def __init__(self, name: str) -> None:
        self.name, self.chain = name, "0" * 64
        self.rows: list[tuple[str, int, str, str, bytes]] = []
        self._live: dict[str, int] = {}

    def add(self, case: dict[str, Any], cmd: str) -> "Feed":
        """One more row."""
        said = {"case_id": case["id"], "cmd": cmd, "feed": self.name, "image": case, "kind": "case"}
        said |= {"seq": len(self.rows) + 1, "version": case["version"]}
        self.chain = hashlib.sha256(bytes.fromhex(self.chain) + bytes_of(said)).hexdigest()
        self._live[case["id"]] = int.from_bytes(hashlib.sha256(bytes_of(case)).digest()[:8], "big")
        line = bytes_of(said | {"chain": self.chain})
        self.rows.append((self.name, len(self.rows) + 1, self.chain, self.digest, line))
        return self

    @property
    def digest(self) -> str:
        """The sum of what is live in it."""
        return f"{sum(self._live.values()) % 2**64:016x}"

    @property
    def head(self) -> tuple[str, int, str, int, str]:
        """Where it ends."""
        return self.name, len(self.rows), self.chain, 0, self.digest


def west() -> Feed:
    """case-1: reported by c1, noted by c2."""
    return Feed(WEST).add(image("case-1", 1), "c1").add(image("case-1", 2), "c2")


def server_rows() -> dict[str, list[tuple[Any, ...]]]:
    """The sound books: two cases, four commands of which one was refused."""
    feeds = (west(), Feed(CITY).add(image("case-2", 1), "c4"))
    told = [
        ("c1", "desk-1", 1, "case-1", "accepted", WEST, 1, 1),
        ("c2", "desk-1", 2, "case-1", "accepted", WEST, 2, 2),
        ("c3", "desk-1", 3, "case-1", "refused", "", 0, 2),
        ("c4", None, None, "case-2", "accepted", CITY, 1, 1),
    ]
    kept = [
        (row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], body(row[0]), outcome(row[0], *row[4:]))
        for row in told
    ]
    happened = [("case-1", 1, "c1"), ("case-1", 2, "c2"), ("case-2", 1, "c4")]
    return {
        "epochs": [(1, EPOCH)],
        "feed_heads": [feed.head for feed in feeds],
        "feed": [row for feed in feeds for row in feed.rows],
        "commands": kept,
        "consoles": [("desk-1", 3)],
        "cases": [
            (case["id"], case["version"], bytes_of(case), b"", feed, "", True)
            for case, feed in ((image("case-1", 2), WEST), (image("case-2", 1), CITY))
        ],
        "events": [(case, n, bytes_of({"case_id": case, "n": n, "command": cmd})) for case, n, cmd in happened],
    }


class Books:
    """The server's database of these books, on either kind."""

    def __init__(self, url: str) -> None:
        self.is_postgres = url.startswith("postgres")
        self.where = url.replace("+psycopg", "") if self.is_postgres else url.removeprefix("sqlite:///")
        self._open: Any = psycopg.connect(self.where, autocommit=True) if self.is_postgres else _plain(self.where)
        types = {"bytes": "BYTEA" if self.is_postgres else "BLOB", "flag": "BOOLEAN"}
        for table in _SERVER:
            self.do(table.format(**types))

    def do(self, statement: str, values: tuple[Any, ...] = ()) -> None:
        """One statement; `?` marks a value."""
        self._open.execute(statement.replace("?", "%s") if self.is_postgres else statement, values)

    def fill(self) -> None:
        """The sound rows in the place of whatever stands there."""
        for table, rows in server_rows().items():
            self.do(f"DELETE FROM {table}")  # noqa: S608 - our own names
            for row in rows:
                self.do(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608

    def close(self) -> None:
        """Give the connection back."""
        self._open.close()


class Desk:
    """The files of one console that has done c1, c2 and c3 and knows of everything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "files.key").write_text("07" * 32, encoding="ascii")
        self.outbox = _sealed(folder / "outbox.db", _OUTBOX)
        self.cache = _sealed(folder / "cache-00000000-v1.db", _CACHE)
        self._fill()

    def _fill(self) -> None:
        settled = (("c1", 1, "settled"), ("c2", 2, "settled"), ("c3", 3, "conflict"))
        outcomes = {row[0]: row[9] for row in server_rows()["commands"]}
        for k, (name, n, state) in enumerate(settled, start=1):
            row = (
                k,
                name,
                n,
                "case-1",
                state,
                outcomes[name],
                EPOCH,
                body(name),
                hashlib.sha256(body(name)).hexdigest(),
                None,
                0,
            )
            self.outbox.execute("INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        marks = {feed: {"seq": seq, "chain": chain} for feed, seq, chain, _, _ in server_rows()["feed_heads"]}
        self.cache.execute("INSERT INTO meta VALUES ('marks', ?)", (bytes_of(marks),))
        self.cache.execute("INSERT INTO meta VALUES ('epoch', ?)", (EPOCH.encode(),))
        for case in (image("case-1", 2), image("case-2", 1)):
            self.cache.execute("INSERT INTO cases VALUES (?, ?, ?)", (case["id"], case["version"], bytes_of(case)))

    def aside(self, name: str, command: str) -> None:
        """A line with this command in one of the sealed files beside the outbox."""
        told = zlib.compress(bytes_of({"id": command}))
        sealed = bytes(12) + AESGCM(file_key(self.folder, "seal")).encrypt(bytes(12), told, f"{name} entry 1".encode())
        line = {"k": 1, "sealed": base64.b64encode(sealed).decode(), "v": 1, "what": "entry"}
        (self.folder / name).write_bytes(bytes_of(line) + b"\n")

    def close(self) -> None:
        """Close the files."""
        self.outbox.close()
        self.cache.close()


def _plain(path: str) -> Any:
    return dbapi2.connect(path, isolation_level=None)


def _sealed(path: Path, tables: tuple[str, ...]) -> Any:
    opened = dbapi2.connect(str(path), isolation_level=None)
    opened.execute(f"PRAGMA key = \"x'{file_key(path.parent).hex()}'\"")
    for table in tables:
        opened.execute(table)
    return opened
