"""The proposal in words: its ground with the numbers that it rests on, and who else comes into question."""

from dataclasses import dataclass

from console.facts import ShownCase
from console.ui.context import Context
from console.ui.look.words import sentence
from rules.assignment import Assignment
from rules.reasons import Naming, reason, why_words
from rules.responsibility import Proposal


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the panel says of a proposal."""

    sentence: str = ""
    more: str = ""
    edition: str = ""


def naming_of(context: Context) -> Naming:
    """The names of the windows, as the words of reasons want them."""
    return Naming(context.names.unit, context.names.area, context.names.layer)


def leg_reason(context: Context, leg: Assignment) -> str:
    """Why a leg went to its unit; "" for one of before this was kept."""
    return why_words(leg.why, context.texts, naming_of(context))


class ProposalWords:
    """Says a proposal of the rules."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of(self, shown: ShownCase) -> Proposed:
        """The words for the proposal of a case."""
        proposal = shown.proposal
        if proposal is None:
            return Proposed()
        said = [self._ground(proposal), self.numbers(proposal.unit, shown)]
        return Proposed(
            sentence(" · ".join(part for part in said if part)), self._others(proposal, shown), self._edition()
        )

    def numbers(self, unit: str, shown: ShownCase) -> str:
        """What the cases on this console say of a unit; "" for none. What is not known here is not said."""
        if not unit:
            return ""
        texts, known = self._context.texts, self._context.experience.of(unit, shown.case)
        said = [known.like_words(texts), texts.text("console.load", n=known.load)]
        if known.seen:
            said.append(texts.text("console.seen", at=self._context.words.at(known.seen, self._context.now())))
        return " · ".join(part for part in said if part)

    def _ground(self, proposal: Proposal) -> str:
        context = self._context
        return reason(proposal.ground, dict(proposal.data), context.texts, naming_of(context))

    def _others(self, proposal: Proposal, shown: ShownCase) -> str:
        lines, comma = [], self._context.texts.text("page.missing_between")
        for key, units in (
            ("candidates", proposal.candidates),
            ("runners_up", proposal.runners_up),
            ("helpers", proposal.helpers),
        ):
            if units:
                named = comma.join(self._with_number(unit, shown) for unit in units)
                lines.append(f"{sentence(self._context.texts.text('console.' + key))}  {named}")
        if proposal.make_safe:
            unit = self._with_number(proposal.make_safe, shown)
            lines.append(sentence(self._context.texts.text("proposal.make_safe", unit=unit)))
        return "\n".join(lines)

    def _with_number(self, unit: str, shown: ShownCase) -> str:
        texts, name = self._context.texts, self._context.names.unit(unit)
        like = self._context.experience.of(unit, shown.case).like_words(texts)
        return texts.text("console.in_brackets", words=name, more=like) if like else name

    def _edition(self) -> str:
        city = self._context.city
        if city is None:
            return ""
        since = self._context.words.day(city.valid_from) if city.valid_from else city.version[:8]
        return f"{self._context.texts.text('console.duty_list')} {since}"
