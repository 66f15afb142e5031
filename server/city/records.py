"""The tables of a city folder as values of the rules: units, categories, conditions, duties, calendar days."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from rules.calendar import CalendarDay, DayKind
from rules.city import Category, Condition, Duty, Unit
from rules.clock import Limit, LimitUnit
from server.city import values
from server.city.duties import DutyTables, days, read_duty_tables
from server.city.findings import Findings
from server.city.settings import CitySettings
from server.city.table import Columns, Row, once, read_rows

UNITS = Columns(
    ("code", "name"),
    ("name_en", "parent", "kind", "district", "phone", "duty", "duty_en", "pinyin", "since", "until", "sub_reports"),
)
CATEGORIES = Columns(
    ("kind", "major", "minor", "name"), ("name_en", "short", "short_en", "major_name", "major_name_en")
)
CONDITIONS = Columns(
    ("category", "no", "words", "limit", "unit"),
    ("words_en", "urgent", "closing", "closing_en", "milestones"),
)
DUTIES = Columns(
    ("no", "unit"),
    (
        *("category", "condition", "layer", "place", "owner", "lead", "since", "until"),
        *("from_time", "to_time", "from_day", "to_day", "days", "road"),
    ),
)
CALENDAR = Columns(("date", "kind"), ("name", "name_en"))


@dataclass(frozen=True, slots=True)
class Records:
    """All tables; `duty_rows` are kept beside the duties for checks against the geometry."""

    units: Mapping[str, Unit]
    categories: Mapping[str, Category]
    conditions: Mapping[str, Condition]
    duties: tuple[Duty, ...]
    duty_rows: tuple[Row, ...]
    unit_rows: Mapping[str, Row]
    days: tuple[CalendarDay, ...]
    duty_tables: DutyTables


def read_records(folder: Path, settings: CitySettings, findings: Findings) -> Records:
    """Read and check all tables of a folder."""

    def rows(name: str, columns: Columns) -> list[Row]:
        return read_rows(folder / name, columns, findings, settings.encoding)

    zone = ZoneInfo(settings.zone)
    unit_rows = dict(once(rows("units.csv", UNITS), "code"))
    units = {code: _unit(code, row, unit_rows, zone) for code, row in unit_rows.items()}
    _refuse_cycles(units, unit_rows)
    categories = _categories(rows("categories.csv", CATEGORIES))
    conditions = _conditions(rows("conditions.csv", CONDITIONS), categories)
    duty_rows = tuple(row for _, row in once(rows("responsibility.csv", DUTIES), "no"))
    duties = tuple(_duty(row, units, categories, conditions, zone) for row in duty_rows)
    calendar = tuple(_day(row) for _, row in once(rows("calendar.csv", CALENDAR), "date"))
    tables = read_duty_tables(folder, units, zone, settings.encoding, findings)
    return Records(units, categories, conditions, duties, duty_rows, unit_rows, calendar, tables)


def _unit(code: str, row: Row, rows: Mapping[str, Row], zone: ZoneInfo) -> Unit:
    return Unit(
        code=code,
        name=row.required("name"),
        name_en=row.text("name_en"),
        parent=row.known("parent", rows, "units.csv"),
        kind=row.text("kind"),
        district=row.text("district"),
        phone=row.text("phone"),
        duty=row.text("duty"),
        duty_en=row.text("duty_en"),
        pinyin=row.text("pinyin").lower(),
        since=row.parse("since", values.first_instant(zone), 0),
        until=row.parse("until", values.end_instant(zone), 0),
        sub_reports=row.parse("sub_reports", values.one_of("approve", "pass"), "approve"),
    )


def _refuse_cycles(units: Mapping[str, Unit], rows: Mapping[str, Row]) -> None:
    """Each circle of parents is found once, at its first unit in the file."""
    clear: set[str] = set()
    for code in units:
        way: list[str] = []
        at = code
        while at in units and at not in clear and at not in way:
            way.append(at)
            at = units[at].parent
        if at in way:
            circle = way[way.index(at) :]
            rows[at].refuse("parent", "circle", given=" → ".join([*circle, at]))
        clear.update(way)


def _categories(rows: list[Row]) -> dict[str, Category]:
    found: dict[str, Category] = {}
    for row in rows:
        key = "-".join(row.required(field) for field in ("kind", "major", "minor"))
        if key in found:
            row.refuse("minor", "twice", given=key, first=key)
        found[key] = Category(
            key,
            row.required("name"),
            *(row.text(field) for field in ("name_en", "short", "short_en", "major_name", "major_name_en")),
        )
    return found


def _conditions(rows: list[Row], categories: Mapping[str, Category]) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    for row in rows:
        row.required("category")
        category = row.known("category", categories, "categories.csv")
        key = f"{category}-{row.required('no')}"
        if key in found:
            row.refuse("no", "twice", given=key, first=key)
        found[key] = _condition(key, category, row)
    return found


def _condition(key: str, category: str, row: Row) -> Condition:
    closing, closing_en = values.parts(row.text("closing")), values.parts(row.text("closing_en"))
    if closing_en and len(closing_en) != len(closing):
        row.refuse("closing_en", "closing_parts", given=len(closing_en), expected=len(closing))
    return Condition(
        key=key,
        category=category,
        words=row.required("words"),
        words_en=row.text("words_en"),
        limit=_limit(row),
        urgent=row.parse("urgent", values.flag, False),
        closing=closing,
        closing_en=closing_en,
        milestones=row.parse("milestones", values.milestones, ()),
    )


def _limit(row: Row) -> Limit | None:
    """Value and unit; both empty = the city's default limit."""
    if not row.text("limit") and not row.text("unit"):
        return None
    value = row.parse("limit", values.whole, 0)
    unit = row.parse("unit", values.member(LimitUnit), LimitUnit.MINUTE)
    return Limit(value, unit)


