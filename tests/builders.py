"""Small things with defaults for all tests: a hand-made city, actors, cases in every stage, legs, checks, commands.

Nothing here imports a lifecycle table. Instants are ms UTC; `t("2015-04-22 09:12")` is Zhengzhou time.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rules.assignment import Assignment, LegRole, LegStage, Request, RequestKind
from rules.calendar import CalendarDay, DayKind, WorkCalendar
from rules.case import Case, Milestone, Stage
from rules.check import Check, CheckKind, CheckStage
from rules.city import Approval, Category, City, Condition, Duty, MilestoneLimit, Policies, Unit
from rules.clock import Clock, Limit, LimitUnit
from rules.commands import Actor, Command, Grant, Role
from rules.frozen import changed
from rules.lifecycle import Applied, apply, delivered, undelivered

ZONE = ZoneInfo("Asia/Shanghai")
FOUR_HOURS = Limit(4, LimitUnit.WORK_HOUR)
TWO_URGENT = Limit(2, LimitUnit.URGENT_HOUR)
MINUTE = 60_000


def t(text: str) -> int:
    """An instant from a wall time of Zhengzhou: "2015-04-22 09:12" or with seconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


NINE = t("2015-04-22 09:00")  # a Wednesday

UNITS = (
    Unit("410102", "中原区", "Zhongyuan District", kind="district", district="410102", phone="67445566", pinyin="zyq"),
    Unit("410103", "二七区", "Erqi District", kind="district", district="410103", pinyin="eqq"),
    Unit("410102005", "秦岭路街道", "Qinling Road Street", "410102", "street", "410102", pinyin="qlljd"),
    Unit("410102006", "桐柏路街道", "Tongbai Road Street", "410102", "street", "410102", pinyin="tbljd"),
    Unit("410102005-1", "保洁一队", "Crew 1", "410102005", "crew", "410102"),
    Unit("B01", "市排水管理处", "Drainage", kind="department", pinyin="spsglc"),
    Unit("B99", "市应急抢险队", "City make-safe team", kind="department"),
    Unit("OLD", "旧单位", "Ended unit", kind="bureau", until=t("2014-01-01 00:00")),
)
CATEGORIES = (
    Category("event-01-10", "暴露垃圾", "Exposed refuse", "暴露垃圾", "refuse", "市容环境", "City appearance"),
    Category("component-01-02", "污水井盖", "Sewage cover", "污水井盖", "sewer cover", "公用设施", "Public utilities"),
)
CONDITIONS = (
    Condition("event-01-10-1", "event-01-10", "有暴露垃圾", "exposed refuse", FOUR_HOURS, closing=("垃圾已清除",)),
    Condition(
        "component-01-02-1",
        "component-01-02",
        "井盖缺失、移位",
        "cover missing or shifted",
        TWO_URGENT,
        urgent=True,
        closing=("已复位", "无安全隐患"),
        milestones=(MilestoneLimit("make_safe", TWO_URGENT), MilestoneLimit("repair", Limit(5, LimitUnit.WORK_DAY))),
    ),
)
DUTIES = (
    Duty("1", "410102", "event-01-10", layer=50, place="410102"),
    Duty("2", "410103", "event-01-10", layer=50, place="410103"),
    Duty("3", "B01", "component-01-*", layer=60),
)
STAGE_LIMITS = {
    "accept": Limit(15, LimitUnit.MINUTE),
    "file": Limit(15, LimitUnit.MINUTE),
    "dispatch": Limit(15, LimitUnit.MINUTE),
    "pre": Limit(30, LimitUnit.MINUTE),
    "verify": Limit(30, LimitUnit.MINUTE),
    "check": Limit(30, LimitUnit.MINUTE),
    "close": Limit(15, LimitUnit.MINUTE),
    "decide": Limit(15, LimitUnit.MINUTE),
}
APPROVALS = (
    Approval("extension", "dispatcher", days=1),
    Approval("extension", "shift_leader", days=3, count=1, name="科长", name_en="Head of section"),
    Approval("extension", "leader"),
    Approval("suspension", "dispatcher", days=180),
    Approval("suspension", "shift_leader", days=300),
    Approval("suspension", "leader"),
)
HOLIDAYS = tuple(CalendarDay(f"2026-02-{day}", DayKind.HOLIDAY, "春节") for day in range(15, 24))


