"""What cannot both be in the organisation of a city: refused at the second row, with both shown."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from rules.duty_rows import meet
from rules.grid import Grids
from rules.grid.corridors import sharing
from rules.organisation import COLLECTOR, EXCLUSIVE, MICRO, GridLevel, Post, SpecialGrid
from server.city.findings import Findings, Place
from server.city.settings import FILE
from server.city.table import Row


def refuse_shared(grids: Sequence[SpecialGrid], rows: Mapping[str, Row], geometry: Grids) -> None:
    """Two grids of one kind on the same ground at the same time."""
    for kind in (EXCLUSIVE, MICRO):
        own = [grid for grid in grids if grid.kind == kind and grid.rings]
        for a, b, m2 in sharing([grid.rings for grid in own], geometry.plane):
            one, other = own[a], own[b]
            if _in_force_together(one, other):
                told = {"other": one.code, "line": rows[one.code].line, "m2": round(m2)}
                told |= {"name": other.name, "other_name": one.name}
                rows[other.code].refuse("code", "grids_share", given=other.code, **told)


def _in_force_together(one: SpecialGrid, other: SpecialGrid) -> bool:
    later = max(one.since, other.since)
    return not any(until and until <= later for until in (one.until, other.until))


def refuse_double(posts: Sequence[Post], rows: Mapping[str, Row]) -> None:
    """A grid has one leader and a section one chief at a time; a collector stands at a place once."""
    groups: dict[tuple[str, ...], list[Post]] = {}
    for post in posts:
        key = (post.duty, post.place, post.staff if post.duty == COLLECTOR else "")
        groups.setdefault(key, []).append(post)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if meet(one, other):
                told = {"no": other.no, "given": other.staff, "other": one.no, "other_staff": one.staff}
                rows[other.no].refuse("staff", "posts_meet", line=rows[one.no].line, place=other.place, **told)


def refuse_empty_levels(levels: Sequence[GridLevel], grids: Grids, findings: Findings) -> None:
    """A level of which the city has no grid."""
    known: dict[str, Sequence[object]] = {
        "city": grids.codes,
        "unit": grids.codes,
        "district": grids.districts,
        "street": grids.streets,
        "community": grids.communities,
        "duty": grids.duties,
    }
    for n, level in enumerate(levels, 1):
        if not known[level.of]:
            place = Place(FILE, field=f"organisation.levels[{n}].of")
            findings.refuse_at(place, "level_empty", {"given": level.of})
