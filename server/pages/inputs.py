"""What a verb's form shows: the fields of `rules.forms` with their labels and choices for this case and person."""

from dataclasses import dataclass

from rules.case import Case
from rules.check import CheckKind
from rules.city import City
from rules.forms import Field, worded
from rules.lifecycle import Offer
from server.pages.told import Teller
from server.pages.visit import Visit

_WITHOUT = frozenset({"lon", "lat"})  # said by the device, not typed
_RESULTS = {CheckKind.PRE: ("true", "false"), CheckKind.VERIFY: ("solved", "unsolved")}
WITH_DOCUMENTS = frozenset({"ask_return", "ask_extension", "ask_suspension", "appeal"})
"""What is asked for is proved by a PDF as well as by photos."""
PHOTOS_FIRST = frozenset({"feedback", "self_handled"})  # what was done is seen before it is said
SLOTS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a select or of radio buttons."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a form. `kind`: text | select | radio | instant | photos; `least` photos are needed of `slots`.

    `phrases` are the city's own for this action, offered beside the text.
    """

    name: str
    kind: str
    label: str
    required: bool = False
    choices: tuple[Choice, ...] = ()
    least: int = 0
    slots: int = 0
    max: int = 0
    phrases: tuple[str, ...] = ()
    documents: bool = False  # a PDF is taken beside photos


class Inputs:
    """Makes the inputs of one offer."""

    def __init__(self, visit: Visit, city: City, teller: Teller) -> None:
        self._visit = visit
        self._city = city
        self._teller = teller

    def of(self, case: Case, offer: Offer) -> tuple[Input, ...]:
        """In the order of the form; where a reason is needed it is asked for once, without a second text."""
        asks_reason = any(one.kind == "reason" and one.required for one in offer.form)
        shown = sorted(offer.form, key=lambda one: one.kind != "photos") if offer.verb in PHOTOS_FIRST else offer.form
        return tuple(
            self._input(one, case, offer)
            for one in shown
            if one.name not in _WITHOUT and not (asks_reason and one.name == "text")
        )

    def _input(self, one: Field, case: Case, offer: Offer) -> Input:
        texts, key = self._visit.texts, f"page.field.{offer.verb}.{one.name}"
        label = texts.text(key if key in texts else f"field.{one.name}")
        if one.kind == "photos":
            least = self._least(offer.verb)
            pdf = offer.verb in WITH_DOCUMENTS
            return Input(one.name, "photos", label, least > 0, least=least, slots=max(least, SLOTS), documents=pdf)
        if one.kind == "instant":
            return Input(one.name, "instant", label, one.required)
        choices = self._choices(one, case, offer)
        kind = "text" if not choices else "select" if one.kind == "unit" else "radio"
        phrases = phrases_of(self._visit, self._city, offer.verb) if one.name == worded(offer.verb) else ()
        longest = one.max or self._city.policies.text_max
        return Input(one.name, kind, label, one.required, choices, max=longest, phrases=phrases)

    def _least(self, verb: str) -> int:
        least = self._city.policies.feedback_required_photos
        return least if verb in {"feedback", "self_handled"} else 1 if verb == "milestone" else 0

    def _choices(self, one: Field, case: Case, offer: Offer) -> tuple[Choice, ...]:
        texts = self._visit.texts
        if one.kind == "unit":
            return self._units_below(case, offer.target)
        if one.name == "key":
            keys = [m.key for m in case.milestones if m.assignment == offer.target and not m.reached_at]
            return tuple(Choice(key, texts.text(f"milestone.{key}")) for key in keys)
        if one.name == "result":
            check = next(check for check in case.checks if check.id == offer.target)
            return tuple(Choice(value, texts.text(f"choice.{value}")) for value in _RESULTS[check.kind])
        return tuple(Choice(value, texts.text(f"choice.{value}")) for value in one.choices)

    def _units_below(self, case: Case, leg_id: str) -> tuple[Choice, ...]:
        giver = next((leg.unit for leg in case.legs if leg.id == leg_id), "")
        now = self._teller.now
        below = [
            unit
            for unit in self._city.units.values()
            if giver in self._city.above(unit.code)[1:] and unit.since <= now and (not unit.until or now < unit.until)
        ]
        here = sorted(below, key=lambda unit: (unit.code != case.street, unit.code))
        return tuple(Choice(unit.code, self._teller.unit(unit.code)) for unit in here)


def phrases_of(visit: Visit, city: City, verb: str) -> tuple[str, ...]:
    """The city's phrases (常用语) for an action, in the language of the visit."""
    return tuple(visit.name(*phrase) for phrase in city.policies.phrases.get(verb, ()))
