"""Chains of conflicts: what was wished upon a command that took no effect fell with it, and is shown under it."""

from collections.abc import Sequence

from console.facts import Conflict


def heads(conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """Those that followed from no other one that still waits, in the same order: each has a card."""
    waiting = {each.id for each in conflicts}
    return tuple(each for each in conflicts if each.after not in waiting)


def head_of(conflict: Conflict, conflicts: Sequence[Conflict]) -> Conflict:
    """The conflict whose card shows this one."""
    by_id = {each.id: each for each in conflicts}
    while conflict.after in by_id:
        conflict = by_id.pop(conflict.after)
    return conflict


def followers(head: Conflict, conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """What followed from it, in the same order."""
    return tuple(each for each in conflicts if each.id != head.id and head_of(each, conflicts).id == head.id)
