"""The form of figures.toml: which figures there are, and tables that say exactly what stands wrong where."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

CHANCES = (
    "pre_check", "untrue", "recall_check", "decline", "answer", "pass_on", "duplicate_seen", "self_handled",
    "back_to_acceptor", "void", "wrong_unit", "helper", "make_safe", "back_to_leader", "recall", "reassign", "suspend",
    "told", "call_back", "urge", "leader_urge", "note", "refuse_sign", "ask_return", "return_wrong", "ask_extension",
    "ask_suspension", "sub_dispatch", "sub_return", "recall_sub", "refuse_up", "false_done", "answer_urge",
    "grant_return", "grant_return_wrong", "grant_extension", "grant_suspension", "confirm_refuse", "confirm_false",
    "pass_unsolved", "back_to_verify", "force_close", "appeal", "grant_appeal", "reopen",
    "fetch_apart", "by_photo",
)  # fmt: skip
DELAYS = (
    "report", "accept", "file", "send_check", "fetch_check", "answer_check", "self_handle", "acknowledge", "dispatch",
    "tell", "decide", "confirm", "fetch", "sign", "ask", "give_on", "pass_up", "again", "verdict", "close", "urge",
    "answer_urge", "note", "afterwards",
)  # fmt: skip
_NEEDED = object()


class BadFigures(Exception):
    """A figure that cannot be used: file, where in it, what stands there, what was expected."""

    def __init__(self, file: Path, where: str, found: object, expected: str) -> None:
        self.file, self.where, self.found, self.expected = file, where, str(found), expected
        super().__init__(f"{file}{f' [{where}]' if where else ''}: {self.found}; expected {expected}")


class Table:
    """One table of the file; each figure is asked for once, and what nobody asked for is an error."""

    def __init__(self, file: Path, where: str, told: Mapping[str, Any]) -> None:
        self._file, self._where, self._told = file, where, told
        self._asked: set[str] = set()
        self._below: list[Table] = []

    def number(self, name: str, least: float = 0, default: float | None = None) -> float:
        """A number that is not below `least`."""
        found = self._value(name, _NEEDED if default is None else default)
        if isinstance(found, bool) or not isinstance(found, int | float) or not least <= found < 1e9:
            raise self._bad(name, found, f"a number of at least {least:g}")
        return float(found)

    def chance(self, name: str, default: float | None = None) -> float:
        """A number from 0 to 1."""
        found = self.number(name, default=default)
        if found > 1:
            raise self._bad(name, found, "a number from 0 to 1")
        return found

    def flag(self, name: str) -> bool:
        """True or false."""
        found = self._value(name)
        if not isinstance(found, bool):
            raise self._bad(name, found, "true or false")
        return found

    def text(self, name: str, choices: Iterable[str] = (), default: str | None = None) -> str:
        """A text, one of the choices where there are any."""
        found, known = self._value(name, _NEEDED if default is None else default), tuple(choices)
        if not isinstance(found, str) or (known and found not in known):
            raise self._bad(name, found, " | ".join(known) or "a text")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """One or more texts."""
        found = self._value(name)
        if not isinstance(found, list) or not found or not all(isinstance(each, str) and each for each in found):
            raise self._bad(name, found, "a list of texts")
        return tuple(found)

    def numbers(self, name: str, count: int = 0, least: float = 0) -> tuple[float, ...]:
        """Numbers, `count` of them where it is given, whose sum is above 0."""
        found = self._value(name)
        fits = isinstance(found, list) and all(type(each) in {int, float} and each >= least for each in found)
        if not fits or not sum(found) > 0 or (count and len(found) != count):
            raise self._bad(name, found, f"{count or 'one or more'} numbers of at least {least:g}, not all 0")
        return tuple(map(float, found))

    def weights(self, name: str) -> dict[str, float]:
        """A weight by key; at least one is above 0."""
        below = self.table(name)
        found = {each: below.number(each) for each in below.names()}
        if not sum(found.values()) > 0:
            raise self._bad(name, found, "weights, not all 0")
        return found

    def table(self, name: str) -> "Table":
        """The table below."""
        known = next((each for each in self._below if each.is_at(self._path(name))), None)
        return known or self._open(self._path(name), self._value(name))

    def tables(self, name: str) -> list["Table"]:
        """The tables of a list."""
        found = self._value(name)
        if not isinstance(found, list) or not found:
            raise self._bad(name, found, "one or more tables")
        return [self._open(f"{self._path(name)}.{n}", each) for n, each in enumerate(found, 1)]

    def names(self, known: Iterable[str] | None = None) -> tuple[str, ...]:
        """All names in it, or those of the known ones that stand in it."""
        return tuple(self._told) if known is None else tuple(name for name in known if name in self._told)

    def is_at(self, where: str) -> bool:
        """Whether it is the table of this path."""
        return self._where == where

    def end(self) -> None:
        """Refuse what nobody asked for: it is misspelt."""
        for name in self._told:
            if name not in self._asked:
                raise self._bad(name, "unknown", "no such figure")
        for each in self._below:
            each.end()

    def _open(self, where: str, told: object) -> "Table":
        if not isinstance(told, dict):
            raise BadFigures(self._file, where, told, "a table")
        below = Table(self._file, where, told)
        self._below.append(below)
        return below

    def _value(self, name: str, default: object = _NEEDED) -> Any:
        self._asked.add(name)
        if name not in self._told and default is _NEEDED:
            raise self._bad(name, "missing", "a value")
        return self._told.get(name, default)

    def _path(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where else name

    def _bad(self, name: str, found: object, expected: str) -> BadFigures:
        return BadFigures(self._file, self._path(name), found, expected)
