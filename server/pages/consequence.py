"""What a deed brings about, told before it is done: which clock stops or goes on, until when, and who decides next."""

from collections.abc import Callable, Mapping

from rules.assignment import LIVE, Assignment
from rules.case import Case
from rules.city import City
from rules.clock import due, extend
from rules.lifecycle import Offer
from server.pages.times import Times
from server.pages.told import Teller
from server.pages.visit import Visit

_TO_THE_GIVER = frozenset({"refuse_sign", "ask_return"})  # what goes to the level that gave the leg


class Consequences:
    """Tells them for one case, in the language of one visit; "" where a deed only records words."""

    def __init__(self, visit: Visit, case: Case, city: City, teller: Teller, times: Times) -> None:
        self._texts, self._case, self._city = visit.texts, case, city
        self._teller, self._times = teller, times
        self._between = " " if visit.language == "en" else ""  # of two sentences
        self._of: Mapping[str, Callable[[Assignment], str]] = {
            "feedback": self._feedback,
            "milestone": self._milestone,
            "ask_extension": self._extension,
            "pass_up": self._pass_up,
        }

    def of(self, offer: Offer) -> str:
        """One or two sentences."""
        verb, leg = offer.verb, next((each for each in self._case.legs if each.id == offer.target), None)
        if leg is not None and verb in self._of:
            return self._of[verb](leg)
        if leg is not None and verb in _TO_THE_GIVER:
            return self._up(verb, leg)
        key = f"page.then.{verb}"
        return self._texts.text(key, due=self._times.at(leg.due if leg else 0)) if key in self._texts else ""

    def _say(self, key: str, **details: object) -> str:
        return self._texts.text(f"page.then.{key}", **details)

    def _up(self, key: str, leg: Assignment) -> str:
        """What goes to the level that gave the leg: the unit above, or the centre."""
        parent = next((each for each in self._case.legs if each.id == leg.parent), None)
        if parent is None:
            return self._say(key, due=self._times.at(leg.due))
        return self._say(f"{key}_up", unit=self._teller.unit(parent.unit), due=self._times.at(leg.due))

    def _feedback(self, leg: Assignment) -> str:
        return self._between.join((self._kept(leg), self._up("feedback", leg)))

    def _kept(self, leg: Assignment) -> str:
        """Whether the deadline is kept when it is reported now."""
        ends = due(leg.clock, self._city.calendar) if leg.clock else None
        if not ends:
            return ""
        key = "in_time" if self._times.now <= ends else "late"
        return self._say(key, due=self._times.at(ends))

    def _milestone(self, leg: Assignment) -> str:
        calendar = self._city.calendar
        mine = [m for m in self._case.milestones if m.assignment == leg.id and not m.reached_at]
        told = [(self._texts.text(f"milestone.{m.key}"), due(m.clock, calendar) or 0) for m in mine]
        return self._between.join(self._say("milestone", what=what, due=self._times.at(ends)) for what, ends in told)

    def _extension(self, leg: Assignment) -> str:
        if not leg.clock:
            return ""
        more = due(extend(leg.clock), self._city.calendar) or 0
        left = self._city.policies.extension_max - self._case.extensions
        return self._say("ask_extension", due=self._times.at(leg.due), more=self._times.at(more), left=left)

    def _pass_up(self, leg: Assignment) -> str:
        at = self._times.at(leg.feedback_at)
        others = [each for each in self._case.legs if each.parent == leg.parent and each.id != leg.id]
        waiting = [self._teller.unit(each.unit) for each in others if each.stage in LIVE]
        if waiting:
            return self._say("pass_up_waits", at=at, units=", ".join(waiting))
        return self._say("pass_up", at=at)
