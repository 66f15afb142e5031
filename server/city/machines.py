"""`machines.toml`: which alarm is which matter, how repeats fold, how files are read. A city may do without it."""

import codecs
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from rules.city import Category
from rules.datum import DATUMS
from rules.machines import AlarmKind, MachineRules, Sheet
from server.city.findings import Findings
from server.city.toml import Section
from server.city.values import BadValue, one_of

FILE = "machines.toml"
CODE = re.compile(r"[\w.-]{1,80}", re.ASCII)
LARGEST = {
    "skew_s": 3600, "tell_s": 86_400, "frames": 20, "frame_mb": 20, "rows_max": 50_000, "file_mb": 50,
    "source_minute": 100_000, "threshold": 100, "sure": 100, "window_minutes": 44_640, "quiet_minutes": 44_640,
    "distance_m": 1000, "head_row": 100,
}  # fmt: skip
LEAST = {"skew_s": 10, "rows_max": 1, "file_mb": 1, "frame_mb": 1, "source_minute": 1, "head_row": 1}
SHEET_FIELDS = (
    "number", "words", "address", "lon", "lat", "category", "source", "due", "caller", "phone", "urgent",
    "wants_answer",
)  # fmt: skip


def read_machines(
    folder: Path, categories: Mapping[str, Category], sources: Mapping[str, object], findings: Findings
) -> MachineRules:
    """What the city says of machines; without the file the usual rules. Faults are found."""
    path = folder / FILE
    if not path.is_file():
        return MachineRules()
    try:
        top = Section(FILE, "", tomllib.loads(path.read_text("utf-8-sig")), findings)
    except UnicodeDecodeError as error:
        findings.refuse("encoding", FILE, encoding="utf-8", given=error.object[error.start : error.start + 4].hex(" "))
        return MachineRules()
    except tomllib.TOMLDecodeError as error:
        findings.refuse("not_toml", FILE, reason=error)
        return MachineRules()
    alarms = [_alarm(section, categories) for section in top.sections("alarms")]
    sheets = [_sheet(section, categories, sources) for section in top.sections("sheets")]
    for name, codes in (("alarms", [a.code for a in alarms]), ("sheets", [s.code for s in sheets])):
        for code in {code for code in codes if codes.count(code) > 1}:
            top.refuse(name, "twice", given=code, first="code")
    own = {"alarms": {each.code: each for each in alarms}, "sheets": {each.code: each for each in sheets}}
    found = MachineRules(**own, **_rules(top.section("machines"), sources))  # type: ignore[arg-type]
    top.finish()
    return found


def _rules(section: Section, sources: Mapping[str, object]) -> dict[str, Any]:
    own: dict[str, Any] = {"reject_reasons": _reasons(section.section("reject_reasons"))}
    own["sources"] = _words(section.section("sources"))
    for code, key in own["sources"].items():
        if sources and key not in sources:
            section.refuse(f"sources.{code}", "unknown_code", given=key, where="city.toml [sources]")
    usual = MachineRules()
    for field in fields(MachineRules):
        if field.name in section.names and field.name not in {"alarms", "sheets", *own}:
            own[field.name] = _value(section, field.name, getattr(usual, field.name))
    section.finish()
    return own


def _reasons(section: Section) -> dict[str, tuple[str, str]]:
    """`code = ["原因", "reason"]`."""
    found = {}
    for code in section.names:
        pair = section.texts(code)
        if not CODE.fullmatch(code) or len(pair) != 2 or not all(pair):
            section.refuse(code, "type_list", given=pair)
            continue
        found[code] = (pair[0], pair[1])
    return found


def _value(section: Section, name: str, usual: Any) -> Any:
    found = section.value(name, type(usual), usual)
    if type(usual) is int:
        least, most = LEAST.get(name, 0), LARGEST[name]
        if not least <= found <= most:
            section.refuse(name, "choice", given=found, expected=f"{least}–{most}")
    return found


def _code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise BadValue("choice", text, ["1–80 A–Z a–z 0–9 . _ -"])
    return text


def _alarm(section: Section, categories: Mapping[str, Category]) -> AlarmKind:
    usual = AlarmKind("", "")
    numbers = {
        name: _value(section, name, getattr(usual, name))
        for name in ("threshold", "sure", "window_minutes", "quiet_minutes", "distance_m")
    }
    found = AlarmKind(
        code=section.parse("code", _code, "", required=True),
        name=section.text("name", required=True),
        name_en=section.text("name_en"),
        category=section.text("category"),
        words=section.text("words"),
        urgent=section.value("urgent", bool, False),
        **numbers,
    )
    if found.category and found.category not in categories:
        section.refuse("category", "unknown_code", given=found.category, where="categories.csv")
    if found.sure and found.sure < found.threshold:
        section.refuse("sure", "choice", given=found.sure, expected=f"0 | ≥ {found.threshold}")
    section.finish()
    return found


def _sheet(section: Section, categories: Mapping[str, Category], sources: Mapping[str, object]) -> Sheet:
    usual = Sheet("", "")
    found = Sheet(
        code=section.parse("code", _code, "", required=True),
        name=section.text("name", required=True),
        name_en=section.text("name_en"),
        source=section.text("source"),
        sender=section.text("sender"),
        columns=_words(section.section("columns")),
        categories=_words(section.section("categories")),
        sources=_words(section.section("sources")),
        sheet=section.text("sheet"),
        head_row=_value(section, "head_row", usual.head_row),
        encoding=section.parse("encoding", _encoding, ""),
        time=section.text("time", usual.time),
        datum=section.parse("datum", one_of(*DATUMS), usual.datum),
        yes=tuple(section.texts("yes")) or usual.yes,
        wants_answer=section.value("wants_answer", bool, False),
    )
    _check_sheet(section, found, categories, sources)
    section.finish()
    return found


def _check_sheet(
    section: Section, found: Sheet, categories: Mapping[str, Category], sources: Mapping[str, object]
) -> None:
    if odd := [name for name in found.columns if name not in SHEET_FIELDS]:
        section.refuse("columns", "choice", given=", ".join(odd), expected=", ".join(SHEET_FIELDS))
    if "words" not in found.columns:
        section.refuse("columns.words", "missing_key")
    for word, key in found.categories.items():
        if key not in categories:
            section.refuse(f"categories.{word}", "unknown_code", given=key, where="categories.csv")
    for code in {found.source, *found.sources.values()} - {""}:
        if sources and code not in sources:
            section.refuse("source", "unknown_code", given=code, where="city.toml [sources]")


def _words(section: Section) -> dict[str, str]:
    return {name: section.text(name, required=True) for name in section.names}


def _encoding(text: str) -> str:
    try:
        codecs.lookup(text)
    except LookupError as error:
        raise BadValue("choice", text, ["utf-8", "gb18030"]) from error
    return text
