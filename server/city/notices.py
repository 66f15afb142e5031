"""`notices.toml`: who is told of what, by which way, in which words. A city may do without the file."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from rules.city import Unit
from rules.commands import Role
from rules.notices import (
    ABOVE,
    OF_LEGS,
    REPORTER,
    ROLE,
    UNIT,
    Contact,
    NoticeRule,
    NoticeRules,
    NoticeTemplate,
    On,
    unknown_fields,
)
from server.city.findings import Findings
from server.city.settings import CitySettings
from server.city.toml import Section
from server.city.values import BadValue, member, minute, one_of

FILE = "notices.toml"
WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST = 300  # of an address


def read_notices(folder: Path, settings: CitySettings, units: Mapping[str, Unit], findings: Findings) -> NoticeRules:
    """The rules; without the file none. Faults are found."""
    path = folder / FILE
    if not path.is_file():
        return NoticeRules()
    try:
        top = Section(FILE, "", tomllib.loads(path.read_text("utf-8-sig")), findings)
    except UnicodeDecodeError as error:
        findings.refuse("encoding", FILE, encoding="utf-8", given=error.object[error.start : error.start + 4].hex(" "))
        return NoticeRules()
    except tomllib.TOMLDecodeError as error:
        findings.refuse("not_toml", FILE, reason=error)
        return NoticeRules()
    found = _read(top, frozenset(settings.policies.sources), units)
    top.finish()
    return found


def _read(top: Section, sources: frozenset[str], units: Mapping[str, Unit]) -> NoticeRules:
    told = top.section("templates")
    templates = {name: _template(told.section(name)) for name in told.names}
    rules = tuple(_rule(each, templates, sources) for each in top.sections("rules"))
    keys = [each.key for each in rules]
    for key in {key for key in keys if keys.count(key) > 1}:
        top.refuse("rules", "twice", given=key, first="key")
    quiet = top.section("quiet")
    hours = (quiet.parse("from", minute, 0), quiet.parse("to", minute, 0))
    quiet.finish()
    contacts = tuple(_contact(each, units) for each in top.sections("contacts"))
    return NoticeRules(rules, templates, contacts, tuple(_ways(top, "duty_phone")), *hours)


def _template(section: Section) -> NoticeTemplate:
    found = {name: section.text(name, required=name == "text") for name in ("subject", "text", "subject_en", "text_en")}
    section.finish()
    for name, text in found.items():
        for unknown in unknown_fields(text):
            section.refuse(name, "notice_field", given=unknown)
    return NoticeTemplate(**found)


def _rule(section: Section, templates: Mapping[str, NoticeTemplate], sources: frozenset[str]) -> NoticeRule:
    found = NoticeRule(
        key=section.parse("key", _word, "", required=True),
        on=section.parse("on", member(On), On.SUPERVISION, required=True),
        to=tuple(section.texts("to")),
        by=tuple(_ways(section, "by")),
        template=section.text("template", required=True),
        after_minutes=section.value("after_minutes", int, 0),
        before_minutes=section.value("before_minutes", int, 0),
        every_minutes=section.value("every_minutes", int, 0),
        times=section.value("times", int, 1),
        urgent=section.parse("urgent", one_of("yes", "no"), ""),
        sources=tuple(section.texts("sources")),
        quiet=section.value("quiet", bool, True),
    )
    section.finish()
    _check(section, found, templates, sources)
    return found


def _check(
    section: Section, rule: NoticeRule, templates: Mapping[str, NoticeTemplate], sources: frozenset[str]
) -> None:
    if rule.template and rule.template not in templates:
        section.refuse("template", "unknown_code", given=rule.template, where=f"{FILE} [templates]")
    allowed = _receivers(rule.on)
    for to in rule.to:
        if to not in allowed:
            section.refuse("to", "choice", given=to, expected=", ".join(sorted(allowed)))
    for name in ("to", "by"):
        if not getattr(rule, name):
            section.refuse(name, "missing_key")
    for source in rule.sources:
        if sources and source not in sources:
            section.refuse("sources", "choice", given=source, expected=", ".join(sorted(sources)))
    if rule.times > 1 and not rule.every_minutes:
        section.refuse("every_minutes", "missing_key")


def _receivers(on: On) -> frozenset[str]:
    if on is On.ANSWER:
        return frozenset({REPORTER})
    roles = {f"{ROLE}{role.value}" for role in (Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER, Role.LEADER)}
    return frozenset({UNIT, ABOVE} | roles) if on in OF_LEGS or on is On.SUPERVISION else frozenset(roles)


def _contact(section: Section, units: Mapping[str, Unit]) -> Contact:
    found = Contact(
        to=section.text("to", required=True),
        by=section.parse("by", _word, "", required=True),
        address=section.text("address", required=True),
        language=section.parse("language", one_of("zh_CN", "en"), "zh_CN"),
    )
    section.finish()
    known = found.to in units or (found.to.removeprefix(ROLE) in set(Role) and found.to.startswith(ROLE))
    if found.to and not known:
        section.refuse("to", "unknown_code", given=found.to, where="units.csv, role:…")
    if len(found.address) > LONGEST or not found.address.isprintable():
        section.refuse("address", "choice", given=found.address[:40], expected=f"≤ {LONGEST}")
    return found


def _ways(section: Section, name: str) -> list[str]:
    found = section.texts(name)
    for way in found:
        if not WORD.fullmatch(way):
            section.refuse(name, "choice", given=way, expected="sms, mail, …")
    return found


def _word(text: str) -> str:
    if not WORD.fullmatch(text):
        raise BadValue("choice", text, ["a–z 0–9 _"])
    return text