def _duty(
    row: Row,
    units: Mapping[str, Unit],
    categories: Mapping[str, Category],
    conditions: Mapping[str, Condition],
    zone: ZoneInfo,
) -> Duty:
    row.required("unit")
    category = row.text("category") or "*"
    if not names_a_category(category, categories):
        row.refuse("category", "unknown_category", given=category)
    return Duty(
        no=row.text("no"),
        unit=row.known("unit", units, "units.csv"),
        category=category,
        condition=_condition_key(row, category, conditions),
        layer=row.parse("layer", values.whole, 100) if row.text("layer") else 100,
        place=row.text("place"),
        owner=row.text("owner"),
        from_minute=row.parse("from_time", values.minute, 0),
        to_minute=row.parse("to_time", values.minute, 0),
        from_day=row.parse("from_day", values.season, 0),
        to_day=row.parse("to_day", values.season, 0),
        lead=row.parse("lead", values.flag, True) if row.text("lead") else True,
        since=row.parse("since", values.first_instant(zone), 0),
        until=row.parse("until", values.end_instant(zone), 0),
        days=row.parse("days", days, ()),
        road=row.text("road"),
    )


def names_a_category(pattern: str, categories: Mapping[str, Category]) -> bool:
    if not pattern.endswith("*"):
        return pattern in categories
    return any(key.startswith(pattern[:-1]) for key in categories)


def _condition_key(row: Row, category: str, conditions: Mapping[str, Condition]) -> str:
    """A condition by its full key, or by its number beside an exact category."""
    given = row.text("condition")
    if not given or given == "*":
        return ""
    for key in (given, f"{category}-{given}"):
        if key in conditions:
            return key
    return row.known("condition", conditions, "conditions.csv")


def _day(row: Row) -> CalendarDay:
    kind = row.parse("kind", values.member(DayKind), DayKind.HOLIDAY)
    date = row.parse("date", values.day_text, "2000-01-01")
    return CalendarDay(date, kind, row.text("name"), row.text("name_en"))
