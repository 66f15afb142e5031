"""The hand-over list in words: a section for each kind of thing that the next shift must know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from console.facts import Conflict, Pending
from console.facts.photos import PhotoOut
from console.facts.shift import Call, Outage, ShiftFacts
from console.ui.case_words import CaseWords, lead_leg, rings
from console.ui.context import Context
from console.ui.look.words import sentence
from console.ui.photo_words import sentences

SHOWN = 20
"""Lines of a section; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, and the case that it is about, "" for none."""

    words: str
    case_id: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; never without one."""

    name: str
    lines: tuple[Line, ...]


class ShiftWords:
    """Puts together what the store tells of a shift and what the board knows now."""

    def __init__(self, context: Context, words: CaseWords) -> None:
        self._context, self._words = context, words

    def head(self, facts: ShiftFacts) -> str:
        """Since when, and who took the desk over then."""
        text, context = self._context.texts.text, self._context
        since = context.words.at(facts.since, context.now())
        who = (facts.by and context.people.name(facts.by)) or facts.name
        return text("shift.since_by", at=since, who=who) if who else text("shift.since", at=since)

    def sections(self, facts: ShiftFacts) -> tuple[Section, ...]:
        """What there is to hand over; nothing on a calm day."""
        board = self._context.board
        kinds = (
            ("unreached", self._unreached()),
            ("conflicts", map(self._conflict, board.conflicts)),
            ("unsent", map(self._unsent, board.unsent)),
            ("calls", map(self._call, facts.calls)),
            ("outages", map(self._outage, facts.outages)),
            ("photos", self._photos()),
        )
        return tuple(Section(self._name(key, lines), self._cut(lines)) for key, found in kinds if (lines := (*found,)))

    def _name(self, key: str, lines: tuple[Line, ...]) -> str:
        name = sentence(self._context.texts.text(f"shift.{key}"))
        return name if key == "photos" else f"{name} {self._context.words.number(len(lines))}"

    def _cut(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        if len(lines) <= SHOWN:
            return lines
        rest = self._context.words.number(len(lines) - SHOWN)
        return (*lines[:SHOWN], Line(self._context.texts.text("shift.more", n=rest)))

    # the kinds --------------------------------------------------------------------------------------------------------
    def _unreached(self) -> Iterator[Line]:
        for shown in filter(rings, self._context.board.cases().values()):
            leg, names = lead_leg(shown.case), self._context.names
            unit = (names.unit(leg.unit), names.phone(leg.unit)) if leg else ()
            yield Line(_joined(self._about(shown.id), *unit), shown.id)

    def _conflict(self, conflict: Conflict) -> Line:
        command = conflict.command
        seat = self._context.texts.text(f"seat.{conflict.seat}")
        who = self._context.people.name(command.actor) or conflict.author
        outcome = conflict.outcome
        why = self._context.say(outcome.rule, outcome.details) if outcome.state == "refused" else ""
        said = (self._at(command.issued_at), self._verb(command.verb), self._about(command.case_id), who, seat, why)
        return Line(_joined(*said), command.case_id)

    def _unsent(self, pending: Pending) -> Line:
        unit = self._context.names.unit(pending.unit) if pending.unit else ""
        verb = f"{self._verb(pending.verb)} → {unit}" if unit else self._verb(pending.verb)
        about = self._about(pending.case_id) or self._context.names.number(pending.number)
        who = self._context.people.name(pending.actor)
        return Line(_joined(self._at(pending.issued_at), verb, about, who), pending.case_id)

    def _call(self, call: Call) -> Line:
        names, who = self._context.names, self._context.people.name(call.by)
        about = self._about(call.case_id) or names.number(call.number)
        return Line(_joined(self._at(call.at), names.unit(call.unit), call.to, about, who), call.case_id)

    def _outage(self, outage: Outage) -> Line:
        text, words = self._context.texts.text, self._context.words
        if not outage.ended:
            span = text("shift.lasts", at=self._at(outage.began))
        else:
            lasted = words.span(max(0, outage.ended - outage.began))
            span = text("shift.lasted", began=self._at(outage.began), ended=self._at(outage.ended), span=lasted)
        return Line(_joined(span, self._context.say(outage.reason)))

    def _photos(self) -> Iterator[Line]:
        """A line for each case and each thing that is to be said of its photos."""
        by_case: dict[str, list[PhotoOut]] = {}
        for photo in self._context.board.photos.all:
            by_case.setdefault(photo.case_id, []).append(photo)
        for case_id, photos in by_case.items():
            for sentence_ in sentences(self._context, photos):
                yield Line(_joined(sentence_, self._about(case_id)), case_id)

    # parts of a line --------------------------------------------------------------------------------------------------
    def _about(self, case_id: str) -> str:
        shown = self._context.board.case(case_id)
        if shown is None:
            return ""
        return f"{self._words.matter(shown)} {self._words.short_number(shown)} · {self._words.place(shown)}"

    def _verb(self, verb: str) -> str:
        return sentence(self._context.texts.text(f"verb.{verb}"))

    def _at(self, instant: int) -> str:
        return self._context.words.at(instant, self._context.now())


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def count(sections: Iterable[Section]) -> int:
    """How many lines stand in all of them."""
    return sum(len(section.lines) for section in sections)
