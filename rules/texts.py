"""The words of the field in one language: stages, verbs, refusals, lists, …; a city's own words go first."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any


class MissingText(KeyError):
    """A key without a text: a fault of ours, found by the tests."""


# Details of a refusal that are keys themselves: their words stand under these sections.
_WORDS = {
    "role": ("role",),
    "other": ("role",),
    "allowed": ("role",),
    "verb": ("verb",),
    "stage": ("stage",),
    "leg": ("leg",),
    "check_stage": ("check_stage",),
    "field": ("field",),
    "expected": ("kind", "choice", "form"),
}

_SENTENCES = frozenset({"rule", "link", "error"})


class _Gaps(dict[str, str]):
    """Details of a text, "–" for those that nobody told."""

    def __missing__(self, name: str) -> str:
        return "–"


class Texts:
    """`Texts(catalogue, labels, names)`: bytes of resources/texts/<language>.toml, the city's own words, its names.

    Who makes several of one catalogue reads it once and gives what `read_catalogue` returned instead of the bytes.
    With `names` (`City.names`) a refusal names units and closing conditions in this language, else as the data do.
    """

    def __init__(
        self,
        catalogue: bytes | Mapping[str, str],
        labels: Mapping[str, str] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        self._names = names or {}
        own = read_catalogue(catalogue) if isinstance(catalogue, bytes) else catalogue
        self._texts = {**own, **(labels or {})}
        self.language = self._texts["language.code"]

    def text(self, key: str, **details: object) -> str:
        """The text of a key with its placeholders filled; `MissingText` for an unknown key or a missing detail.

        In a refusal ("rule.…") details that are keys themselves (role, verb, stage, field, …) are put into words.
        """
        if key.startswith("rule."):
            details = {name: self._worded(name, str(value)) for name, value in details.items()}
        try:
            return self._texts[key].format(**details) if details else self._texts[key]
        except KeyError as error:
            raise MissingText(f"{key}: {error.args[0]}") from error

    def say(self, key: str, details: Mapping[str, str]) -> str:
        """As `text`, for what comes from elsewhere: a newer server's key is said as it is, a missing detail as "–".

        A detail that is itself the key of a sentence is put into words.
        """
        if key not in self._texts:
            return key
        told = {name: self._said(name, value, details) for name, value in details.items()}
        if key.startswith("rule."):
            told = {name: self._worded(name, value) for name, value in told.items()}
        return self._texts[key].format_map(_Gaps(told))

    def _said(self, name: str, value: str, details: Mapping[str, str]) -> str:
        if value not in self._texts or value.partition(".")[0] not in _SENTENCES:
            return value
        return self.say(value, {other: each for other, each in details.items() if other != name})

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def keys(self) -> frozenset[str]:
        """All keys."""
        return frozenset(self._texts)

    def name(self, zh: str, en: str = "") -> str:
        """A name that data carry in one or two languages."""
        return en if en and self.language == "en" else zh

    def _worded(self, name: str, value: str) -> str:
        if name in {"unit", "units"}:
            return ", ".join(self._names.get(code, code) for code in value.split(","))
        if name == "missing":
            between = self.name("；", "; ")
            return between.join(self._names.get(words, words) for words in value.split("；"))
        sections = _WORDS.get(name, ())
        parts = value.split(" | ")
        return " | ".join(self._word(sections, part) for part in parts) if sections else value

    def _word(self, sections: tuple[str, ...], value: str) -> str:
        return next((self._texts[f"{s}.{value}"] for s in sections if f"{s}.{value}" in self._texts), value)


def read_catalogue(catalogue: bytes) -> dict[str, str]:
    """All texts of a catalogue by key; takes some tens of ms."""
    return dict(_flat(tomllib.loads(catalogue.decode())))


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value
