"""The history of a case in one line; from its events where they are here, else from the instants in the case itself."""

from operator import itemgetter

from console.ui.context import Context
from rules import corrections
from rules.case import Case, Event
from rules.charge_words import sent_words
from rules.commands import Role

LAST = 5  # deeds that fit two lines
BY_ITSELF = frozenset({"offline", "doubtful", "reply"})  # qualities of an instant that no server saw
AT_ONCE = 60_000  # ms within which the server heard of it all the same


def history_line(context: Context, case: Case, events: tuple[Event, ...]) -> str:
    """10:08 上报 赵国强 → 10:10 核实 → 10:12 立案 陈志远."""
    steps = [_event(context, event) for event in events] if events else _instants(context, case)
    cut = "… → " if len(steps) > LAST else ""
    return cut + " → ".join(steps[-LAST:])


def _event(context: Context, event: Event) -> str:
    person = "" if event.role == Role.UNIT else context.people.name(event.actor)
    unit = context.names.unit(event.unit) if event.unit else ""
    corrected = corrections.words(dict(event.data), context.texts.text)
    sent = sent_words(event, context.texts, lambda login: context.people.name(login) or login)
    parts = (_instant(context, event), context.texts.text(f"event.{event.verb}"), sent, corrected, person, unit)
    return " ".join(part for part in parts if part)


def _instant(context: Context, event: Event) -> str:
    at = context.words.at(event.at, context.now())
    if event.quality not in BY_ITSELF or (event.quality == "offline" and event.received_at - event.at < AT_ONCE):
        return at
    received = context.words.at(event.received_at, context.now())
    quality = context.texts.text(f"quality.{event.quality}")
    return context.texts.text("history.by_itself", at=at, quality=quality, received=received)


def _instants(context: Context, case: Case) -> list[str]:
    known = (
        ("report", case.reported_at),
        ("accept", case.accepted_at),
        ("file", case.filed_at),
        ("dispatch", case.first_dispatched_at),
        ("feedback", case.feedback_at),
        ("close", case.closed_at),
    )
    at = sorted((each for each in known if each[1]), key=itemgetter(1))  # in one instant they keep the order above
    return [f"{context.words.at(instant, context.now())} {context.texts.text('event.' + verb)}" for verb, instant in at]
