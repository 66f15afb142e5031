"""What was there before a request: how earlier ones of its kind on the case were decided, and the unit's like cases."""

from console.ui.case.proposal_words import leg_reason, naming_of
from console.ui.context import Context
from console.ui.look.words import sentence
from rules.assignment import LegStage, Request
from rules.case import Case
from rules.frozen import changed
from rules.reasons import reason
from rules.responsibility import standing

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
    who = context.names.unit(request.unit) or context.people.name(request.by)
    return f"{who} {asked} {reason} → {told}"


def grounds(context: Context, case: Case, request: Request) -> tuple[str, ...]:
    """Of a return: why the unit had been sent the case, and who answers for it by the list if the return is upheld."""
    leg = next((each for each in case.legs if each.id == request.assignment), None)
    city = context.city
    if request.kind != "return" or leg is None or leg.parent or city is None:
        return ()
    why = leg_reason(context, leg)
    gone = tuple(changed(each, stage=LegStage.RETURNED) if each.id == leg.id else each for each in case.legs)
    found = standing(changed(case, legs=gone), city, context.now())
    text, unit = context.texts.text, context.names.unit(found.unit)
    words = reason(found.ground, dict(found.data), context.texts, naming_of(context))
    told = f"{unit} · {words}" if found.unit and found.unit != leg.unit else words
    return (*((text("console.sent_because", why=why),) if why else ()), text("console.if_upheld", then=told))


def precedents(context: Context, case: Case, request: Request) -> str:
    """What became of the like cases that this unit was sent, with their counts; "" where none are kept here."""
    if not request.unit:
        return ""  # somebody of the centres asked
    like = context.experience.of(request.unit, case).like_words(context.texts)
    return sentence(f"{context.names.unit(request.unit)} · {like}") if like else ""
