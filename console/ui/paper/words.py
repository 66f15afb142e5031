"""The words of the emergency pack, and its order: a section for each unit, in it what is overdue and urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.facts.pack import PackHead, PackLine
from rules.texts import Texts

COLUMNS = ("number", "matter", "place", "grid", "stage", "due", "sent", "told")


@dataclass(frozen=True, slots=True)
class Section:
    """One unit with what it has in hand; the first line names it."""

    lines: tuple[PackLine, ...]

    @property
    def first(self) -> PackLine:
        """Any line of it: unit, phone and whose that is are the same in all."""
        return self.lines[0]


class PackWords:
    """In the language and zone of the head; `catalogue` are the bytes of the texts."""

    def __init__(self, head: PackHead, catalogue: bytes) -> None:
        self._head, self._zone = head, ZoneInfo(head.zone)
        self._texts = Texts(catalogue, head.labels)

    def say(self, key: str, **details: object) -> str:
        """A text of the section `pack`."""
        return self._texts.text(f"pack.{key}", **details)

    def at(self, instant: int) -> str:
        """`2015-02-23 02:05` in city time; "" for none."""
        if not instant:
            return ""
        return datetime.fromtimestamp(instant // 1000, self._zone).strftime("%Y-%m-%d %H:%M")

    def as_of(self) -> str:
        """How old the data are."""
        return self.say("as_of", at=self.at(self._head.as_of) or "–")

    def name(self, line: PackLine) -> str:
        """Whose section it stands in."""
        return line.name or self.say("no_unit")

    def is_over(self, line: PackLine) -> bool:
        """Whether it was overdue when the pack was gathered."""
        return 0 < line.due < self._head.at

    def marks(self, line: PackLine) -> str:
        """Urgent, overdue."""
        found = (("urgent", line.urgent), ("over", self.is_over(line)))
        return " ".join(self.say(key) for key, holds in found if holds)

    def cells(self, line: PackLine) -> tuple[str, ...]:
        """What stands in `COLUMNS`."""
        stage = self._texts.text(line.stage)
        times = (self.at(line.due), self.at(line.sent), self.at(line.told))
        return (line.number, line.matter, line.place, line.grid, stage, *times)

    def sections(self, lines: Iterable[PackLine]) -> tuple[Section, ...]:
        """By unit, those cases first that no unit has."""
        units: dict[str, list[PackLine]] = {}
        for line in lines:
            units.setdefault(line.unit, []).append(line)
        return tuple(Section(tuple(sorted(units[code], key=self._rank))) for code in sorted(units))

    def _rank(self, line: PackLine) -> tuple[bool, bool, bool, int, str]:
        return (not self.is_over(line), not line.urgent, not line.due, line.due, line.number)
