"""Several units at work on one case, and the telephone: who was told, who promised to call back."""

from tests.together.tour.stage import THEME, Stage

PICTURES = ("legs", "helper", "told", "call-back")
COVER = "component-01-02-1"


def tell(stage: Stage) -> None:
    """A tree of legs, the form for a call, and a promise that falls due."""
    stage.morning()
    cast = stage.cast
    cast.at(224)
    shared, urgent, promised = _shared(stage), cast.sent(COVER, sign=False), cast.sent(COVER, sign=False)
    due = stage.city.clock.at + 5 * 60_000
    stage.city.person("li").do("told", promised, to="高建新", phone="0371-0000-0101", call_back=due)
    cast.at(230)
    desk = stage.desk("wang", THEME)
    desk.choose(cast.number(shared))
    stage.snap(desk, "legs", "Everybody who works on a case, as a tree: lead, helper, and whom they gave it to")
    desk.key("c")
    stage.snap(desk, "helper", "One more unit that helps: C")
    desk.choose(cast.number(urgent))
    desk.key("t")
    stage.snap(desk, "told", "Told by phone: whom to call, under which number, and what they promised")
    desk.choose(cast.number(promised))
    stage.snap(desk, "call-back", "A promised call-back is due")


def _shared(stage: Stage) -> str:
    """A case with a lead, a helper and a unit below the lead."""
    cast, city = stage.cast, stage.city
    case_id = cast.filed(COVER, photos=True)
    case = city.person("chen").case(case_id)
    district = str(case["district"])
    helper = "410102" if district != "410102" else "410103"
    city.person("li").do("dispatch", case_id, unit=district, helpers=[helper])
    lead = city.person(f"u{district}")
    lead.do("sign", case_id)
    below = next(unit.code for unit in city.rules().units.values() if unit.parent == district)
    lead.do("sub_dispatch", case_id, unit=below)
    return case_id