def a_calendar() -> WorkCalendar:
    """08-12 and 14-18, Monday to Friday; the spring festival of 2026 as in the scenes."""
    days = (*HOLIDAYS, CalendarDay("2026-02-14", DayKind.WORKDAY, "调休"))
    return WorkCalendar("Asia/Shanghai", "2026a", days=days)


def a_city(**policies: Any) -> City:
    """A city of two districts, without geometry; `policies` change single fields of `Policies`."""
    chosen = Policies(stage_limits=STAGE_LIMITS, make_safe_unit="B99", urgent_words=("受伤",), approvals=APPROVALS)
    return City(
        version="00112233aabbccdd",
        code="410100",
        name="郑州市",
        name_en="Zhengzhou",
        zone="Asia/Shanghai",
        synthetic=True,
        calendar=a_calendar(),
        units={unit.code: unit for unit in UNITS},
        categories={category.key: category for category in CATEGORIES},
        conditions={condition.key: condition for condition in CONDITIONS},
        duties=DUTIES,
        policies=replace(chosen, **policies),
        places={"410102": ("中原区", "Zhongyuan"), "410103": ("二七区", "Erqi")},
    )


# --- people

NAMES = {
    Role.COLLECTOR: "c001", Role.ACCEPTOR: "chen", Role.SHIFT_LEADER: "zhao", Role.DISPATCHER: "wang",
    Role.UNIT: "u410102", Role.INSPECTOR: "sun", Role.LEADER: "leader", Role.SYSTEM: "system",
    Role.PUBLIC: "citizens",
}  # fmt: skip


def an_actor(role: Role | str, actor_id: str = "", unit: str | None = None, *more: Grant) -> Actor:
    """Somebody who holds this duty city-wide; a unit's person acts for 中原区, a collector walks "410102-007"."""
    role = Role(role)
    default = {Role.UNIT: "410102", Role.COLLECTOR: "410102-007"}.get(role, "")
    scope = default if unit is None else unit
    name = actor_id or (f"u{scope}" if role is Role.UNIT else NAMES.get(role, str(role)))
    return Actor(name, name, (Grant(role, scope), *more), scope if role is Role.UNIT else "")


# --- cases


def a_leg(stage: LegStage | str = LegStage.DELIVERED, **fields: Any) -> Assignment:
    """A lead leg of 中原区 in this stage, sent at 09:12 with four work hours."""
    stage = LegStage(stage)
    begun = stage is not LegStage.SENT
    signed = stage not in {LegStage.SENT, LegStage.DELIVERED, LegStage.REFUSED, LegStage.RECALLED}
    sent = NINE + 12 * MINUTE
    leg = Assignment(
        "leg-1", 1, "410102", LegRole.LEAD, stage=stage, limit=FOUR_HOURS, rule="full", sent_at=sent, sent_by="wang",
        clock=Clock(FOUR_HOURS, ((sent, 0),) if begun else ()), due=t("2015-04-22 15:12") if begun else 0,
        delivered_at=sent if begun else 0, signed_at=sent + 3 * MINUTE if signed else 0,
    )  # fmt: skip
    if stage in {LegStage.DONE, LegStage.ACCEPTED}:
        done = t("2015-04-22 11:00")
        leg = changed(leg, feedback_at=done, clock=Clock(FOUR_HOURS, ((sent, done),), judged_at=done))
    return changed(leg, **fields)


def a_check(kind: CheckKind | str = CheckKind.VERIFY, **fields: Any) -> Check:
    """A check that is out, for the collector of grid 410102-007."""
    check = Check("check-1", CheckKind(kind), "410102-007", 1, CheckStage.SENT, t("2015-04-22 11:05"), "chen")
    return changed(check, **fields)


def a_request(kind: RequestKind | str = RequestKind.RETURN, **fields: Any) -> Request:
    """A pending request of 中原区 on leg-1."""
    request = Request("request-1", RequestKind(kind), "leg-1", "u410102", "410102", t("2015-04-22 09:20"), "不属我区")
    return changed(request, **fields)


