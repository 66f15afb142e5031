"""What of a case and of the city crosses to the outside: what who reported sees there, and nothing else."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace

from rules.assignment import Assignment, LegRole, LegStage
from rules.case import ENDED, Case, Event, Photo, PhotoKind
from rules.city import City
from rules.commands import Role
from rules.deed import lead_of
from rules.frozen import changed
from rules.jurisdiction import roles_of
from rules.notices import NoticeRules
from rules.pack import encode_city
from rules.powers import OF_A_CASE, Data, Deed
from rules.showing import without
from rules.wire import encode_event
from server.citizens.progress import is_told, shown_photos

Small = Callable[[str], bytes | None]


def outside_case(case: Case, id_: str, city: City, small: Small) -> tuple[Case, dict[str, bytes]]:
    """The case under its id of that side, without words, persons and other units; and small pictures of its end."""
    shown = set(shown_photos(case, city.citizens))
    photos, blobs = _photos([photo for photo in case.photos if photo.sha256 in shown], case.reported_by, small)
    reduced = Case(
        id=id_,
        version=case.version,
        stage=case.stage,
        number=case.number if is_told(case, city.citizens) else "",
        source=case.source,
        category=case.category,
        address=case.address,
        address_en=case.address_en,
        lon=case.lon,
        lat=case.lat,
        located=case.located,
        datum=case.datum,
        given=case.given,
        unit_grid=case.unit_grid,
        wants_answer=case.wants_answer,
        reported_at=case.reported_at,
        reported_by=case.reported_by,
        filed_at=case.filed_at,
        first_dispatched_at=case.first_dispatched_at,
        feedback_at=case.feedback_at,
        closed_at=case.closed_at,
        answer=case.answer,
        duplicate_of=case.duplicate_of,
        stage_since=case.stage_since,
        legs=_lead(case),
        photos=photos,
        events=case.events,
    )
    return reduced, blobs


def shown_after(case: Case, city: City) -> frozenset[str]:
    """The photos of others that who reported sees."""
    shown = set(shown_photos(case, city.citizens))
    return frozenset(photo.sha256 for photo in case.photos if photo.sha256 in shown and photo.by != case.reported_by)


def outside_lead(case: Case) -> Case:
    """Of a case that a report is attached to: where it stands, for its steps; nothing of what it is about."""
    return Case(
        id=case.id,
        version=case.version,
        stage=case.stage,
        reported_at=case.reported_at,
        filed_at=case.filed_at,
        first_dispatched_at=case.first_dispatched_at,
        feedback_at=case.feedback_at,
        closed_at=case.closed_at,
        stage_since=case.stage_since,
        events=case.events,
    )


def outside_events(events: Iterable[Event], id_: str) -> tuple[bytes, ...]:
    """Changes of the stage alone, without who made them and what was said."""
    return tuple(
        encode_event(Event(id_, each.n, each.verb, each.at, each.received_at, "", "", before=each.before,
                           after=each.after))
        for each in events
        if each.before != each.after
    )  # fmt: skip


def outside_city(city: City) -> bytes:
    """The pack of the city for that side: no phones, rosters, duties, addresses, forms, nor ways of notices."""
    units = {code: replace(unit, phone="", duty="", duty_en="") for code, unit in city.units.items()}
    bare = City("", city.code, city.name, city.name_en, city.zone, city.synthetic, city.calendar)
    policies = replace(bare.policies, text_max=city.policies.text_max, sources=city.policies.sources,
                       personal_days=city.policies.personal_days)  # fmt: skip
    reduced = replace(
        bare,
        valid_from=city.valid_from,
        units=units,
        categories=city.categories,
        policies=policies,
        labels=city.labels,
        grids=city.grids,
        sketch=city.sketch,
        places=city.places,
        services=city.services,
        citizens=city.citizens,
        rights=city.rights,
    )
    return encode_city(reduced)


def units_city(city: City) -> bytes:
    """The pack for terminals: no ways of notices, nothing for citizens, no addresses of houses."""
    citizens = replace(city.citizens, page=False, open311=False)
    return encode_city(replace(city, notices=NoticeRules(), citizens=citizens, gazetteer=None))


def unit_case(case: Case, city: City, now: int) -> Case:
    """The case for its units: without what the table of rights shows to no unit, and never who reported it."""
    hidden = frozenset(data for data in OF_A_CASE if Role.UNIT not in roles_of(city, data, Deed.SEE, now))
    return changed(without(case, hidden - {Data.MATTER}), personal="", hands=(), dispatchers=())


def _lead(case: Case) -> tuple[Assignment, ...]:
    """The unit that answers and its deadline, as Open311 tells them of open requests."""
    lead = lead_of(case.legs)
    if lead is None:
        return ()
    stage = LegStage.ENDED if case.stage in ENDED else LegStage.DELIVERED
    return (Assignment("lead", lead.round, lead.unit, LegRole.LEAD, stage=stage, due=lead.due),)


def _photos(photos: Iterable[Photo], reporter: str, small: Small) -> tuple[tuple[Photo, ...], dict[str, bytes]]:
    """Own photos by their names, as they came from there; the others small, under the name of what crosses."""
    kept: list[Photo] = []
    blobs: dict[str, bytes] = {}
    for photo in photos:
        if photo.by == reporter:
            kept.append(Photo(photo.sha256, photo.kind, size=photo.size, by=reporter))
        elif (data := small(photo.sha256)) is not None:
            sha256 = hashlib.sha256(data).hexdigest()
            blobs[sha256] = data
            kept.append(Photo(sha256, PhotoKind.AFTER, size=len(data)))
    return tuple(kept), blobs
