"""What there is to know before the next deed on a case not to be dispatched: remarks, checks and the end, in words."""

from PySide6.QtCore import QCoreApplication

from console.facts import ShownCase
from console.ui.context import Context
from console.ui.evidence import facts
from rules.case import ENDED, Case, Stage
from rules.check import Check, CheckStage


def step_lines(context: Context, shown: ShownCase) -> tuple[str, ...]:
    """One line per remark on a report to be confirmed, per check of this round, and the word that ended the case.

    Legs and requests have their own places.
    """
    case = shown.case
    remarks = _remarks(context, case) if case.stage is Stage.TO_CONFIRM else []
    checks = [_check(context, each) for each in case.checks if each.round == case.round]
    return tuple(line for line in (*remarks, *checks, *_ending(context, case)) if line)


def _remarks(context: Context, case: Case) -> list[str]:
    """What a person should look at before the report is passed on; nothing is judged by itself."""
    look = QCoreApplication.translate("NextStep", "Look here: {0}")
    return [look.format(fact.words) for fact in facts(context, case) if fact.look]


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
