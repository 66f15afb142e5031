"""`city.toml`: who the city is, its calendar, layers, policies, words. Every key is known or refused, none is lost."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo

from rules.calendar import WorkPeriod
from rules.city import Policies
from rules.clock import Limit
from rules.forms import FORMS, worded
from server.city import values
from server.city.approvals import read_approvals
from server.city.findings import Findings
from server.city.organising import OrganisationSettings, organisation_settings
from server.city.papers import PaperSettings, paper_settings
from server.city.toml import Section

FILE = "city.toml"
POINTS = ("addresses", "pois", "components")  # layers of points: together they are the city's gazetteer
SPECIAL = ("exclusive_grids", "micro_grids")  # areas that `grids.csv` tells of
ROLES = ("unit_grids", "duty_grids", "districts", "streets_of_city", "communities", "roads", "zones", *SPECIAL, *POINTS)
FIELDS = (
    *("code", "name", "name_en", "duty_grid", "district", "street", "community", "class"),
    *("road", "lane", "number", "kind", "category", "owner", "keeper"),
)
GRID_CODE = r"\d{14,16}"
LANGUAGES = ("zh_CN", "en")
_PAIRS = ("sources", "reject_reasons", "decline_reasons")


@dataclass(frozen=True, slots=True)
class LayerSettings:
    """One layer: its file, datum ("" = as the file says), encoding ("" likewise), fields and names of road classes."""

    role: str
    file: str
    layer: str
    datum: str
    encoding: str
    fields: Mapping[str, str]
    classes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CitySettings:
    """All that `city.toml` says."""

    code: str
    name: str
    name_en: str
    zone: str
    synthetic: bool
    valid_from: int
    grid_code: str
    encoding: str
    overlap_m2: int
    periods: tuple[WorkPeriod, ...]
    minutes_per_day: int
    weekend: tuple[int, ...]
    layers: tuple[LayerSettings, ...]
    policies: Policies
    labels: Mapping[str, Mapping[str, str]]
    papers: tuple[PaperSettings, ...]
    organisation: OrganisationSettings


def read_settings(folder: Path, findings: Findings) -> CitySettings | None:
    """The settings; None when there is no file or it is no TOML. Other faults are found; defaults stand in."""
    path = folder / FILE
    if not path.is_file():
        findings.refuse("no_file", FILE)
        return None
    try:
        top = Section(FILE, "", tomllib.loads(path.read_text("utf-8-sig")), findings)
    except UnicodeDecodeError as error:
        findings.refuse("encoding", FILE, encoding="utf-8", given=error.object[error.start : error.start + 4].hex(" "))
        return None
    except tomllib.TOMLDecodeError as error:
        findings.refuse("not_toml", FILE, reason=error)
        return None
    found = _settings(top)
    top.finish()
    return found


def _settings(top: Section) -> CitySettings:
    city, calendar, checks, tables = (top.section(name) for name in ("city", "calendar", "checks", "tables"))
    zone = city.parse("zone", _zone, "UTC", required=True)
    number_pattern = city.text("number_pattern", Policies().number_pattern)
    settings = CitySettings(
        code=city.text("code", required=True),
        name=city.text("name", required=True),
        name_en=city.text("name_en"),
        zone=zone,
        synthetic=city.value("synthetic", bool, False),
        valid_from=city.parse("valid_from", values.first_instant(ZoneInfo(zone)), 0),
        grid_code=city.parse("grid_code_pattern", _pattern, GRID_CODE),
        encoding=tables.parse("encoding", encoding_name, "utf-8"),
        overlap_m2=checks.value("overlap_m2", int, 1),
        periods=tuple(_period(each) for each in calendar.sections("periods")) or _usual_periods(),
        minutes_per_day=round(calendar.number("hours_per_day", 8) * 60),
        weekend=tuple(calendar.value("weekend", list, [6, 7])),
        layers=tuple(_layer(each) for each in top.sections("layers")),
        policies=_policies(top, number_pattern),
        labels=_labels(top.section("labels")),
        papers=paper_settings(top),
        organisation=organisation_settings(top, zone),
    )
    for section in (city, calendar, checks, tables):
        section.finish()
    return settings


def _usual_periods() -> tuple[WorkPeriod, ...]:
    return (WorkPeriod(480, 720), WorkPeriod(840, 1080))


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (OSError, ValueError, KeyError) as error:
        raise values.BadValue("zone", text) from error
    return text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise values.BadValue("pattern", text) from error
    return text


def encoding_name(text: str) -> str:
    """The name of a character encoding, as Python knows it."""
    try:
        "".encode(text)
    except LookupError as error:
        raise values.BadValue("encoding_name", text) from error
    return text


def _period(section: Section) -> WorkPeriod:
    found = WorkPeriod(
        section.parse("from", values.minute, 0, required=True),
        section.parse("to", values.minute, 1440, required=True),
        section.parse("valid_from", values.day_text, ""),
        section.parse("valid_to", values.day_text, ""),
        section.parse("from_day", values.season, 0),
        section.parse("to_day", values.season, 0),
    )
    section.finish()
    return found


def _layer(section: Section) -> LayerSettings:
    named, classes = section.section("fields"), section.section("classes")
    found = LayerSettings(
        role=section.parse("role", values.one_of(*ROLES), ROLES[0], required=True),
        file=section.text("file", required=True),
        layer=section.text("layer"),
        datum=section.text("datum").lower(),
        encoding=section.parse("encoding", encoding_name, ""),
        fields={name: text for name in FIELDS if (text := named.text(name))},
        classes={name: classes.text(name) for name in classes.names},
    )
    for each in (named, classes, section):
        each.finish()
    return found


def _policies(top: Section, number_pattern: str) -> Policies:
    section = top.section("policies")
    hints = get_type_hints(Policies)
    stages = section.section("stage_limits")
    limits = {name: stages.parse(name, values.limit, Limit(0, Policies().default_limit.unit)) for name in stages.names}
    own: dict[str, Any] = {name: _pairs(top.section(name)) for name in _PAIRS}
    own |= {"stage_limits": limits, "number_pattern": number_pattern, "approvals": read_approvals(top)}
    own |= {"phrases": _phrases(top.section("phrases"))}
    for field in fields(Policies):
        if field.name not in own and field.name in section.names:
            own[field.name] = _policy(section, field.name, hints[field.name])
    section.finish()
    return Policies(**own)


def _policy(section: Section, name: str, kind: Any) -> Any:
    usual = getattr(Policies(), name)
    readers: dict[Any, Callable[[], Any]] = {
        Limit: lambda: section.parse(name, values.limit, usual),
        tuple[str, ...]: lambda: tuple(section.texts(name)),
        tuple[tuple[str, str], ...]: lambda: tuple(section.pairs(name)),
    }
    return readers[kind]() if kind in readers else section.value(name, kind, usual)


def _phrases(section: Section) -> dict[str, tuple[tuple[str, str], ...]]:
    """The phrases of each action whose form has words to fill in."""
    known = [verb for verb in FORMS if worded(verb)]
    for verb in section.names:
        if verb not in known:
            section.refuse(verb, "phrase_verb", given=verb, expected=", ".join(known))
    return {verb: tuple(_pairs(section.section(verb)).values()) for verb in section.names}


def _pairs(section: Section) -> dict[str, tuple[str, str]]:
    found = {}
    for code in section.names:
        words = section.texts(code)
        if len(words) in {1, 2}:
            found[code] = (words[0], words[-1])
        else:
            section.refuse(code, "pair", given=words)
    return found


def _labels(section: Section) -> dict[str, dict[str, str]]:
    found = {}
    for language in section.names:
        if language not in LANGUAGES:
            section.refuse(language, "language")
        words = section.section(language)
        found[language] = {key: words.text(key) for key in words.names}
    return found
