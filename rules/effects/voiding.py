"""作废 on request: dispatcher or acceptor asks, with proof; the shift leader makes it void or refuses."""

from rules.assignment import Request, RequestKind
from rules.case import PhotoKind
from rules.commands import NotAllowed
from rules.deed import Deed
from rules.effects.photos import take_photos


def not_asked(deed: Deed) -> None:
    """One request at a time."""
    if deed.pending("", RequestKind.VOID):
        raise NotAllowed("rule.pending")


def is_asked(deed: Deed) -> None:
    """Point the deed at the pending request."""
    request = deed.pending("", RequestKind.VOID)
    if request is None:
        raise NotAllowed("rule.no_request")
    deed.request_id = request.id


def ask_void(deed: Deed) -> None:
    """The request is of the case, not of a leg: no clock of a unit stands still for it."""
    said = deed.said("text") or deed.said("reason")
    request = Request(
        deed.command.id, RequestKind.VOID, "", deed.actor.id, "", deed.now, said, until=0, clock=None, days=0, level=""
    )
    deed.set(requests=(*deed.case.requests, request))
    take_photos(deed, request.id, PhotoKind.PROOF)


def void_as_asked(deed: Deed) -> None:
    """Made void for the reason that was given, or a better one."""
    deed.set(ended_reason=deed.said("text") or deed.request.reason)
