"""What is said of an alarm: which kind, how likely, by which model and device, how often and when."""

from console.ui.context import Context
from rules.alarms import ACCEPTED, kind_of
from rules.case import Case

PER_CENT = 10  # per mille of one


def kind_words(context: Context, case: Case) -> str:
    """The kind as the city names it; one that it does not list, as its sender does."""
    if case.alarm is None:
        return ""
    kind = kind_of(case, context.city) if context.city else None
    if kind is None:
        return case.alarm.kind
    return (kind.name_en if context.names.english else "") or kind.name


def likely(case: Case) -> str:
    """How likely it is: 87 %."""
    told = case.alarm.confidence if case.alarm else 0
    return f"{told // PER_CENT} %" if told else ""


def often(context: Context, case: Case) -> str:
    """How often it was seen: ×3; "" for once."""
    count = case.alarm.count if case.alarm else 0
    return context.texts.text("alarm.times", n=count) if count > 1 else ""


def when(context: Context, case: Case) -> str:
    """When it was seen last."""
    return context.words.at(case.alarm.last_at, context.now()) if case.alarm else ""


def line(context: Context, case: Case) -> str:
    """All of it in one line, for the case's own panel."""
    alarm = case.alarm
    if alarm is None:
        return ""
    seen = context.texts.text("alarm.first_seen", at=context.words.at(alarm.first_at, context.now()))
    again = [often(context, case), context.texts.text("alarm.last_seen", at=when(context, case))]
    parts = [
        kind_words(context, case),
        likely(case),
        alarm.source,
        alarm.model,
        alarm.device,
        seen,
        *(again if again[0] else ()),
    ]
    state = "" if alarm.state == ACCEPTED else context.texts.text(f"alarm.{alarm.state}")
    return context.texts.text("alarm.line", words=" · ".join(part for part in (*parts, state) if part))
