"""One section of a TOML file: typed reading, faults found by their full key, and keys that nobody asked for refused."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from server.city.findings import Findings, Place
from server.city.values import BadValue

T = TypeVar("T")


class Section:
    """Reads by key; `finish` refuses what was never asked for: a key mistyped is a setting lost."""

    def __init__(self, file: str, path: str, table: Mapping[str, Any], findings: Findings) -> None:
        self._file, self._path, self._table, self._findings = file, path, table, findings
        self._asked: set[str] = set()

    @property
    def names(self) -> Sequence[str]:
        """The keys that stand in the file, in order."""
        return tuple(self._table)

    def refuse(self, name: str, key: str, **details: object) -> None:
        """Refuse what stands under a name."""
        self._findings.refuse_at(Place(self._file, field=self._path + name), key, details)

    def value(self, name: str, kind: type[T], default: T) -> T:
        """A value of one TOML type; another type is refused and gives the default."""
        self._asked.add(name)
        found = self._table.get(name, default)
        if isinstance(found, kind) and not (kind is int and (isinstance(found, bool) or found < 0)):  # type: ignore[operator]
            return found
        self.refuse(name, f"type_{kind.__name__}", given=found)
        return default

    def text(self, name: str, default: str = "", *, required: bool = False) -> str:
        """A text."""
        found = self.value(name, str, default).strip()
        if required and not found:
            self.refuse(name, "missing_key")
        return found

    def number(self, name: str, default: float) -> float:
        """A number above 0, whole or not."""
        self._asked.add(name)
        found = self._table.get(name, default)
        if isinstance(found, int | float) and not isinstance(found, bool) and found > 0:
            return found
        self.refuse(name, "type_float", given=found)
        return default

    def parse(self, name: str, of: Callable[[str], T], default: T, *, required: bool = False) -> T:
        """A text as a value; a bad one is refused and gives the default, as does a missing one."""
        text = self.text(name, required=required)
        try:
            return of(text) if text else default
        except BadValue as bad:
            self.refuse(name, bad.key, **bad.details)
            return default

    def texts(self, name: str) -> list[str]:
        """A list of texts."""
        found = self.value(name, list, [])
        if all(isinstance(each, str) for each in found):
            return found
        self.refuse(name, "type_list", given=found)
        return []

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """A list of pairs of texts."""
        found = self.value(name, list, [])
        if all(isinstance(each, list) and len(each) == 2 and all(isinstance(t, str) for t in each) for each in found):
            return [(one, other) for one, other in found]
        self.refuse(name, "type_list", given=found)
        return []

    def section(self, name: str) -> "Section":
        """A section below; an empty one when it is missing."""
        return Section(self._file, f"{self._path}{name}.", self.value(name, dict, {}), self._findings)

    def sections(self, name: str) -> list["Section"]:
        """The sections of an array of tables, numbered from 1 in what they find."""
        found = self.value(name, list, [])
        if not all(isinstance(each, dict) for each in found):
            self.refuse(name, "type_list", given=found)
            return []
        return [
            Section(self._file, f"{self._path}{name}[{n}].", each, self._findings) for n, each in enumerate(found, 1)
        ]

    def finish(self) -> None:
        """Refuse the keys that were never asked for."""
        for name in self._table:
            if name not in self._asked:
                self.refuse(name, "unknown_key", expected=", ".join(sorted(self._asked)))
