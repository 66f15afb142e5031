"""What asks the command centre for a decision: returns, extensions, suspensions; what is urged and suspended."""

from tests.builders import t
from tests.together.tour.stage import LANGUAGE, Stage

PICTURES = ("returned", "refuse-return", "extension", "suspension", "suspended", "urged", "second-return")
REFUSE = "event-01-10-1"
HELD_UNTIL = "2015-12-04 18:00"


def tell(stage: Stage) -> None:
    """Each request on its list with what would come of it."""
    stage.morning()
    cast, city = stage.cast, stage.city
    cast.at(220)
    asked = {name: cast.sent(REFUSE, photos=True) for name in ("return", "extension", "suspension")}
    cast.unit(asked["return"]).do("ask_return", asked["return"], reason="路面由市政工程管理处养护")
    cast.unit(asked["extension"]).do("ask_extension", asked["extension"], reason="备件明日到货")
    until = t(HELD_UNTIL)
    cast.unit(asked["suspension"]).do("ask_suspension", asked["suspension"], reason="道路整体改造，计划内", until=until)
    held = cast.filed(REFUSE, photos=True)
    city.person("li").do("suspend", held, reason="道路整体改造，计划内", until=until)
    urged = cast.sent(REFUSE, photos=True)
    city.person("li").do("urge", urged, reason="群众多次反映")
    twice = _returned_twice(stage)
    desk = stage.desk("wang", LANGUAGE)
    for name, case_id, words in (
        ("returned", asked["return"], "A unit asks to return a case: what would come of either answer"),
        ("extension", asked["extension"], "A unit asks for more time"),
        ("suspension", asked["suspension"], "A unit asks to stop the clock until a day"),
        ("suspended", held, "A suspended case and when its clock goes on"),
        ("urged", urged, "An urged case"),
        ("second-return", twice, "The second return: the chain, the precedents, the choices"),
    ):
        desk.choose(cast.number(case_id))
        stage.snap(desk, name, words)
        if name == "returned":
            desk.key("r")
            stage.snap(desk, "refuse-return", "Refusing it takes a reason")


def _returned_twice(stage: Stage) -> str:
    """A case that two districts sent back."""
    cast, li = stage.cast, stage.city.person("li")
    case_id = cast.sent(REFUSE, photos=True)
    first = cast.unit_of(case_id)
    cast.unit(case_id).do("ask_return", case_id, reason="不在本区辖区内")
    cast.at(224)
    li.do("grant_return", case_id)
    cast.at(226)
    li.do("dispatch", case_id, unit="410102" if first != "410102" else "410103")
    cast.unit(case_id).do("sign", case_id)
    cast.at(231)
    cast.unit(case_id).do("ask_return", case_id, reason="界线以路中为准，属对方")
    return case_id
