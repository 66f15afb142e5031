"""What the import of a city finds: refusals, repairs and notes, each with its file, row or feature, field and reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from rules.texts import Texts


class Level(StrEnum):
    """A refusal keeps the whole folder out; a repair changed something to make it fit; a note says what was read how."""

    REFUSED = "refused"
    REPAIRED = "repaired"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `key` names its text (`city.finding.<key>`), which says what was expected too.

    `row` is the line of a text file, `feature` the number of a layer's feature; 0 and "" = none.
    """

    level: Level
    key: str
    file: str
    row: int = 0
    feature: str = ""
    field: str = ""
    details: tuple[tuple[str, str], ...] = ()

    def text(self, texts: Texts) -> str:
        """The finding in words: where, then what."""
        where = [texts.text("city.where.file", file=self.file)]
        where += [texts.text("city.where.row", row=self.row)] if self.row else []
        where += [texts.text("city.where.feature", feature=self.feature)] if self.feature else []
        where += [texts.text("city.where.field", field=self.field)] if self.field else []
        what = texts.text(f"city.finding.{self.key}", **dict(self.details))
        return texts.text("city.where.line", where=texts.text("city.where.comma").join(where), what=what)


@dataclass(slots=True)
class Findings:
    """Collects findings while a folder is read; reading goes on, so that one check lists them all."""

    found: list[Finding] = field(default_factory=list)

    def refuse(self, key: str, file: str, *, row: int = 0, feature: str = "", field: str = "", **details: object) -> None:
        """Something that keeps the folder out."""
        self._add(Finding(Level.REFUSED, key, file, row, feature, field, _texts(details)))

    def repair(self, key: str, file: str, *, feature: str = "", field: str = "", **details: object) -> None:
        """Something that was mended or left out."""
        self._add(Finding(Level.REPAIRED, key, file, 0, feature, field, _texts(details)))

    def note(self, key: str, file: str, *, feature: str = "", field: str = "", **details: object) -> None:
        """Something to know."""
        self._add(Finding(Level.NOTED, key, file, 0, feature, field, _texts(details)))

    @property
    def refused(self) -> bool:
        """Whether the folder is kept out."""
        return any(finding.level is Level.REFUSED for finding in self.found)

    def of(self, level: Level) -> Iterable[Finding]:
        """Those of one level, in the order found."""
        return (finding for finding in self.found if finding.level is level)

    def _add(self, finding: Finding) -> None:
        self.found.append(finding)


def _texts(details: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in details.items())
