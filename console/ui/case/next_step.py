"""What there is to know before the next deed on a case not to be dispatched: checks and the end, in words."""

from console.facts import ShownCase
from console.ui.context import Context
from rules.case import ENDED, Case
from rules.check import Check, CheckStage


def step_lines(context: Context, shown: ShownCase) -> tuple[str, ...]:
    """One line per check of this round, and the word that ended the case; legs and requests have their places."""
    case = shown.case
    checks = [_check(context, each) for each in case.checks if each.round == case.round]
    return tuple(line for line in (*checks, *_ending(context, case)) if line)


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
