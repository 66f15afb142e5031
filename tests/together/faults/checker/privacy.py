"""Personal texts stand in personal records alone: in no feed, event, command or cache."""

from collections.abc import Collection, Iterable

from .findings import Violation
from .source import Source

_SERVER_TEXTS = (("feed", "line"), ("events", "body"), ("commands", "body"))


def of_server(source: Source, secrets: Collection[str]) -> list[Violation]:
    """What stands in the server's books that should not."""
    found: list[Violation] = []
    for table, column in _SERVER_TEXTS if secrets else ():
        said = b"\n".join(bytes(row[0]) for row in source.rows(f"SELECT {column} FROM {table}"))  # noqa: S608 - our names
        found += [Violation("privacy", f"server {table}", "a personal text stands there")] * _told(said, secrets)
    return found


def of_cache(console: str, texts: Iterable[bytes], secrets: Collection[str]) -> list[Violation]:
    """The same of what a cache says."""
    is_told = _told(b"\n".join(texts), secrets)
    return [Violation("privacy", console, "a personal text stands in the cache")] if is_told else []


def _told(said: bytes, secrets: Collection[str]) -> int:
    return sum(secret.encode() in said for secret in secrets)
