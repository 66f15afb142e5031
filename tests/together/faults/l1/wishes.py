"""What operators wish: drawn from what the desk offers, some of it stale, some of it nonsense."""

from dataclasses import replace
from random import Random

from console.desk.desk import Desk
from console.facts import Wish
from rules.case import Case
from rules.corrections import CORRECT, correction
from rules.forms import PHOTOS
from rules.lifecycle import Offer
from tests.together.faults.l1.photos import LARGE, SMALL, a_photo, named

_UNITS = ("west", "east", "west-street", "bureau")
_STALE, _BAD, _WITH_PHOTO, _LARGE = 0.15, 0.05, 0.1, 0.5


class Wishes:
    """Remembers what was offered before, so that it can be wished too late."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._old: list[tuple[str, Offer, Case | None]] = []  # the case as it was seen then

    def draw(self, desk: Desk, number: int) -> Wish | None:
        """A wish at the desk's seat, None when nothing is offered at all."""
        cases = desk.known()
        if not cases:
            return None
        case_id = "" if self._dice.random() < 0.1 else self._dice.choice(cases)
        offers = desk.offers("desk", case_id).offers
        if offers:
            self._old = [*self._old[-20:], (case_id, self._dice.choice(offers), _seen(desk, case_id))]
        if self._old and (not offers or self._dice.random() < _STALE):
            case_id, offer, seen = self._dice.choice(self._old)
        elif offers:
            offer, seen = self._dice.choice(offers), _seen(desk, case_id)
        else:
            return None
        wish = self._wish(case_id, offer, desk.clock.now(), number)
        return replace(wish, body=self._correction(seen, number)) if seen and wish.verb == CORRECT else wish

    def _correction(self, seen: Case, number: int) -> dict[str, object]:
        """Of few values, so that some meet, some say the same, and some nothing at all."""
        urgent, important = (self._dice.random() < 0.2 for _ in range(2))
        return correction(seen, {"address": f"中原路{number % 5}号", "urgent": urgent, "important": important})

    def _wish(self, case_id: str, offer: Offer, now: int, number: int) -> Wish:
        values: dict[str, object] = {
            "unit": self._dice.choice(_UNITS), "text": "说明", "reason": "原因", "to": "老王", "answer": "好",
            "condition": "event-01-10-1", "category": "event-01-10", "until": now + 3_600_000, "collector": "c1",
            "closing": ["清理干净"], "result": "solved", "words": f"新的一件 {number}", "of": "case-0",
        }  # fmt: skip
        wanted = {"reason", "closing", "words", "category"}
        body = {f.name: values[f.name] for f in offer.form if f.name in values and (f.required or f.name in wanted)}
        if self._dice.random() < _BAD:
            body["nonsense"] = "�" * self._dice.randrange(1, 50)
        personal = {"name": f"张三-{number}", "phone": f"1380000{number:04d}"} if offer.verb == "report" else {}
        has_photo = PHOTOS in offer.form and self._dice.random() < _WITH_PHOTO
        photos = (a_photo(number, self._side()),) if has_photo else ()
        if photos:
            body["photos"] = list(map(named, photos))
        return Wish(f"wish-{number}", "desk", offer.verb, case_id, offer.target, body, photos, personal)

    def _side(self) -> int:
        return LARGE if self._dice.random() < _LARGE else SMALL


def _seen(desk: Desk, case_id: str) -> Case | None:
    """The case as the operator sees it, None for one that is not there yet."""
    shown = desk.delta((case_id,)).changed if case_id else ()
    return shown[0].case if shown else None
