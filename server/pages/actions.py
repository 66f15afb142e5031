"""What can be done with a case as buttons: the nearest three in reach of the thumb, those on a sub-unit beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.case import Case
from rules.lifecycle import Offer
from server.pages.consequence import Consequences
from server.pages.told import Teller

AT_ONCE = frozenset({"sign", "pass_up", "grant_return"})  # done with one press, without a form
_MAIN = ("sign", "feedback", "pass_up", "answer_check", "answer_urge", "self_handled")
_DECIDING = frozenset({"pass_up", "refuse_up", "grant_return", "refuse_return"})
_ORDER = (
    "sign", "feedback", "pass_up", "refuse_up", "grant_return", "refuse_return", "answer_check", "answer_urge",
    "self_handled", "milestone", "refuse_sign", "appeal", "sub_dispatch", "ask_extension", "ask_suspension",
    "ask_return", "recall", "own_number", "note",
)  # fmt: skip
_IN_BAR = 3


@dataclass(frozen=True, slots=True)
class Action:
    """An offer as a button: at once, or as a link to its form; `of` = the other unit that it is about."""

    verb: str
    target: str
    of: str
    at_once: bool
    primary: bool
    then: str  # what it brings about; "" = nothing to tell


@dataclass(frozen=True, slots=True)
class Actions:
    """Each action once: in the fixed bar, beside the leg of another unit (by leg id), or below."""

    bar: tuple[Action, ...]
    of_leg: Mapping[str, tuple[Action, ...]]
    more: tuple[Action, ...]

    @property
    def every(self) -> tuple[Action, ...]:
        """All, the nearest first."""
        return (*self.bar, *(action for each in self.of_leg.values() for action in each), *self.more)


def actions(
    case: Case, offers: Sequence[Offer], units: frozenset[str], teller: Teller, consequences: Consequences
) -> Actions:
    """The offers as buttons; a decision on the only sub-unit that waits for one stands in the bar."""
    owner = {leg.id: leg.unit for leg in case.legs}
    shown = sorted((offer for offer in offers if offer.verb != "fetched"), key=_rank)
    others = [offer for offer in shown if owner.get(offer.target, "") not in {"", *units}]
    waiting = {offer.target for offer in others if offer.verb in _DECIDING}
    near = [o for o in shown if o not in others or (len(waiting) == 1 and o.verb in _DECIDING)]
    bar = near[:_IN_BAR]

    def told(offer: Offer) -> Action:
        of = teller.unit(owner[offer.target]) if offer in others else ""
        primary = offer is bar[0] and offer.verb in _MAIN
        return Action(offer.verb, offer.target, of, offer.verb in AT_ONCE, primary, consequences.of(offer))

    beside: dict[str, tuple[Action, ...]] = {}
    for offer in (o for o in others if o not in bar):
        beside[offer.target] = (*beside.get(offer.target, ()), told(offer))
    more = [o for o in shown if o not in bar and o not in others]
    return Actions(tuple(map(told, bar)), beside, tuple(map(told, more)))


def _rank(offer: Offer) -> int:
    """What is the unit's turn, then what answers somebody, then what a unit asks for; a note comes last."""
    return _ORDER.index(offer.verb) if offer.verb in _ORDER else _ORDER.index("appeal")
