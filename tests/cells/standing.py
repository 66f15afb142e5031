"""Brings a case to where a cell of the lifecycle tables applies, by the commands that lead there in life.

The same course is run over the rules alone (for windows) and over a server's casebook (for pages).
"""

from collections.abc import Callable
from typing import Any, Protocol

from rules.case import Case
from rules.commands import Role
from tests.cells.table import Cell

CLOSING = {"event-01-10-1": ["垃圾已清除"], "component-01-02-1": ["已复位", "无安全隐患"]}
EARLIER = {"case": "case-0", "number": "15040100001", "unit": "410102", "closed_at": 1}
DAY = 86_400_000
DISTRICT, STREET, OTHER = "410102", "410102005", "410103"


class Course(Protocol):
    """A case to which things are done; time goes on by a minute with each of them."""

    @property
    def case(self) -> Case:
        """As it stands now."""

    @property
    def now(self) -> int:
        """Ms UTC."""

    def do(self, verb: str, role: Role, target: str = "", unit_of: str = "", **body: Any) -> None:
        """Do one thing as who holds this role; `unit_of` is the unit of a terminal. Raises when it is refused."""


Standing = Callable[[Course], None]

R = Role


def reported(course: Course) -> None:
    course.do("report", R.COLLECTOR, words="陇海路与秦岭路交会处有暴露垃圾", category="event-01-10", source="collector")


def accepted(course: Course) -> None:
    reported(course)
    course.do("accept", R.ACCEPTOR)


def filed(course: Course, condition: str = "event-01-10-1") -> None:
    accepted(course)
    course.do("file", R.SHIFT_LEADER, category=condition[:-2], condition=condition)


def delivered(course: Course, condition: str = "event-01-10-1") -> None:
    filed(course, condition)
    course.do("dispatch", R.DISPATCHER, unit=DISTRICT)


def signed(course: Course, condition: str = "event-01-10-1") -> None:
    delivered(course, condition)
    course.do("sign", R.UNIT, unit_of=DISTRICT)


def done(course: Course, condition: str = "event-01-10-1") -> None:
    signed(course, condition)
    course.do("feedback", R.UNIT, unit_of=DISTRICT, text="已清理")


def working(course: Course, condition: str = "event-01-10-1") -> None:
    done(course, condition)
    course.do("confirm_refuse", R.DISPATCHER, reason="照片看不清")


def to_verify(course: Course) -> None:
    done(course)
    course.do("confirm_pass", R.DISPATCHER)


def to_close(course: Course) -> None:
    to_verify(course)
    course.do("verify_pass", R.ACCEPTOR)


def closed(course: Course) -> None:
    to_close(course)
    course.do("close", R.SHIFT_LEADER, closing=CLOSING[course.case.condition])


def failed(course: Course) -> None:
    """Waits for its re-dispatch."""
    to_verify(course)
    course.do("verify_fail", R.ACCEPTOR, reason="1")


def forced(course: Course) -> None:
    signed(course)
    course.do("force_close", R.SHIFT_LEADER, reason="道路封闭")


def void(course: Course) -> None:
    signed(course)
    course.do("void", R.SHIFT_LEADER, reason="误报")


def back_to_file(course: Course) -> None:
    """A unit worked on it, and now it waits to be filed again."""
    failed(course)
    course.do("send_back", R.DISPATCHER, reason="类别不对")


def back_to_intake(course: Course) -> None:
    """A unit worked on it, and now it waits to be accepted again."""
    back_to_file(course)
    course.do("send_back", R.SHIFT_LEADER, reason="类别不对")


def _ended_at_intake(verb: str, **body: object) -> Callable[[Standing], Standing]:
    def after(begin: Standing) -> Standing:
        def standing(course: Course) -> None:
            begin(course)
            course.do(verb, R.ACCEPTOR, **body)

        return standing

    return after


def _declined(begin: Standing) -> Standing:
    """Proposed by one, agreed to by another."""

    def standing(course: Course) -> None:
        begin(course)
        course.do("decline", R.ACCEPTOR, reason="1", answer="不属城管范围")
        course.do("uphold_decline", R.SHIFT_LEADER)

    return standing


_FROM_INTAKE = {
    "pre_check": _ended_at_intake("send_check", collector="c001"),
    "declined": _declined,
    "answered": _ended_at_intake("answer", answer="已说明"),
    "passed_on": _ended_at_intake("pass_on", to="12345"),
    "duplicate": _ended_at_intake("attach_duplicate", of="case-of-yesterday"),
}

CASE: dict[str, Standing] = {
    "reported": reported, "accepted": accepted, "to_dispatch": filed, "with_units": signed, "to_confirm": done,
    "to_verify": to_verify, "to_close": to_close, "closed": closed, "forced": forced, "void": void,
} | {stage: after(reported) for stage, after in _FROM_INTAKE.items()}  # fmt: skip

WITH_A_UNIT: dict[str, Standing] = (
    CASE
    | {"reported": back_to_intake, "accepted": back_to_file, "to_dispatch": failed}
    | {stage: after(back_to_intake) for stage, after in _FROM_INTAKE.items()}
)
"""The same stages of cases on which a unit has worked: it may still say something."""

LEG = {"sent": delivered, "delivered": delivered, "signed": signed, "working": working, "done": done}
CHECK = {"sent": _FROM_INTAKE["pre_check"](reported), "fetched": _FROM_INTAKE["pre_check"](reported)}


