"""`citizens.toml`: what the city offers to citizens, and how much one may send. A city may do without the file."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from rules.case import Stage
from rules.city import Category
from rules.services import CitizenRules, Datatype, Question, Service, Value
from server.city.findings import Findings
from server.city.toml import Section
from server.city.values import BadValue, member, one_of

FILE = "citizens.toml"
WORDS = re.compile(r"[\w.-]{1,80}", re.ASCII)
LISTS = frozenset({Datatype.SINGLE, Datatype.MULTI})
STATUSES = (
    "open", "investigating", "action_scheduled", "in_progress", "fixed", "closed", "duplicate",
    "not_councils_responsibility", "no_further_action", "internal_referral",
)  # fmt: skip
LARGEST = {"photos_max": 10, "photo_mb": 20, "words_max": 4000, "proof_bits": 20, "reach_m": 100_000}


def read_citizens(
    folder: Path, categories: Mapping[str, Category], findings: Findings
) -> tuple[dict[str, Service], CitizenRules]:
    """Services by code, and the rules; without the file no services and the usual rules. Faults are found."""
    path = folder / FILE
    if not path.is_file():
        return {}, CitizenRules()
    try:
        top = Section(FILE, "", tomllib.loads(path.read_text("utf-8-sig")), findings)
    except UnicodeDecodeError as error:
        findings.refuse("encoding", FILE, encoding="utf-8", given=error.object[error.start : error.start + 4].hex(" "))
        return {}, CitizenRules()
    except tomllib.TOMLDecodeError as error:
        findings.refuse("not_toml", FILE, reason=error)
        return {}, CitizenRules()
    services = [_service(section, categories) for section in top.sections("services")]
    _once(top, [each.code for each in services])
    found = _rules(top.section("citizens"))
    top.finish()
    return {each.code: each for each in services}, found


def _once(top: Section, codes: list[str]) -> None:
    for code in {code for code in codes if codes.count(code) > 1}:
        top.refuse("services", "twice", given=code, first="code")


def _rules(section: Section) -> CitizenRules:
    usual = CitizenRules()
    own: dict[str, Any] = {}
    for field in fields(CitizenRules):
        if field.name in section.names:
            own[field.name] = _choice(section, field.name, getattr(usual, field.name))
    section.finish()
    return CitizenRules(**own)


def _choice(section: Section, name: str, usual: Any) -> Any:
    readers: dict[str, Callable[[], Any]] = {
        "media_hosts": lambda: tuple(text.lower() for text in section.texts(name)),
        "statuses": lambda: {**usual, **_statuses(section.section(name))},
        "number_when": lambda: section.parse(name, one_of("reported", "accepted"), usual),
    }
    if name in readers:
        return readers[name]()
    found = section.value(name, type(usual), usual)
    most = LARGEST.get(name)
    if most is not None and found > most:
        section.refuse(name, "choice", given=found, expected=f"≤ {most}")
    return found


def _statuses(section: Section) -> dict[str, str]:
    found = {}
    for stage in section.names:
        if stage not in set(Stage):
            section.refuse(stage, "choice", given=stage, expected=", ".join(Stage))
        found[stage] = section.parse(stage, one_of(*STATUSES), STATUSES[0])
    return found


def _code(text: str) -> str:
    if not WORDS.fullmatch(text):
        raise BadValue("choice", text, ["1–80 A–Z a–z 0–9 . _ -"])
    return text


def _service(section: Section, categories: Mapping[str, Category]) -> Service:
    found = Service(
        code=section.parse("code", _code, "", required=True),
        name=section.text("name", required=True),
        name_en=section.text("name_en"),
        category=section.text("category"),
        text=section.text("text"),
        text_en=section.text("text_en"),
        group=section.text("group"),
        group_en=section.text("group_en"),
        keywords=tuple(section.texts("keywords")),
        questions=tuple(_question(each) for each in section.sections("questions")),
    )
    if found.category and found.category not in categories:
        section.refuse("category", "unknown_code", given=found.category, where="categories.csv")
    codes = [each.code for each in found.questions]
    for code in {code for code in codes if codes.count(code) > 1}:
        section.refuse("questions", "twice", given=code, first="code")
    section.finish()
    return found


def _question(section: Section) -> Question:
    found = Question(
        code=section.parse("code", _code, "", required=True),
        datatype=section.parse("datatype", member(Datatype), Datatype.STRING, required=True),
        text=section.text("text", required=True),
        text_en=section.text("text_en"),
        hint=section.text("hint"),
        hint_en=section.text("hint_en"),
        required=section.value("required", bool, False),
        asks=section.value("asks", bool, True),
        values=tuple(_value(section, each) for each in section.value("values", list, [])),
    )
    if (found.datatype in LISTS and found.asks) != bool(found.values):
        section.refuse("values", "type_list", given=len(found.values))
    section.finish()
    return found


def _value(section: Section, row: Any) -> Value:
    """`["key", "名称", "name"]`; the English one may be left out."""
    if isinstance(row, list) and len(row) in {2, 3} and all(isinstance(each, str) and each for each in row):
        return Value(*row)
    section.refuse("values", "type_list", given=row)
    return Value("", "")
