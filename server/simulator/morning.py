"""The gentle start: a morning's cases, brought at once as far as the figures say; from there on they live as all do."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rules.assignment import LegStage
from rules.case import Case, Stage
from rules.check import CheckKind
from rules.city import City
from rules.commands import Role
from rules.deed import lead_of
from server.simulator.cast import Cast
from server.simulator.figures import FAR, Figures, Matter, Morning
from server.simulator.incoming import Desk
from server.simulator.places import Places
from server.simulator.plan import Hand, Life, Picture, Plan
from server.simulator.reports import Report
from server.simulator.roles import acceptors
from server.simulator.truth import right_unit

ASIDE = 30_000_000  # places of the morning have numbers of their own


class EarlyCases:
    """Says what is still to be done at once with a morning's case; None where it has come as far as it should."""

    def __init__(self, city: City, figures: Figures, places: Places, desk: Desk, life: Life, cast: Cast) -> None:
        self._city, self._figures, self._places, self._desk = city, figures, places, desk
        self._life, self._cast = life, cast
        self._far: dict[str, Morning] = {}
        self._through: set[str] = set()

    def reports(self, at: int) -> Iterator[Plan]:
        """The reports of the morning; the same at every start, so each is made once."""
        for number, each in enumerate(self._figures.gentle.morning):
            found = self._city.grids.find_place(each.place) if self._city.grids else None
            if found is None:
                continue
            spot = self._places.at(ASIDE + number, *found)
            matter = Matter(each.condition.rpartition("-")[0], 1, "plain", (each.words,), {})
            plan = self._desk.plan(0, Report(matter, each.words, each.source, spot), f"morning {number}")
            self._far[plan.case_id] = each
            yield _at(plan, at - len(self._figures.gentle.morning) + number)

    def plans(self, case: Case, now: int) -> Iterable[Plan] | None:
        """What is to be done at once, or None: nothing more, it lives as all do. What a human is to do is held."""
        each = self._far.get(case.id)
        if each is None or case.id in self._through:
            return None
        hand = Hand(self._life, case)
        if each.far == "reported" and case.stage is Stage.REPORTED:
            return tuple(replace(plan, held=True) for plan in acceptors.plans(hand))
        found = tuple(self._step(hand, each, FAR.index(each.far), now))
        if not found:
            self._through.add(case.id)
            return None
        return found

    def _step(self, hand: Hand, each: Morning, far: int, now: int) -> Iterator[Plan]:
        case, lead = hand.case, lead_of(hand.case.legs)
        condition = each.condition
        match case.stage:
            case Stage.REPORTED if far >= 1:
                category = condition.rpartition("-")[0]
                yield from hand.centre(Role.ACCEPTOR, "accept", now, "early", category=category)
            case Stage.ACCEPTED if far >= 1:
                yield from hand.centre(Role.SHIFT_LEADER, "file", now, "early", condition=condition)
            case Stage.TO_DISPATCH if far >= 2 and case.round == 0:
                yield from self._desk_does(hand, "dispatch", now, unit=right_unit(hand))
            case Stage.WITH_UNITS if lead is not None and lead.stage is LegStage.DELIVERED and far >= 2:
                yield from hand.unit(lead, "sign", now, "early")
            case Stage.WITH_UNITS if lead is not None and lead.stage is LegStage.SIGNED and far >= 3:
                yield from hand.unit(lead, "feedback", now, "early", text="已处置完毕", pictures=(_DONE,))
            case Stage.TO_CONFIRM if lead is not None and far >= 4:
                yield from self._desk_does(hand, "confirm_pass", now, lead.id)
            case Stage.TO_VERIFY if far >= 5:
                yield from self._check(hand, now)

    def _check(self, hand: Hand, now: int) -> Iterator[Plan]:
        """The collector finds that it is not solved: somebody has to look and reject it."""
        check = acceptors.open_check(hand.case)
        if check is not None:
            login = self._cast.collector(check.collector)
            said = {"result": "unsolved", "text": "现场仍有问题", "pictures": (Picture("check", solved=False),)}
            yield from hand.by(login, Role.COLLECTOR, "answer_check", now, "early", check.id, **said)
        elif not any(each.kind is CheckKind.VERIFY for each in hand.case.checks):
            yield from hand.centre(Role.ACCEPTOR, "send_check", now, "early")

    def _desk_does(self, hand: Hand, verb: str, now: int, target: str = "", **said: str) -> Iterator[Plan]:
        """In the morning somebody sat at the desk, though it is the newcomer's now."""
        holders = sorted(p.login for p in self._cast.people.values() if p.roles == (Role.DISPATCHER,))
        if holders:
            made = hand.by(holders[0], Role.DISPATCHER, verb, now, "early", target, **said)
            yield from (replace(plan, always=True) for plan in made)


_DONE = Picture("after", solved=True)


def _at(plan: Plan, at: int) -> Plan:
    said = plan.said if plan.role is Role.COLLECTOR else {k: v for k, v in plan.said.items() if k != "external_due"}
    return Plan(at, plan.case_id, plan.key, plan.login, plan.role, plan.verb, plan.target, said, plan.pictures)
