"""The fields of a line by its kind: which there are, how each is shown as text and read again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from types import MappingProxyType
from typing import Any

from console.ui.duties import values

DAYS = ("", "workday", "weekend holiday", "weekend", "holiday")
KINDS_OF_LAYERS = ("duty", "coverage")


@dataclass(frozen=True, slots=True)
class LineField:
    """One field: `how` names its editor; `parts` are the fields of the value that it holds."""

    name: str
    how: str
    parts: tuple[str, ...] = ()

    @property
    def of(self) -> tuple[str, ...]:
        """The fields of the value."""
        return self.parts or (self.name,)


_DATES = (LineField("since", "since"), LineField("until", "until"))
_NAMES = (LineField("name", "text"), LineField("name_en", "text"))
_HOURS = (LineField("hours", "hours", ("from_minute", "to_minute")), LineField("days", "days"))

FORMS: Mapping[str, tuple[LineField, ...]] = MappingProxyType(
    {
        "row": (
            LineField("no", "text"),
            LineField("unit", "unit"),
            LineField("lead", "flag"),
            LineField("layer", "layer"),
            LineField("category", "matter"),
            LineField("condition", "text"),
            LineField("place", "place"),
            LineField("road", "text"),
            LineField("owner", "text"),
            *_HOURS,
            LineField("season", "season", ("from_day", "to_day")),
            *_DATES,
        ),
        "layer": (LineField("number", "number"), *_NAMES, LineField("kind", "layer_kind"), *_DATES),
        "area": (LineField("code", "text"), *_NAMES),
        "ruling": (
            LineField("no", "fixed"),
            LineField("unit", "unit"),
            LineField("category", "matter"),
            *_DATES,
            LineField("reason", "text"),
        ),
        "watch": (
            LineField("no", "text"), LineField("unit", "unit"), *_NAMES, LineField("phone", "text"), *_HOURS, *_DATES,
        ),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """How a field of typed text is shown and read; `read` raises ValueError."""

    show: Callable[[Any], str]
    read: Callable[[str], Any]


def typed(how: str, zone: tzinfo) -> Typed:
    """The way of a field."""
    ways = {
        "number": Typed(str, _number),
        "hours": Typed(values.show_hours, values.read_hours),
        "season": Typed(values.show_season, values.read_season),
        "since": Typed(lambda at: values.show_since(at, zone), lambda text: values.read_since(text, zone)),
        "until": Typed(lambda at: values.show_until(at, zone), lambda text: values.read_until(text, zone)),
    }
    return ways.get(how, Typed(str, str.strip))


def _number(text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit()):
        raise ValueError(text)
    return int(text)
