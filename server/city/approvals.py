"""`[[approvals]]` of `city.toml`: who approves an extension or a suspension, by days asked and count."""

from collections.abc import Sequence

from rules.approvals import KINDS, LEVELS
from rules.city import Approval
from server.city import values
from server.city.toml import Section


def read_approvals(top: Section) -> tuple[Approval, ...]:
    """The rows in the city's order; one that no request can reach is refused: it would be believed to hold."""
    sections = top.sections("approvals")
    rows = tuple(_row(section) for section in sections)
    for n, (section, row) in enumerate(zip(sections, rows, strict=True)):
        if earlier := _covering(rows[:n], row):
            section.refuse("kind", "approval_unreachable", given=row.kind, row=earlier)
    return rows


def _row(section: Section) -> Approval:
    name = section.texts("name")
    found = Approval(
        kind=section.parse("kind", values.one_of(*KINDS), KINDS[0], required=True),
        by=section.parse("by", values.one_of(*LEVELS), str(LEVELS[0]), required=True),
        days=section.value("days", int, 0),
        count=section.value("count", int, 0),
        name=name[0] if name else "",
        name_en=name[-1] if name else "",
    )
    section.finish()
    return found


def _covering(before: Sequence[Approval], row: Approval) -> int:
    """The number of the row above that takes all that this one would; 0 = none."""
    for number, each in enumerate(before, 1):
        wide_days = not each.days or 0 < row.days <= each.days
        wide_count = not each.count or 0 < row.count <= each.count
        if each.kind == row.kind and wide_days and wide_count:
            return number
    return 0
