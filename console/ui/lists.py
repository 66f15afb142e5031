"""Which lists stand in the rail, by duty; their names are texts (`list.<key>`), their members come of `rules.lists`."""

from collections.abc import Set as AbstractSet

from rules.commands import Role
from rules.tables.case import REPORTERS

COMMAND = (
    "to_dispatch",
    "returned",
    "redispatch",
    "to_confirm",
    "to_decide",
    "urged",
    "near",
    "over",
    "suspended",
    "dispatched",
    "undelivered",
    "unsigned",
    "call_backs",
    "leader",
    "closed",
    "ledger",
    "ledger_due",
    "cause",
)
SUPERVISION = (
    "intake", "pre_check", "to_file", "to_verify", "to_close", "declined", "passed_on", "nowhere", "appeals", "ended",
    "alarms", "for_shift_leader", "to_answer", "to_follow_up", "not_content", "answered", "duplicates",
    "rejected_alarms", "to_decline", "to_void", "mine",
)  # fmt: skip
OVERSIGHT = ("leader", "appeals", "urged", "over", "near", "suspended", "closed", "ended", "for_leader")

REVIEWED = ("to_verify", "to_close")
"""What the review window goes through, in this order."""


SUPERVISORS = frozenset({Role.ACCEPTOR, Role.SHIFT_LEADER})
OVERSEERS = frozenset({Role.INSPECTOR, Role.LEADER})


def lists_for(roles: AbstractSet[Role]) -> tuple[tuple[str, ...], ...]:
    """The groups of lists for a person, own ones first, then those of the other centre, each list once.

    With nobody signed in only the command centre's, to be read.
    """
    own = [
        group
        for group, holds in ((SUPERVISION, SUPERVISORS), (COMMAND, {Role.DISPATCHER}), (OVERSIGHT, OVERSEERS))
        if roles & holds
    ]
    if not own:
        return (COMMAND,)
    groups: list[tuple[str, ...]] = []
    for group in dict.fromkeys((*own, COMMAND, SUPERVISION)):
        known = {name for earlier in groups for name in earlier}
        groups.append(tuple(name for name in group if name not in known))
    return tuple(groups)


def digits_of(groups: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    """The digits with which the lists are called, by their names: the first ten have one."""
    return dict(zip((name for group in groups for name in group), "1234567890", strict=False))


def may_register(roles: AbstractSet[Role]) -> bool:
    """Whether a person with these duties may register a report at a desk."""
    return not roles.isdisjoint(REPORTERS)
