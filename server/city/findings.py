"""What the import of a city finds: refusals, repairs and notes, each with file, row or feature, field and reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rules.texts import Texts


class Level(StrEnum):
    """A refusal keeps the whole folder out; a repair made something fit; a note says how something was read."""

    REFUSED = "refused"
    REPAIRED = "repaired"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a file, the line of a text file, the number of a layer's feature, a field; 0 and "" = none."""

    file: str
    row: int = 0
    feature: str = ""
    field: str = ""

    def text(self, texts: Texts) -> str:
        """The place in words."""
        where = [texts.text("city.where.file", file=self.file)]
        where += [texts.text("city.where.row", row=self.row)] if self.row else []
        where += [texts.text("city.where.feature", feature=self.feature)] if self.feature else []
        where += [texts.text("city.where.field", field=self.field)] if self.field else []
        return texts.text("city.where.comma").join(where)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `key` names its text (`city.finding.<key>`), which says what was expected too."""

    level: Level
    key: str
    place: Place
    details: Mapping[str, str]

    def text(self, texts: Texts) -> str:
        """The finding in words: where, then what."""
        what = texts.text(f"city.finding.{self.key}", **self.details)
        return texts.text("city.where.line", where=self.place.text(texts), what=what)


@dataclass(slots=True)
class Findings:
    """Collects findings while a folder is read; reading goes on, so that one check lists them all."""

    found: list[Finding] = field(default_factory=list)

    def refuse_at(self, place: Place, key: str, details: Mapping[str, object]) -> None:
        """Something that keeps the folder out, anywhere."""
        self._add(Level.REFUSED, place, key, details)

    def refuse(self, key: str, file: str, /, **details: object) -> None:
        """A whole file that keeps the folder out."""
        self._add(Level.REFUSED, Place(file), key, details)

    def repair_at(self, place: Place, key: str, details: Mapping[str, object]) -> None:
        """Something that was mended or left out."""
        self._add(Level.REPAIRED, place, key, details)

    def note_at(self, place: Place, key: str, details: Mapping[str, object]) -> None:
        """Something to know."""
        self._add(Level.NOTED, place, key, details)

    def note(self, key: str, file: str, /, **details: object) -> None:
        """Something to know of a whole file."""
        self._add(Level.NOTED, Place(file), key, details)

    @property
    def refused(self) -> bool:
        """Whether the folder is kept out."""
        return any(finding.level is Level.REFUSED for finding in self.found)

    def of(self, level: Level) -> list[Finding]:
        """Those of one level, in the order found."""
        return [finding for finding in self.found if finding.level is level]

    def _add(self, level: Level, place: Place, key: str, details: Mapping[str, object]) -> None:
        self.found.append(Finding(level, key, place, {name: str(value) for name, value in details.items()}))
