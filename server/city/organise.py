"""The organisation of a city renewed by itself: shifts change each week, the rest of the folder need not be read."""

from dataclasses import replace
from pathlib import Path

from rules.city import City
from rules.grid import Grids
from rules.pack import encode_city, version_of
from server.city.compiling import CityRefused, CompiledCity
from server.city.duties import contradicting, with_corridors
from server.city.exclusive import organised, unorganised
from server.city.findings import Findings, Place
from server.city.settings import FILE, SPECIAL, CitySettings, read_settings


def organise_folder(folder: Path, city: City, data: Path | None = None) -> CompiledCity:
    """The city in force with the organisation of a folder in place of its own; all else stays as it is.

    Args:
        folder: with `city.toml` and the tables of the organisation.
        city: with its geometry.
        data: a second folder in which layers are looked for that the first does not have.

    Raises:
        CityRefused: something of it is refused, or the folder is another city's.
    """
    findings = Findings()
    settings = read_settings(folder, findings)
    if settings is not None and settings.code != city.code:
        details = {"given": settings.code, "expected": city.code}
        findings.refuse_at(Place(FILE, field="city.code"), "other_city", details)
    if settings is None or city.grids is None or findings.refused:
        raise CityRefused(folder, findings.found)
    made, numbers = _made([folder, data] if data else [folder], settings, city, city.grids, findings)
    if findings.refused:
        raise CityRefused(folder, findings.found)
    pack = encode_city(made)
    return CompiledCity(pack, replace(made, version=version_of(pack)), tuple(findings.found), numbers)


def _made(
    folders: list[Path], settings: CitySettings, city: City, grids: Grids, findings: Findings
) -> tuple[City, dict[str, str]]:
    from server.city.lattice import refuse_repeated  # GDAL and shapely, as with an import
    from server.city.layers import read_layer
    from server.city.organisation import read_organisation, read_tables
    from server.city.surroundings import surroundings

    tables = read_tables(folders[0], settings.encoding, findings)
    special = {}
    for each in settings.layers:
        layer = read_layer(each, folders, findings) if each.role in SPECIAL else None
        if layer is not None:
            refuse_repeated(layer, findings)
            special[each.role] = layer
    around = surroundings(folders[0], settings, grids, city.units, city.categories)
    organisation = read_organisation(folders, settings.organisation, tables, special, around, findings)
    made, added = organised(unorganised(city), organisation, settings.organisation.exclusive_layer)
    made = replace(with_corridors(made), version="")
    for one, other in contradicting(made):
        own, rest = (other, one) if other.no in added else (one, other)
        if own.no in added:
            told = {"no": own.no, "unit": own.unit, "other": rest.no, "other_unit": rest.unit}
            tables.grids[added[own.no]].refuse("unit", "contradicts_row", **told)
    return made, tables.numbers()
