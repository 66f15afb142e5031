"""Which lists stand in the rail, by duty; their names are texts (`list.<key>`), their members come of `rules.lists`."""

from collections.abc import Set as AbstractSet

from rules.commands import Role

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
    "closed",
)
SUPERVISION = ("intake", "pre_check", "to_file", "to_verify", "to_close", "declined", "nowhere")

REVIEWED = ("to_verify", "to_close")
"""What the review window goes through, in this order."""


def lists_for(roles: AbstractSet[Role]) -> tuple[tuple[str, ...], ...]:
    """The groups of lists for a person; with nobody signed in, the command centre's, to be read."""
    groups: list[tuple[str, ...]] = []
    if roles & {Role.ACCEPTOR, Role.SHIFT_LEADER}:
        groups.append(SUPERVISION)
    if Role.DISPATCHER in roles or not groups:
        groups.append(COMMAND)
    return tuple(groups)
