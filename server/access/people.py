"""Reads the people of a city's folder: login, names, duties, unit, responsibility grids; in a demo the password."""

import csv
import secrets as random_source
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rules.city import City
from rules.commands import Grant, Role
from server.access.accounts import Account
from server.access.secrets import hash_password
from server.said import Said, Told

COLUMNS = ("login", "name", "name_en", "roles", "unit", "duty_grids", "password")
JOINED = "|"
GRANTABLE = frozenset(Role) - {Role.SYSTEM, Role.PUBLIC}


class BadPeople(Told):
    """What the file says cannot be; `problems` name file, line, field and what was expected."""

    def __init__(self, problems: Sequence[Said]) -> None:
        super().__init__("\n".join(one.chinese for one in problems), "\n".join(one.english for one in problems))
        self.problems = tuple(problems)


def read_people(file: Path, city: City) -> tuple[Account, ...]:
    """All accounts of a people.csv. Raises BadPeople with everything that is wrong, not only the first.

    The same password is hashed once per file in a synthetic city (its passwords are shown anyway), else once each.
    """
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = [name for name in ("login", "name", "roles") if name not in (reader.fieldnames or [])]
        if missing:
            problems = [
                Said(f"{file.name}：缺少列 {name}", f"{file.name}: column {name} is missing") for name in missing
            ]
            raise BadPeople(problems)
        rows = [(line, dict(row)) for line, row in enumerate(reader, start=2)]
    problems = [_at(file.name, line, said) for line, row in rows for said in _problems(row, city)]
    if problems:
        raise BadPeople(problems)
    verifiers: dict[str, str] = {}
    return tuple(_account(row, verifiers if city.synthetic else {}) for _, row in rows)


def _account(row: Mapping[str, str | None], verifiers: dict[str, str]) -> Account:
    password = row.get("password") or random_source.token_urlsafe(24)  # none given: closed until one is set
    if password not in verifiers:
        verifiers[password] = hash_password(password)
    return Account(
        row["login"] or "",
        row["name"] or "",
        row.get("name_en") or "",
        row.get("unit") or "",
        verifiers[password],
        _grants(row),
    )


def _grants(row: Mapping[str, str | None]) -> tuple[Grant, ...]:
    found: list[Grant] = []
    for role, unit in _roles(row):
        if role == Role.COLLECTOR:
            grids = [unit] if unit else _split(row.get("duty_grids"))
            found += [Grant(Role.COLLECTOR, grid) for grid in grids]
        elif role == Role.UNIT:
            found.append(Grant(Role.UNIT, unit or row.get("unit") or ""))
        else:
            found.append(Grant(Role(role), unit))
    return tuple(dict.fromkeys(found))


def _at(file: str, line: int, said: Said) -> Said:
    return Said(f"{file}:{line}：{said.chinese}", f"{file}:{line}: {said.english}")


def _problems(row: Mapping[str, str | None], city: City) -> Iterator[Said]:
    if not row.get("login"):
        yield Said("login 为空", "login is empty")
    if unknown := ", ".join(role for role, _ in _roles(row) if role not in GRANTABLE):
        known = ", ".join(sorted(GRANTABLE))
        yield Said(f"roles：{unknown}，应为 {known} 之一", f"roles: {unknown}: expected {known}")
        return
    for role, unit in _roles(row):
        if unit and role != Role.COLLECTOR and unit not in city.units and unit not in city.places:
            yield Said(f"roles：没有单位或区 {unit!r}", f"roles: no unit or district {unit!r}")
    yield from _unknown_grids(row, city)
    if (unit := row.get("unit") or "") and unit not in city.units:
        yield Said(f"unit：没有单位 {unit!r}", f"unit: no unit {unit!r}")


def _unknown_grids(row: Mapping[str, str | None], city: City) -> Iterator[Said]:
    if city.grids is None:
        return
    known = {*(named.code for named in city.grids.duties), *city.places, city.code}
    asked = [grant.unit for grant in _grants(row) if grant.role is Role.COLLECTOR]
    for grid in asked:
        if grid not in known:
            yield Said(f"没有责任网格 {grid!r}", f"no responsibility grid {grid!r}")


def _roles(row: Mapping[str, str | None]) -> list[tuple[str, str]]:
    parts = [part.partition("@") for part in _split(row.get("roles"))]
    return [(role.strip(), unit.strip()) for role, _, unit in parts]


def _split(words: str | None) -> list[str]:
    return [part.strip() for part in (words or "").split(JOINED) if part.strip()]
