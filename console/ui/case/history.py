"""The history of a case in one line; from its events where they are here, else from the instants in the case itself."""

from operator import itemgetter

from console.ui.context import Context
from rules.case import Case, Event
from rules.commands import Role

LAST = 5  # deeds that fit two lines


def history_line(context: Context, case: Case, events: tuple[Event, ...]) -> str:
    """10:08 上报 赵国强 → 10:10 核实 → 10:12 立案 陈志远."""
    steps = [_event(context, event) for event in events] if events else _instants(context, case)
    cut = "… → " if len(steps) > LAST else ""
    return cut + " → ".join(steps[-LAST:])


def _event(context: Context, event: Event) -> str:
    person = "" if event.role == Role.UNIT else context.people.name(event.actor)
    unit = context.names.unit(event.unit) if event.unit else ""
    parts = (context.words.at(event.at, context.now()), context.texts.text(f"event.{event.verb}"), person, unit)
    return " ".join(part for part in parts if part)


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
