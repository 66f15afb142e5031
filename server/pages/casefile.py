"""Shows one case to one visitor: its page, the form of what can be done with it, and why something cannot be done."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Response

from rules import lifecycle
from rules.assignment import LIVE
from rules.case import Case, Event
from rules.city import Paper
from rules.commands import Command, NotAllowed, Role
from rules.deadlines import Lamp, lamp
from rules.lifecycle import Offer
from rules.paper.values import forms_of
from server.api.errors import NotFound
from server.pages.actions import Actions, actions
from server.pages.came_back import came_back
from server.pages.charge import charge_lines
from server.pages.consequence import Consequences
from server.pages.form import Filled
from server.pages.inputs import Inputs
from server.pages.kit import Kit
from server.pages.minimap import minimap
from server.pages.remarks import Said, about_to_be, said_of
from server.pages.times import Times
from server.pages.told import Teller, own_leg, people_in, photo_groups
from server.pages.tree import Tree, leg_deadline
from server.pages.uploads import KeptPhoto
from server.pages.visit import Visit
from server.sight import units_of


@dataclass(frozen=True, slots=True)
class Sight:
    """What one visit sees of a case at one moment."""

    visit: Visit
    case: Case
    events: tuple[Event, ...]
    offers: tuple[Offer, ...]
    teller: Teller
    units: frozenset[str]
    consequences: Consequences

    def offer(self, verb: str, target: str) -> Offer | None:
        """The offer that a form is for; None when it is not possible (any more)."""
        return next((o for o in self.offers if o.verb == verb and target in {"", o.target}), None)

    def actions(self) -> Actions:
        """The offers as buttons."""
        return actions(self.case, self.offers, self.units, self.teller, self.consequences)


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried in vain: the words of the refusal, and what had been typed."""

    problems: tuple[str, ...] = ()
    given: Filled | None = None
    notice: str = ""


class CaseFile:
    """Pages of a case for visitors who act in `role`; `base` is the path of their group."""

    def __init__(self, kit: Kit, role: Role, base: str) -> None:
        self._kit, self._role, self._base = kit, role, base

    def version(self, visit: Visit, case_id: str) -> str:
        """The version of the case. Raises NotFound when it does not exist for this visitor."""
        case = self._kit.queries.case(case_id, visit.actor)
        if case is None:
            raise NotFound(case_id)
        return str(case.version)

    def look(self, visit: Visit, case_id: str) -> Sight:
        """The case with its history and offers. Raises NotFound when it does not exist for this visitor."""
        city, now = self._kit.cities.current, self._kit.clock.now()
        case = self._kit.queries.case(case_id, visit.actor)
        if case is None:
            raise NotFound(case_id)
        events = self._kit.queries.events(case_id, visit.actor)
        teller = Teller(visit, city, self._kit.names.of(people_in(case, events)), now)
        offers = tuple(o for o in lifecycle.allowed(case, visit.actor, city, now) if o.role is self._role)
        then = Consequences(visit, case, city, teller, Times(visit.texts, city.calendar, now))
        return Sight(visit, case, events, offers, teller, units_of(visit.actor, now), then)

    def page(self, visit: Visit, case_id: str, tried: Tried = Tried(), status: int = 200) -> Response:
        """The case; after a refusal with its words, and with what is possible instead."""
        seen = self.look(visit, case_id)
        city, case, collector = self._kit.cities.current, seen.case, self._role is Role.COLLECTOR
        leg = own_leg(case, seen.units, city)
        return self._kit.view.page(
            visit,
            "case.html",
            status,
            base=self._base,
            seen=seen,
            case=case,
            leg=leg,
            legs=Tree(case, city, seen.units, seen.teller.now).lines(every=collector),
            back=came_back(case, seen.events, leg),
            groups=photo_groups(case, lambda photo: said_of(case, photo, city, visit.texts, self._times(visit))),
            history=seen.teller.history(seen.events),
            actions=seen.actions(),
            map=minimap(case, city.grids, visit.language),
            checks=case.checks if collector else (),
            notice=tried.notice,
            problems=tried.problems,
            lost=tried.given,
            papers=self._papers(case, seen.units),
            charge=charge_lines(case, city, visit.texts, self._times(visit), collector=collector),
        )

    def _papers(self, case: Case, units: frozenset[str]) -> tuple[tuple[str, Paper], ...]:
        """The forms that concern the visitor's unit; a collector has none."""
        own = [leg.unit for leg in case.legs if leg.unit in units]
        city = self._kit.cities.current
        return tuple((key, city.papers[key]) for key in forms_of(case, city, own[-1])) if own else ()

    def form(
        self, visit: Visit, case_id: str, verb: str, target: str, tried: Tried = Tried(), status: int = 200
    ) -> Response:
        """The form of a verb; when it is not possible now, the case says which rule is against it."""
        seen = self.look(visit, case_id)
        offer, given = seen.offer(verb, target), tried.given or Filled()
        city, now = self._kit.cities.current, seen.teller.now
        if offer is None:
            words = (*tried.problems, self._why_not(seen, verb, target))
            refused = Tried(tuple(dict.fromkeys(words)), given)
            return self.page(visit, case_id, refused, status if status != 200 else 409)
        leg = next((each for each in seen.case.legs if each.id == offer.target), None)
        return self._kit.view.page(
            visit,
            "form.html",
            status,
            base=self._base,
            seen=seen,
            case=seen.case,
            offer=offer,
            leg=leg,
            ends=leg_deadline(seen.case, leg, city) if leg and leg.stage in LIVE else None,
            lamp=lamp(leg.clock, city.calendar, now, city.policies.near_percent) if leg else Lamp.NONE,
            then=seen.consequences.of(offer),
            inputs=Inputs(visit, city, seen.teller).of(seen.case, offer),
            asks_place=any(field.name == "lon" for field in offer.form),
            given=given,
            said=self.said(visit, seen.case, verb, given.photos),
            problems=tried.problems,
            instead=[action for action in seen.actions().every if action.verb != verb] if tried.problems else [],
            meanwhile=self._meanwhile(seen, given),
            earlier=[shown for group in photo_groups(seen.case) for shown in group.photos],
        )

    def said(
        self, visit: Visit, case: Case, verb: str, photos: tuple[KeptPhoto, ...]
    ) -> Mapping[str, tuple[Said, ...]]:
        """What photos say of themselves before they are sent, by sha256."""
        city, times = self._kit.cities.current, self._times(visit)
        shown = {photo.sha256: about_to_be(case, photo, verb) for photo in photos}
        return {sha256: said_of(case, photo, city, visit.texts, times) for sha256, photo in shown.items()}

    def _times(self, visit: Visit) -> Times:
        return Times(visit.texts, self._kit.cities.current.calendar, self._kit.clock.now())

    def _why_not(self, seen: Sight, verb: str, target: str) -> str:
        """The rule that is against it now."""
        city, now = self._kit.cities.current, self._kit.clock.now()
        actor, texts = seen.visit.actor, seen.visit.texts
        command = Command("", verb, seen.case.id, actor.id, self._role, now, target)
        try:
            lifecycle.apply(seen.case, command, actor, city, now)
        except NotAllowed as refusal:
            return texts.text(refusal.rule, **refusal.details)
        return texts.text("page.not_now")

    def _meanwhile(self, seen: Sight, given: Filled) -> tuple[object, ...]:
        """What happened since the form was made, when it comes back."""
        since = given.words.get("events", "")
        new = [event for event in seen.events if since.isdigit() and event.n > int(since)]
        return seen.teller.history(new)
