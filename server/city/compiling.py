"""A city folder compiled: settings, tables, layers, people, all checked; then one pack, unless something is refused."""

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from rules.calendar import CalendarError, WorkCalendar
from rules.city import City
from rules.grid import Grids
from rules.organisation import EXCLUSIVE
from rules.pack import encode_city, version_of
from server.city.citizens import read_citizens
from server.city.duties import check_duties, with_corridors
from server.city.exclusive import organised
from server.city.findings import Finding, Findings, Place
from server.city.machines import read_machines
from server.city.notices import read_notices
from server.city.papers import read_papers
from server.city.people import check_people
from server.city.records import Records, read_records
from server.city.rights import read_rights
from server.city.settings import FILE, CitySettings, read_settings


@dataclass(frozen=True, slots=True)
class CompiledCity:
    """A pack with its city and all that was found on the way.

    `numbers`: private numbers of staff by code; they stand in no pack.
    """

    pack: bytes
    city: City
    findings: tuple[Finding, ...]
    numbers: Mapping[str, str] = field(default_factory=dict)


class CityRefused(Exception):
    """The folder cannot be a city; `findings` say why, file by file."""

    def __init__(self, folder: Path, findings: Sequence[Finding]) -> None:
        super().__init__(str(folder))
        self.folder, self.findings = folder, tuple(findings)


def compile_folder(folder: Path, data: Path | None = None) -> CompiledCity:
    """Compile a city folder.

    Args:
        folder: with `city.toml` and the tables beside it.
        data: a second folder in which layers are looked for that the first does not have.

    Raises:
        CityRefused: something in it is refused; nothing is compiled then.
    """
    findings = Findings()
    found = _city(folder, [folder, data] if data else [folder], findings)
    if found is None or findings.refused:
        raise CityRefused(folder, findings.found)
    city, numbers = found
    pack = encode_city(city)
    return CompiledCity(pack, replace(city, version=version_of(pack)), tuple(findings.found), numbers)


def _city(folder: Path, folders: Sequence[Path], findings: Findings) -> tuple[City, Mapping[str, str]] | None:
    """The city, and beside it the private numbers of its staff."""
    settings = read_settings(folder, findings)
    if settings is None:
        return None
    records = read_records(folder, settings, findings)
    calendar = _calendar(settings, records, findings)
    from server.city.gazetteer import read_gazetteer  # GDAL: only an import of a city loads it
    from server.city.geography import read_geography
    from server.city.organisation import read_organisation, read_tables
    from server.city.surroundings import surroundings

    geography = read_geography(folders, settings, records.units, findings)
    grids = geography.grids if geography else None
    gazetteer = read_gazetteer(folders, settings, records, grids, findings) if grids is not None else None
    _check_settings(settings, records, findings)
    services, citizens = read_citizens(folder, records.categories, findings)
    machines = read_machines(folder, records.categories, settings.policies.sources, findings)
    notices = read_notices(folder, settings, records.units, findings)
    papers = read_papers(folder, settings.papers, findings)
    rights = read_rights(folder, ZoneInfo(settings.zone), settings.encoding, findings)
    tables = read_tables(folder, settings.encoding, findings)
    check_people(folder, settings, records, grids, tables.grids, findings)
    if geography is None or grids is None or calendar is None:
        return None
    around = surroundings(folder, settings, grids, records.units, records.categories)
    organisation = read_organisation(folders, settings.organisation, tables, geography.special, around, findings)
    exclusive = [grid.code for grid in organisation.grids if grid.kind == EXCLUSIVE]
    _check_places(records, grids, geography.districts, exclusive)
    city = City(
        version="",
        code=settings.code,
        name=settings.name,
        name_en=settings.name_en,
        zone=settings.zone,
        synthetic=settings.synthetic,
        calendar=calendar,
        valid_from=settings.valid_from,
        units=records.units,
        categories=records.categories,
        conditions=records.conditions,
        duties=records.duties,
        policies=settings.policies,
        labels=settings.labels,
        papers=papers,
        grids=grids,
        places=geography.places,
        gazetteer=gazetteer,
        services=services,
        citizens=citizens,
        machines=machines,
        notices=notices,
        sketch=grids.sketch(settings.policies.border_m),
        layers=records.duty_tables.layers,
        roster=records.duty_tables.roster,
        rights=rights,
    )
    city, added = organised(city, organisation, settings.organisation.exclusive_layer)
    city = with_corridors(city)
    rows = {no: tables.grids[code] for no, code in added.items()}
    check_duties(city, rows | {row.text("no"): row for row in records.duty_rows})
    return city, tables.numbers()


def _calendar(settings: CitySettings, records: Records, findings: Findings) -> WorkCalendar | None:
    """The work calendar; its version is the hash of what it says."""
    days = tuple(sorted(records.days, key=lambda day: day.date))
    said = (settings.zone, settings.periods, days, settings.weekend, settings.minutes_per_day)
    version = hashlib.sha256(msgspec.msgpack.encode(said)).hexdigest()[:8]
    try:
        return WorkCalendar(settings.zone, version, settings.periods, days, settings.weekend, settings.minutes_per_day)
    except CalendarError as error:
        findings.refuse_at(Place(FILE, field="calendar"), "calendar", {"reason": error})
        return None


def _check_settings(settings: CitySettings, records: Records, findings: Findings) -> None:
    unit = settings.policies.make_safe_unit
    if unit and unit not in records.units:
        details = {"given": unit, "where": "units.csv"}
        findings.refuse_at(Place(FILE, field="policies.make_safe_unit"), "unknown_code", details)


def _check_places(records: Records, grids: Grids, districts: frozenset[str], special: Collection[str]) -> None:
    """A duty's place is the code, or the beginning of one, of an area, a grid or a zone; a unit's district is one."""
    areas = [each.code for level in (grids.districts, grids.streets, grids.communities, grids.duties) for each in level]
    codes = sorted({*areas, *grids.codes, *(zone.code for zone in grids.zones), *special})
    for row, duty in zip(records.duty_rows, records.duties, strict=True):
        at = bisect_left(codes, duty.place)
        if duty.place and (at == len(codes) or not codes[at].startswith(duty.place)):
            row.refuse("place", "unknown_place", given=duty.place)
    for code, unit in records.units.items():
        if unit.district and unit.district not in districts:
            records.unit_rows[code].refuse("district", "unknown_district", given=unit.district)
