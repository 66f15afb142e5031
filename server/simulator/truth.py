"""What is really so in the street: whether a report was false, whose fault it was, what a report is about."""

from rules.assignment import Assignment, LegRole, LegStage
from rules.case import Case
from rules.responsibility import propose
from server.simulator.plan import Hand, Life


def category_of(case: Case, life: Life) -> str:
    """The category that an acceptor gives: as reported, else that whose words or name the report holds."""
    if case.category:
        return case.category
    for matter in life.figures.matters:
        if any(words in case.words for words in matter.words):
            return matter.category
    for key, category in life.city.categories.items():
        if category.name and category.name in case.words:
            return key
    return life.figures.matters[0].category


def condition_of(case: Case, life: Life) -> str:
    """The filing condition that a shift leader chooses, "" when the city has none for the category."""
    known = sorted(each.key for each in life.city.conditions.values() if each.category == case.category)
    weights = next((each.conditions for each in life.figures.matters if each.category == case.category), {})
    fitting = [key for key in known if weights.get(key.rpartition("-")[2], 0) > 0]
    if not fitting:
        return known[0] if known else ""
    totals, total = [], 0.0
    for key in fitting:
        total += weights[key.rpartition("-")[2]]
        totals.append(total)
    return life.chance.weighted(fitting, totals, "condition", case.id)


def solved(hand: Hand) -> bool:
    """Whether the last round really solved it: whoever did the work did not lie."""
    case = hand.case
    legs = [leg for leg in case.legs if leg.round == case.round and leg.stage is not LegStage.RECALLED]
    parents = {leg.parent for leg in legs}
    workers = [leg for leg in legs if leg.id not in parents and leg.feedback_at and leg.role is not LegRole.HELPER]
    return not any(lies(hand, leg) for leg in workers)


def lies(hand: Hand, leg: Assignment) -> bool:
    """Whether a unit reports this leg done without having solved it: hardly again once it was refused or failed."""
    if hand.case.feedback_refused or not hand.chance("false_done", leg.id):
        return False
    return not (leg.rework and hand.life.chance.unit("honest", leg.id) < 0.5)


def right_unit(hand: Hand) -> str:
    """Who is responsible by the duty list, else the district of the place."""
    case = hand.case
    found = propose(case, hand.life.city, case.stage_since)
    first = (found.unit if found.ground != "rework" else case.proposed, *found.candidates, *found.runners_up)
    return next((unit for unit in (*first, case.district) if unit in hand.life.city.units), "")


def is_wrong(hand: Hand, leg: Assignment) -> bool:
    """Whether a leg went to a district that has nothing to do with the place: a mistake of the desk."""
    case, unit = hand.case, hand.life.city.units.get(leg.unit)
    return bool(unit and leg.role is LegRole.LEAD and unit.kind == "district" and unit.code != case.district)
