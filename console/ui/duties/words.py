"""A line of the window in words: what it is about, where, when and who; and the rings that belong to it on the map."""

from collections.abc import Sequence

from console.ui.context import Context
from console.ui.duties.values import show_hours, show_season, show_since, show_until
from rules.amending import Value
from rules.city import City, Duty
from rules.duties import ROAD, DutyArea, DutyLayer, Ring, Ruling, Watch

Ends = Sequence[str]
MAY_MEAN = ("*", "component-*", "event-*")


class LineWords:
    """Cells of a table; the codes of matters and places become names."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def cells(self, value: Value) -> tuple[str, str, str, str]:
        """Code · who · what and where · when."""
        if isinstance(value, Duty):
            return value.no, self._unit(value.unit), self._about(value), self._when(value)
        if isinstance(value, DutyLayer):
            kind = self._context.texts.text(f"duty.kind_{value.kind}")
            return str(value.number), self._pick(value.name, value.name_en), kind, self._dates(value.since, value.until)
        if isinstance(value, DutyArea):
            corners = self._context.texts.text("duty.corners", n=sum(map(len, value.rings)))
            return value.code, self._pick(value.name, value.name_en), corners, ""
        if isinstance(value, Ruling):
            when = self._dates(value.since, value.until)
            return value.no, self._unit(value.unit), f"{self.matter(value.category)} · {value.reason}", when
        who = f"{self._pick(value.name, value.name_en)} {value.phone}"
        return value.no, self._unit(value.unit), who, self._when(value)

    def matter(self, pattern: str) -> str:
        """A category, a class, a kind or everything."""
        texts, names = self._context.texts, self._context.names
        if pattern in {"*", ""}:
            return texts.text("duty.all_matters")
        if not pattern.endswith("*"):
            return names.category(pattern)
        kind, _, rest = pattern.removesuffix("*").strip("-").partition("-")
        city = self._context.city
        first = (
            next((each for key, each in city.categories.items() if key.startswith(pattern[:-1])), None)
            if city
            else None
        )
        major = self._pick(first.major_name, first.major_name_en) if first and rest else ""
        return " ".join(part for part in (texts.text(f"console.{kind}"), major or rest) if part)

    def place(self, row: Duty) -> str:
        """The place of a row, its road with it."""
        area = self._context.names.area
        return " ".join(part for part in (area(row.place) if row.place else "", row.road) if part)

    def _about(self, row: Duty) -> str:
        parts = (self.matter(row.category), self.place(row), row.owner, self._layer(row.layer))
        return " · ".join(part for part in parts if part)

    def _layer(self, number: int) -> str:
        return self._context.names.layer(number) or self._context.texts.text("duty.layer_n", n=number)

    def _when(self, value: Duty | Watch) -> str:
        texts = self._context.texts
        season = show_season((value.from_day, value.to_day)) if isinstance(value, Duty) else ""
        days = ", ".join(texts.text(f"day_kind.{day}") for day in value.days)
        parts = (show_hours((value.from_minute, value.to_minute)), days, season, self._dates(value.since, value.until))
        return " · ".join(part for part in parts if part)

    def _dates(self, since: int, until: int) -> str:
        zone, texts = self._context.words.zone, self._context.texts
        first, last = show_since(since, zone), show_until(until, zone)
        if first and last:
            return f"{first}–{last}"
        return (
            texts.text("proposal.from_day", day=first)
            if first
            else (texts.text("proposal.to_day", day=last) if last else "")
        )

    def _unit(self, code: str) -> str:
        return self._context.names.unit(code)

    def _pick(self, zh: str, en: str) -> str:
        return self._context.texts.name(zh, en)


def rings_of(city: City | None, value: Value) -> tuple[Ring, ...]:
    """What a line covers on the map; nothing where it names no place."""
    if isinstance(value, DutyArea | Ruling):
        return value.rings
    return (
        place_rings(city, value.place or (ROAD + value.road if value.road else "")) if isinstance(value, Duty) else ()
    )


def place_rings(city: City | None, place: str) -> tuple[Ring, ...]:
    """The rings of a drawn area, zone, district, street office, community or responsibility grid."""
    if city is None or not place:
        return ()
    for area in city.areas:
        if area.code == place:
            return area.rings
    grids = city.grids
    if grids is None:
        return ()
    for zone in grids.zones:
        if zone.code == place:
            return _plain(zone.rings)
    levels = (("district", grids.districts), ("street", grids.streets), ("community", grids.communities))
    for level, named in levels:
        for number, each in enumerate(named):
            if each.code == place:
                return _plain(grids.rings_of(level, number))  # type: ignore[arg-type]
    return ()


def _plain(rings: Sequence[object]) -> tuple[Ring, ...]:
    return tuple(tuple((int(lon), int(lat)) for lon, lat in ring.tolist()) for ring in rings)  # type: ignore[attr-defined]
