"""`rights.csv`: the city's own table of rights (分级授权). A folder without the file has the usual table.

Some things no table can allow: they are refused with their line, so that nobody believes that they hold.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from rules.commands import Role
from rules.powers import ADMINISTRATORS, GRANTABLE, OF_A_CASE, Data, Deed, Place, Right
from server.city import values
from server.city.findings import Findings
from server.city.table import Columns, Row, read_rows

E = TypeVar("E", bound=StrEnum)
FILE = "rights.csv"
RIGHTS = Columns(("roles", "places", "data", "deeds"), ("since", "until"))
_BY_LEAD = frozenset({Deed.CHANGE, Deed.REVEAL})
_OUTSIDE = frozenset({Role.UNIT, Role.COLLECTOR, Role.PUBLIC})
_OF_CASES = frozenset({*OF_A_CASE, Data.PERSONAL})


def read_rights(folder: Path, zone: ZoneInfo, encoding: str, findings: Findings) -> tuple[Right, ...]:
    """The rows in the city's order; none without the file. Faults are found."""
    if not (folder / FILE).is_file():
        return ()
    rows = read_rows(folder / FILE, RIGHTS, findings, encoding)
    found = tuple(_right(row, zone) for row in rows)
    for row, right in zip(rows, found, strict=True):
        for field, key in _forbidden(right):
            row.refuse(field, key, given=row.text(field))
    if not any(Data.MATTER in right.data and Deed.SEE in right.deeds for right in found):
        findings.refuse("rights_nobody", FILE)
    return found


def _right(row: Row, zone: ZoneInfo) -> Right:
    right = Right(
        roles=tuple(_members(row, "roles", [*sorted(GRANTABLE), Role.PUBLIC], Role)),
        places=tuple(_members(row, "places", list(Place), Place)),
        data=tuple(_members(row, "data", list(Data), Data)),
        deeds=tuple(_members(row, "deeds", list(Deed), Deed)),
        since=row.parse("since", values.first_instant(zone), 0),
        until=row.parse("until", values.end_instant(zone), 0),
    )
    if right.until and right.until <= right.since:
        row.refuse("until", "out_of_range", given=row.text("until"))
    return right


def _members(row: Row, field: str, known: Sequence[E], kind: type[E]) -> Iterator[E]:
    for word in dict.fromkeys(values.parts(row.required(field))):
        if word in known:
            yield kind(word)
        else:
            row.refuse(field, "choice", given=word, expected=", ".join(known))


def _forbidden(right: Right) -> Iterator[tuple[str, str]]:
    """The field and the key of the finding for what no city may allow."""
    roles, data = frozenset(right.roles), frozenset(right.data)
    if Place.LEAD in right.places and data & frozenset(OF_A_CASE) and not _BY_LEAD.issuperset(right.deeds):
        yield "places", "rights_lead"
    private = Data.PERSONAL in data or (Data.PEOPLE in data and Deed.REVEAL in right.deeds)
    if private and roles & _OUTSIDE:
        yield "data", "rights_personal"
    if data & _OF_CASES and roles & frozenset(ADMINISTRATORS):
        yield "roles", "rights_administrator"
    if data & _OF_CASES and roles & _OUTSIDE and Place.CITY in right.places:
        yield "places", "rights_whole_city"
