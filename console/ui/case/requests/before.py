"""What was there before a request: how earlier ones of its kind on the case were decided, and the unit's like cases."""

from console.ui.context import Context
from console.ui.look.words import sentence
from rules.assignment import Request
from rules.case import Case

DECIDED = {"granted": "grant", "refused": "refuse"}


def chain(context: Context, case: Case, request: Request) -> tuple[str, ...]:
    """One line for each decided request of its kind on this case, oldest first: who asked, why, who decided what."""
    before = sorted((each for each in case.requests if each.kind == request.kind), key=lambda each: each.at)
    return tuple(_line(context, each) for each in before if each.state in DECIDED)


def _line(context: Context, request: Request) -> str:
    asked, decided = (context.words.at(at, context.now()) for at in (request.at, request.decided_at))
    deed = context.texts.text(f"event.{DECIDED[request.state]}_{request.kind}")
    reason = f"“{context.names.reason(request.reason)}”"
    told = f"{decided} {deed} {context.people.name(request.decided_by)}".strip()
    return f"{context.names.unit(request.unit)} {asked} {reason} → {told}"


def precedents(context: Context, case: Case, request: Request) -> str:
    """What became of the like cases that this unit was sent, with their counts; "" where none are kept here."""
    like = context.experience.of(request.unit, case).like_words(context.texts)
    return sentence(f"{context.names.unit(request.unit)} · {like}") if like else ""
