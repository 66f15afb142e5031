"""`cases.toml`: which column of the file says what, and what its words mean; all that differs between cities' files."""

import codecs
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rules.datum import DATUMS
from server.said import Told

FILE = "cases.toml"
REQUIRED = ("source_number", "reported_at", "status")
FIELDS = (
    *REQUIRED, "words", "address", "category", "department", "source", "due_at", "closed_at", "on_time",
    "closed_reason", "lat", "lon", "not_located",
)  # fmt: skip
STATES = ("open", "closed")


class BadMapping(Told):
    """The file is missing or says something that cannot be; the message names file, key and what was expected."""


@dataclass(frozen=True, slots=True)
class CaseMapping:
    """What `cases.toml` says. `fields`: our word → the file's column. `status`: the file's word → open | closed.

    `sources` and `units`: the file's word → the city's code; a word that is not there means itself. `not_located`
    names a column in which "1" says that the row's place is not known.
    """

    file: str
    encoding: str
    time: str
    datum: str
    fields: Mapping[str, str]
    status: Mapping[str, str]
    sources: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


def read_mapping(folder: Path) -> CaseMapping:
    """The mapping of a city's folder. Raises BadMapping."""
    file = folder / FILE
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadMapping(f"{file}：{error.strerror}", f"{file}: {error.strerror}") from error
    except ValueError as error:
        raise BadMapping(f"{file}：应为 TOML 文件：{error}", f"{file}: expected a TOML file: {error}") from error
    source = _words(file, said, "source", needed=True)
    if not source.get("file"):
        raise BadMapping(
            f"{file}：[source] file：应为案件文件的名称",
            f"{file}: [source] file: expected the name of the file with the rows",
        )
    return CaseMapping(
        file=source["file"],
        encoding=_checked_encoding(file, source.get("encoding", "utf-8-sig")),
        time=source.get("time", "%Y-%m-%d %H:%M:%S"),
        datum=_checked_datum(file, source.get("datum", "wgs84")),
        fields=_checked_fields(file, _words(file, said, "fields", needed=True)),
        status=_checked_status(file, _words(file, said, "status", needed=True)),
        sources=_words(file, said, "sources"),
        units=_words(file, said, "units"),
    )


def _checked_encoding(file: Path, encoding: str) -> str:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise BadMapping(
            f"{file}：[source] encoding：{encoding!r}，应为 utf-8、gbk 等编码",
            f"{file}: [source] encoding: {encoding!r}, expected an encoding such as utf-8 or gbk",
        ) from error
    return encoding


def _checked_datum(file: Path, datum: str) -> str:
    if datum not in DATUMS:
        known = ", ".join(DATUMS)
        raise BadMapping(
            f"{file}：[source] datum：{datum!r}，应为 {known} 之一",
            f"{file}: [source] datum: {datum!r}, expected {known}",
        )
    return datum


def _checked_fields(file: Path, fields: dict[str, str]) -> dict[str, str]:
    if unknown := sorted(fields.keys() - set(FIELDS)):
        names, known = ", ".join(unknown), ", ".join(FIELDS)
        raise BadMapping(f"{file}：[fields] {names}：应为 {known} 之一", f"{file}: [fields] {names}: expected {known}")
    if missing := [name for name in REQUIRED if name not in fields]:
        names = ", ".join(missing)
        raise BadMapping(
            f"{file}：[fields] {names}：应为列名", f"{file}: [fields] {names}: expected the name of a column"
        )
    return fields


def _checked_status(file: Path, status: dict[str, str]) -> dict[str, str]:
    if wrong := sorted(word for word, state in status.items() if state not in STATES):
        names = ", ".join(wrong)
        raise BadMapping(
            f"{file}：[status] {names}：应为 {' 或 '.join(STATES)}",
            f"{file}: [status] {names}: expected {' or '.join(STATES)}",
        )
    return status


def _words(file: Path, said: Mapping[str, Any], name: str, *, needed: bool = False) -> dict[str, str]:
    table = said.get(name, None if needed else {})
    if not isinstance(table, dict):
        raise BadMapping(f"{file}：缺少 [{name}]", f"{file}: the table [{name}] is missing")
    if wrong := sorted(key for key, value in table.items() if not isinstance(value, str)):
        names = ", ".join(wrong)
        raise BadMapping(f"{file}：[{name}] {names}：应为文字", f"{file}: [{name}] {names}: expected a text")
    return table
