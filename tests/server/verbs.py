"""Every verb over HTTP: where it can be done, by whom, and how it is refused. Written by hand from `rules.md`."""

from dataclasses import dataclass, field

from rules.commands import Grant, Role
from server.access.accounts import Account
from tests.server.conftest import PASSWORD_HASH
from tests.server.small_city import MINUTE, NOW, Hands

LATER = NOW + 3 * 24 * 60 * MINUTE
WHY = {"reason": "说明"}
WORDS = "有暴露垃圾"
LEDGER = {"matter": "duty", "text": "职责不清"}
THERE = {"lon": 1_136_000_000, "lat": 347_500_000}
CLOSE = {"closing": ["清理干净"]}
MORE_PEOPLE = (
    Account("u-street", "西街道", "West Street", "west-street", PASSWORD_HASH, (Grant(Role.UNIT, "west-street"),)),
    Account("sun", "孙督察", "Sun", "", PASSWORD_HASH, (Grant(Role.INSPECTOR),)),
    Account("boss", "领导", "Boss", "", PASSWORD_HASH, (Grant(Role.LEADER),)),
    Account("d-east", "东区派遣", "East desk", "", PASSWORD_HASH, (Grant(Role.DISPATCHER, "410103"),)),
)
ROLES = {
    "chen": Role.ACCEPTOR, "zhao": Role.SHIFT_LEADER, "wang": Role.DISPATCHER, "li": Role.DISPATCHER,
    "u-west": Role.UNIT, "u-street": Role.UNIT, "c1": Role.COLLECTOR, "sun": Role.INSPECTOR,
    "public:machine:video": Role.PUBLIC,
}  # fmt: skip

# how a case comes there: from which situation, who, verb, body
SITUATIONS: dict[str, tuple[str, str, str, dict[str, object]]] = {
    "reported": ("", "chen", "report", {"words": WORDS, "category": "event-01-10"}),
    "asking": (
        "",
        "chen",
        "report",
        {"words": WORDS, "wants_answer": True, "personal": "p"},
    ),
    "wanting": ("asking", "chen", "accept", {}),
    "wanting_filed": ("wanting", "zhao", "file", {"condition": "event-01-10-1"}),
    "wanting_ended": ("wanting_filed", "zhao", "force_close", WHY),
    "not_content": ("wanting_ended", "chen", "follow_up", {"result": "dissatisfied", "text": "还在"}),
    "alarm": ("", "public:machine:video", "alarm", {"words": WORDS, "kind": "refuse_heap", "sender": "video"}),
    "collected": ("", "c1", "report", {"words": WORDS, "category": "event-01-10"}),
    "taken": ("collected", "chen", "accept", {}),
    "passed_on": ("reported", "chen", "pass_on", {"to": "12345"} | WHY),
    "decline_proposed": ("reported", "chen", "decline", WHY),
    "accepted": ("reported", "chen", "accept", {}),
    "filed": ("accepted", "zhao", "file", {"condition": "event-01-10-1"}),
    "reported_there": ("", "chen", "report", {"words": WORDS, "category": "event-01-10"} | THERE),
    "accepted_there": ("reported_there", "chen", "accept", {}),
    "filed_there": ("accepted_there", "zhao", "file", {"condition": "event-01-10-1"}),
    "void_asked": ("filed", "wang", "ask_void", WHY),
    "suspended": ("filed", "li", "suspend", {"until": LATER} | WHY),
    "delivered": ("filed", "wang", "dispatch", {"unit": "west"}),
    "signed": ("delivered", "u-west", "sign", {}),
    "urged": ("signed", "wang", "urge", WHY),
    "sub": ("signed", "u-west", "sub_dispatch", {"unit": "west-street"}),
    "sub_signed": ("sub", "u-street", "sign", {}),
    "sub_done": ("sub_signed", "u-street", "feedback", {"text": "清理完毕"}),
    "return_asked": ("signed", "u-west", "ask_return", WHY),
    "extension_asked": ("signed", "u-west", "ask_extension", WHY),
    "suspension_asked": ("signed", "u-west", "ask_suspension", {"until": LATER} | WHY),
    "done": ("signed", "u-west", "feedback", {"text": "清理完毕"}),
    "to_verify": ("done", "wang", "confirm_pass", {}),
    "checked": ("to_verify", "chen", "send_check", {"collector": "c1"}),
    "answered": ("checked", "c1", "answer_check", {"result": "solved"}),
    "to_close": ("to_verify", "chen", "verify_pass", {}),
    "closed": ("to_close", "zhao", "close", CLOSE),
    "coordinated": ("signed", "wang", "open_ledger", LEDGER),
    "recurrent": ("signed", "system", "recur", {"count": 3, "earlier": []}),
    "appealed": ("closed", "u-west", "appeal", WHY),
}