_LEG_OF = {
    Stage.WITH_UNITS: LegStage.SIGNED,
    Stage.TO_CONFIRM: LegStage.DONE,
    Stage.TO_VERIFY: LegStage.ACCEPTED,
    Stage.TO_CLOSE: LegStage.ACCEPTED,
    Stage.CLOSED: LegStage.ACCEPTED,
    Stage.FORCED: LegStage.ENDED,
}
_FILED = {Stage.TO_DISPATCH, Stage.VOID, *_LEG_OF}


def a_case(stage: Stage | str = Stage.TO_DISPATCH, **fields: Any) -> Case:
    """An exposed-refuse case in 中原区 that came to this stage by the usual way; `fields` override."""
    stage = Stage(stage)
    leg = _LEG_OF.get(stage)
    case = Case(
        "case-1", version=3, stage=stage, number="15042200001", source="collector", category="event-01-10",
        words="陇海路与秦岭路交会处有暴露垃圾", address="陇海路与秦岭路交会处", located=True,
        lon=1136100000, lat=347400000, unit_grid="410102005001001", duty_grid="410102-007", district="410102",
        street="410102005", reported_at=NINE - 20 * MINUTE, reported_by="c001", stage_since=NINE, events=3,
        city_version="00112233aabbccdd",
    )  # fmt: skip
    if stage in _FILED:
        case = changed(
            case, condition="event-01-10-1", limit=FOUR_HOURS, filed_at=NINE, filed_by="zhao", handed_at=NINE,
            accepted_at=NINE - 5 * MINUTE, stage_clock=Clock(STAGE_LIMITS["dispatch"], ((NINE, 0),)),
        )  # fmt: skip
    if leg:
        sent = a_leg(leg)
        case = changed(
            case, round=1, legs=(sent,), dispatchers=("wang",), first_dispatched_at=sent.sent_at, stage_clock=None,
            feedback_at=sent.feedback_at,
            closed_at=t("2015-04-22 12:00") if stage in {Stage.CLOSED, Stage.FORCED} else 0,
        )  # fmt: skip
    return changed(case, **fields)


def a_milestone(key: str = "make_safe", leg: str = "leg-1", **fields: Any) -> Milestone:
    """A milestone that runs since 09:12."""
    return changed(Milestone(key, leg, TWO_URGENT, Clock(TWO_URGENT, ((NINE + 12 * MINUTE, 0),))), **fields)


# --- commands


def a_photo(n: int = 1, **fields: Any) -> dict[str, object]:
    """A photo as a form says it."""
    return {"sha256": f"{n:064x}", "mime": "image/jpeg", "size": 1000, **fields}


def a_command(verb: str, actor: Actor, at: int, /, target: str = "", case_id: str = "case-1", **body: Any) -> Command:
    """A command in the actor's first duty."""
    return Command(f"{verb}-{at}", verb, case_id, actor.id, actor.grants[0].role, at, target, body)


class Play:
    """Plays one case through the rules as a server would: each command, then the delivery of what it sent."""

    def __init__(self, city: City, case: Case | None = None, *, online: bool = True) -> None:
        self.city, self.case, self.online = city, case, online
        self.events: list[Any] = []

    def do(self, verb: str, actor: Actor, at: str | int, /, target: str = "", **body: Any) -> Case:
        """Do one verb at a wall time; gives the case as it stands then."""
        now = t(at) if isinstance(at, str) else at
        command = a_command(verb, actor, now, target, self.case.id if self.case else "case-1", **body)
        case = self._take(apply(self.case, command, actor, self.city, now))
        return self.deliver(now) if self.online and undelivered(case) else case

    def deliver(self, at: str | int) -> Case:
        """Hand over what was sent."""
        now = t(at) if isinstance(at, str) else at
        assert self.case is not None
        return self._take(delivered(self.case, undelivered(self.case), self.city, now))

    def _take(self, applied: Applied) -> Case:
        self.case = applied.case
        self.events += applied.events
        return applied.case