def given_on(course: Course, stage: str) -> None:
    """A street office's leg below the district's, at this stage."""
    signed(course)
    course.do("sub_dispatch", R.UNIT, unit_of=DISTRICT, unit=STREET)
    if stage != "delivered":
        course.do("sign", R.UNIT, _last(course), STREET)
    if stage in {"done", "working"}:
        course.do("feedback", R.UNIT, _last(course), STREET, text="已清理")
    if stage == "working":
        course.do("refuse_up", R.UNIT, _last(course), DISTRICT, reason="墙角还有垃圾")


def _last(course: Course) -> str:
    return course.case.legs[-1].id


IN_A_LEDGER = frozenset({"ledger_entry", "close_ledger"})


class Coordinated:
    """A course on which a ledger is opened as soon as the case is filed."""

    def __init__(self, course: Course) -> None:
        self._course = course

    @property
    def case(self) -> Case:
        """As it stands now."""
        return self._course.case

    @property
    def now(self) -> int:
        """Ms UTC."""
        return self._course.now

    def do(self, verb: str, role: Role, target: str = "", unit_of: str = "", **body: Any) -> None:
        """Do one thing; after the filing the ledger is opened."""
        self._course.do(verb, role, target, unit_of, **body)
        if verb == "file":
            self._course.do("open_ledger", R.DISPATCHER, matter="ownership", text="井盖权属不明")


OF_A_REPORTER = frozenset({"answer_reporter", "follow_up", "keep_closed"})


class Asked(Coordinated):
    """A course whose reporter wants an answer and left a number."""

    def do(self, verb: str, role: Role, target: str = "", unit_of: str = "", **body: Any) -> None:
        """Do one thing; the report says that an answer is wanted."""
        wants = {"wants_answer": True, "personal": f"person-{self._course.now}"} if verb == "report" else {}
        self._course.do(verb, role, target, unit_of, **body, **wants)


OF_AN_ALARM = frozenset({"accept_alarm", "reject_alarm"})


class Alarmed(Coordinated):
    """A course that begins with an alarm of a machine."""

    def do(self, verb: str, role: Role, target: str = "", unit_of: str = "", **body: Any) -> None:
        """Do one thing; what would be reported by a person is reported by a machine."""
        if verb == "report":
            alarm = {"kind": "refuse_heap", "sender": "video", "confidence": 870, "device": "cam-1"}
            self._course.do("alarm", R.PUBLIC, words=body["words"], category=body["category"], **alarm)
        else:
            self._course.do(verb, role, target, unit_of, **body)


BY_THE_GIVER = frozenset({"recall", "grant_return", "refuse_return", "pass_up", "refuse_up"})
"""What a terminal does to a leg that its unit gave on."""


def stand(course: Course, cell: Cell) -> str:
    """Bring the case to where the cell applies; the target of the command: a leg, a check, or ""."""
    if cell.table == "case" and cell.verb in IN_A_LEDGER:
        CASE[cell.stage](Coordinated(course))  # it may outlast the case, but is opened before
    elif cell.table == "case" and cell.verb in OF_A_REPORTER:
        CASE[cell.stage](Asked(course))
    elif cell.verb == "uphold_decline":
        reported(course)
        course.do("decline", R.ACCEPTOR, reason="1")
    elif cell.table == "case" and cell.verb in OF_AN_ALARM:
        CASE[cell.stage](Alarmed(course))
    elif cell.table == "case":
        (WITH_A_UNIT if cell.role == "unit" else CASE)[cell.stage](course)
    elif cell.table == "check":
        CHECK[cell.stage](course)
        if cell.stage == "fetched":
            course.do("fetched", R.COLLECTOR)
    elif cell.role == "unit" and cell.verb in BY_THE_GIVER:
        given_on(course, cell.stage)
    elif cell.verb == "milestone":
        LEG[cell.stage](course, "component-01-02-1")
    else:
        LEG[cell.stage](course)
    _add_facts(course, cell)
    return _target(course.case, cell)


def _target(case: Case, cell: Cell) -> str:
    parts = {"leg": case.legs, "check": case.checks}.get(cell.table, ())
    return parts[-1].id if parts else ""


def _add_facts(course: Course, cell: Cell) -> None:
    """What must hold beside the stage: somebody asked, the case is suspended or urged."""
    asks = {"grant": "ask", "refuse": "ask"}.get(cell.verb.partition("_")[0], "")
    what = cell.verb.partition("_")[2]
    if asks and what == "return":
        leg = course.case.legs[-1]
        course.do("ask_return", R.UNIT, leg.id, leg.unit, reason="不属我区")
    elif asks and what == "extension":
        days = {"shift_leader": 2, "leader": 5}.get(cell.role, 1)
        course.do("ask_extension", R.UNIT, _last(course), DISTRICT, reason="下雨", days=days)
    elif asks and what == "suspension":
        until = course.now + {"shift_leader": 200, "leader": 320}.get(cell.role, 1) * DAY
        course.do("ask_suspension", R.UNIT, _last(course), DISTRICT, reason="等材料", until=until)
    elif asks and what == "void":
        course.do("ask_void", R.ACCEPTOR, reason="误报")
    elif asks and what == "appeal":
        course.do("appeal", R.UNIT, "", DISTRICT, reason="已按时处置")
    elif cell.verb == "resume":
        course.do("suspend", R.DISPATCHER, reason="等材料", until=course.now + 86_400_000)
    elif cell.verb == "keep_closed":
        course.do("follow_up", R.ACCEPTOR, result="dissatisfied", text="又堆上了")
    elif cell.verb == "name_cause":
        course.do("recur", R.SYSTEM, count=3, earlier=[EARLIER])
    elif cell.verb == "answer_urge":
        course.do("urge", R.DISPATCHER, reason="市民再次来电")