@dataclass(frozen=True)
class Line:
    """A verb that `who` does at `at`; `other` may not, by `rule`; at `never` nobody can, "" = it always can be done."""

    verb: str
    at: str
    who: str
    other: str
    never: str
    body: dict[str, object] = field(default_factory=dict)
    rule: str = "rule.role"


LINES = (
    Line("send_check", "reported", "chen", "wang", "accepted", {"collector": "c1"}),
    Line("accept", "reported", "chen", "zhao", "filed"),
    Line("decline", "reported", "chen", "wang", "filed", WHY),
    Line("answer", "reported", "chen", "wang", "filed", {"answer": "已告知"}),
    Line("pass_on", "reported", "chen", "zhao", "filed", {"to": "12345"} | WHY),
    Line("accept_alarm", "alarm", "chen", "wang", "accepted"),
    Line("reject_alarm", "alarm", "chen", "zhao", "accepted", WHY),
    Line("acknowledge", "passed_on", "chen", "zhao", "reported"),
    Line("self_handled", "collected", "c1", "chen", "taken"),
    Line("attach_duplicate", "reported", "chen", "wang", "delivered", {"of": "case-first"}),
    Line("file", "accepted", "zhao", "chen", "reported", {"condition": "event-01-10-1"}),
    Line("send_back", "accepted", "zhao", "chen", "closed", WHY),
    Line("dispatch", "filed", "wang", "chen", "accepted", {"unit": "west"}),
    Line("suspend", "filed", "wang", "chen", "reported", {"until": LATER} | WHY),
    Line("resume", "suspended", "wang", "chen", "reported"),
    Line("add_helper", "delivered", "wang", "zhao", "reported", {"unit": "east"}),
    Line("seek_owner", "filed", "wang", "zhao", "reported", {"unit": "east"}),
    Line("ruling", "filed_there", "zhao", "wang", "reported", {"unit": "east", "until": LATER} | WHY),
    Line("urge", "signed", "zhao", "chen", "reported", WHY),
    Line("answer_urge", "urged", "u-west", "chen", "closed", {"text": "马上到"}),
    Line("told", "delivered", "li", "sun", "closed", {"to": "老王"}),
    Line("fetched", "delivered", "u-west", "chen", "closed"),
    Line("sign", "delivered", "u-west", "wang", "closed"),
    Line("refuse_sign", "delivered", "u-west", "wang", "closed", WHY),
    Line("sub_dispatch", "signed", "u-west", "wang", "closed", {"unit": "west-street"}),
    Line("own_number", "delivered", "u-west", "wang", "closed", {"number": "HW-117"}),
    Line("pass_up", "sub_done", "u-west", "wang", "closed"),
    Line("refuse_up", "sub_done", "u-west", "wang", "closed", WHY),
    Line("feedback", "signed", "u-west", "wang", "closed", {"text": "清理完毕"}),
    Line("milestone", "signed", "u-west", "wang", "closed", {"key": "repair"}),
    Line("recall", "delivered", "wang", "chen", "closed"),
    Line("reassign", "signed", "wang", "zhao", "closed", {"unit": "east"} | WHY),
    Line("ask_return", "signed", "u-west", "wang", "closed", WHY),
    Line("grant_return", "return_asked", "wang", "chen", "closed"),
    Line("refuse_return", "return_asked", "wang", "chen", "closed", WHY),
    Line("ask_extension", "signed", "u-west", "wang", "closed", WHY),
    Line("grant_extension", "extension_asked", "wang", "zhao", "closed", rule="rule.approval"),
    Line("refuse_extension", "extension_asked", "wang", "zhao", "closed", WHY, "rule.approval"),
    Line("ask_suspension", "signed", "u-west", "wang", "closed", {"until": LATER} | WHY),
    Line("grant_suspension", "suspension_asked", "wang", "chen", "closed"),
    Line("refuse_suspension", "suspension_asked", "wang", "chen", "closed", WHY),
    Line("confirm_pass", "done", "wang", "chen", "signed"),
    Line("confirm_refuse", "done", "wang", "chen", "signed", WHY),
    Line("answer_check", "checked", "c1", "li", "answered", {"result": "solved"}),
    Line("verify_pass", "to_verify", "chen", "li", "signed"),
    Line("verify_fail", "to_verify", "chen", "li", "signed", WHY),
    Line("close", "to_close", "zhao", "chen", "to_verify", CLOSE),
    Line("force_close", "signed", "zhao", "chen", "reported", WHY),
    Line("void", "filed", "zhao", "chen", "reported", WHY),
    Line("uphold_decline", "decline_proposed", "zhao", "chen", "reported"),
    Line("ask_void", "filed", "wang", "zhao", "reported", WHY),
    Line("grant_void", "void_asked", "zhao", "chen", "reported"),
    Line("refuse_void", "void_asked", "zhao", "chen", "reported", WHY),
    Line("reopen", "closed", "zhao", "chen", "filed", WHY),
    Line("appeal", "closed", "u-west", "chen", "signed", WHY),
    Line("grant_appeal", "appealed", "sun", "li", "signed"),
    Line("refuse_appeal", "appealed", "sun", "li", "signed", WHY),
    Line("open_ledger", "signed", "wang", "chen", "reported", LEDGER),
    Line("ledger_entry", "coordinated", "zhao", "chen", "reported", {"how": "call", "who": "王工", "text": "明日确认"}),
    Line("close_ledger", "coordinated", "wang", "chen", "reported", {"text": "已确认"}),
    Line("name_cause", "recurrent", "wang", "chen", "reported", {"text": "清运点太少"}),
    Line("answer_reporter", "wanting", "chen", "wang", "reported", {"how": "phone", "text": "已处置"}),
    Line("follow_up", "wanting_ended", "chen", "wang", "reported", {"result": "unreached"}),
    Line("keep_closed", "not_content", "zhao", "chen", "reported", WHY),
    Line("correct", "signed", "chen", "sun", "closed", {"important": True, "was": {"important": False}}),
    Line("note", "signed", "u-west", "c1", "", {"text": "看过"}, "rule.unknown_case"),
)

# what who dispatched the case may never do with it, in whatever role
DUTIES = {
    "to_verify": ("send_check", "verify_pass", "verify_fail"),
    "to_close": ("close", "send_back"),
    "signed": ("force_close", "void"),
    "appealed": ("grant_appeal", "refuse_appeal"),
}


def bring(hands: Hands, case_id: str, situation: str) -> None:
    """A new case, brought to a situation step by step."""
    before, who, verb, body = SITUATIONS[situation]
    if before:
        bring(hands, case_id, before)
    outcome = hands.do(who, ROLES.get(who, Role.SYSTEM), verb, case_id, body=dict(body))
    assert outcome.state == "accepted", (situation, verb, outcome)
