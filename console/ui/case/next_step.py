"""What there is to know before the next deed on a case not to be dispatched: legs, requests, checks in words."""

from console.facts import ShownCase
from console.ui.context import Context
from rules.assignment import LIVE, Assignment, Request
from rules.case import ENDED, Case
from rules.check import Check, CheckStage
from rules.clock import due, on_time


def step_lines(context: Context, shown: ShownCase) -> tuple[str, ...]:
    """One line per leg in hand, per open request and per check of this round, and the word that ended the case."""
    case = shown.case
    legs = [_leg(context, leg) for leg in case.legs if leg.round == case.round]
    asked = [_request(context, each) for each in case.requests if each.state == "pending"]
    checks = [_check(context, each) for each in case.checks if each.round == case.round]
    return tuple(line for line in (*legs, *asked, *checks, *_ending(context, case)) if line)


def _leg(context: Context, leg: Assignment) -> str:
    texts, words, now = context.texts, context.words, context.now()
    parts = [f"{context.names.unit(leg.unit)} ({texts.text('leg_role.' + leg.role)})", texts.text(f"leg.{leg.stage}")]
    if leg.told_at:
        parts.append(texts.text("console.told", to=leg.told_to, at=words.at(leg.told_at, now)))
    if leg.feedback_at:
        parts.append(f"{texts.text('verb.feedback')} {words.at(leg.feedback_at, now)}")
        parts.append(_kept(context, leg))
    elif leg.stage in LIVE and leg.clock and context.city:
        at = due(leg.clock, context.city.calendar)
        parts.append(texts.text("console.due", at=words.due(at)) if at else "")
    if leg.feedback_text:
        parts.append(f"“{leg.feedback_text}”")
    return " · ".join(part for part in parts if part)


def _kept(context: Context, leg: Assignment) -> str:
    kept = on_time(leg.clock, context.city.calendar) if leg.clock and context.city else None
    return "" if kept is None else context.texts.text("console.on_time" if kept else "console.late")


def _request(context: Context, request: Request) -> str:
    kind = context.texts.text(f"request.{request.kind}")
    at = context.words.at(request.at, context.now())
    return f"{context.names.unit(request.unit)} · {kind} {at} · {context.names.reason(request.reason)}"


def _check(context: Context, check: Check) -> str:
    texts, words, now = context.texts, context.words, context.now()
    kind = texts.text(f"check_kind.{check.kind}")
    if check.stage is CheckStage.ANSWERED:
        said = texts.text(f"choice.{check.result}") + (f" · {check.text}" if check.text else "")
        return f"{kind} · {said} · {words.at(check.answered_at, now)}"
    return f"{kind} · {texts.text('check_stage.' + check.stage)} · {words.at(check.sent_at, now)}"


def _ending(context: Context, case: Case) -> list[str]:
    if case.stage not in ENDED:
        return []
    reason = context.names.reason(case.ended_reason) if case.ended_reason else ""
    return [part for part in (reason, " · ".join(case.closing), case.answer) if part]
