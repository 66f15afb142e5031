"""What operators wish: drawn from what the desk offers, some of it stale, some of it nonsense."""

from random import Random

from console.desk.desk import Desk
from console.facts import Wish
from rules.forms import PHOTOS
from rules.lifecycle import Offer
from tests.together.faults.l1.photos import a_photo, named

_UNITS = ("west", "east", "west-street", "bureau")
_STALE, _BAD, _WITH_PHOTO = 0.15, 0.05, 0.1


class Wishes:
    """Remembers what was offered before, so that it can be wished too late."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._old: list[tuple[str, Offer]] = []

    def draw(self, desk: Desk, number: int) -> Wish | None:
        """A wish at the desk's seat, None when nothing is offered at all."""
        cases = desk.known()
        if not cases:
            return None
        case_id = "" if self._dice.random() < 0.1 else self._dice.choice(cases)
        offers = desk.offers("desk", case_id).offers
        if offers:
            self._old = [*self._old[-20:], (case_id, self._dice.choice(offers))]
        if self._old and (not offers or self._dice.random() < _STALE):
            case_id, offer = self._dice.choice(self._old)
        elif offers:
            offer = self._dice.choice(offers)
        else:
            return None
        return self._wish(case_id, offer, desk.clock.now(), number)

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
        photos = (a_photo(number),) if PHOTOS in offer.form and self._dice.random() < _WITH_PHOTO else ()
        if photos:
            body["photos"] = list(map(named, photos))
        return Wish(f"wish-{number}", "desk", offer.verb, case_id, offer.target, body, photos, personal)
