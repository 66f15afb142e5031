"""A city of two districts and a bureau, without geometry; and hands that act in it."""

from itertools import count

from rules.calendar import WorkCalendar
from rules.city import Category, City, Condition, MilestoneLimit, Policies, Unit
from rules.clock import Limit, LimitUnit
from rules.commands import Actor, Command, Grant, Outcome, Role
from server.casebook.book import Casebook

NOW = 1_429_664_400_000  # Wed 2015-04-22 09:00 in Shanghai
MINUTE = 60_000
PACK = b"the pack of the small city"

_UNITS = (
    Unit("west", "西区", "West", kind="district", district="410102"),
    Unit("east", "东区", "East", kind="district", district="410103"),
    Unit(
        "west-street", "西街道", "West Street", parent="west", kind="street", district="410102", phone="0371-0001",
        duty="刘队长", duty_en="Captain Liu",
    ),
    Unit("bureau", "城管局", "Bureau", kind="bureau"),
)  # fmt: skip


def small_city(**policies: object) -> City:
    """The small city; `policies` change what it chose."""
    calendar = WorkCalendar("Asia/Shanghai", "2015")
    category = Category("event-01-10", "暴露垃圾", "Exposed refuse")
    condition = Condition(
        "event-01-10-1", category.key, "有暴露垃圾", limit=Limit(4, LimitUnit.WORK_HOUR), closing=("清理干净",)
    )
    in_steps = Condition(
        "event-01-10-2", category.key, "须先排险", limit=Limit(4, LimitUnit.WORK_HOUR),
        milestones=(MilestoneLimit("make_safe", Limit(2, LimitUnit.URGENT_HOUR)),),
    )  # fmt: skip
    phrases = {"feedback": (("已清理完毕", "Cleared"),), "ask_return": (("不属我单位职责", "Not our duty"),)}
    return City(
        version="small-1",
        code="410100",
        name="小城",
        name_en="Small City",
        zone="Asia/Shanghai",
        synthetic=True,
        calendar=calendar,
        units={unit.code: unit for unit in _UNITS},
        categories={category.key: category},
        conditions={each.key: each for each in (condition, in_steps)},
        policies=Policies(feedback_required_photos=0, phrases=phrases, **policies),  # type: ignore[arg-type]
    )


class Hands:
    """Does things in the casebook as somebody; ids are counted, so that a test can name them."""

    def __init__(self, casebook: Casebook, at: int = NOW) -> None:
        self.casebook = casebook
        self.at = at
        self._ids = count(1)

    def command(self, who: str, role: Role, verb: str, case_id: str, **more: object) -> Command:
        """A command; `body`, `target`, `base_version`, … by name."""
        command_id = str(more.pop("id", f"command-{next(self._ids)}"))
        return Command(command_id, verb, case_id, who, role, self.at, **more)  # type: ignore[arg-type]

    def do(self, who: str, role: Role, verb: str, case_id: str, **more: object) -> Outcome:
        """Do it and say what came of it."""
        return self.casebook.do(self.command(who, role, verb, case_id, **more), Actor(who, grants=(Grant(role),)))

    def report(self, case_id: str, words: str = "有暴露垃圾") -> Outcome:
        """A new case, in 待受理."""
        body = {"words": words, "category": "event-01-10", "source": "hotline"}
        return self.do("chen", Role.ACCEPTOR, "report", case_id, body=body)

    def filed(self, case_id: str) -> Outcome:
        """A new case, brought to 待派遣."""
        self.report(case_id)
        self.do("chen", Role.ACCEPTOR, "accept", case_id)
        return self.do("zhao", Role.SHIFT_LEADER, "file", case_id, body={"condition": "event-01-10-1"})

    def dispatched(self, case_id: str, unit: str = "west") -> Outcome:
        """A new case, brought to a unit."""
        self.filed(case_id)
        return self.do("wang", Role.DISPATCHER, "dispatch", case_id, body={"unit": unit})
