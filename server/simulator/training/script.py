"""The script of an hour: what comes in when, how units behave, what is really so. Read from a file of the city."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.simulator.figures_form import BadFigures, Table

CLOSURES: Final = ("true", "unsolved", "old", "other_place", "crop", "mirror", "screen")
RETURNS: Final = ("", "rightly", "wrongly")
LIMITS: Final = ("dispatch", "urgent", "told", "decide", "confirm")
FAULTS: Final = (
    "late_dispatch", "not_dispatched", "wrong_unit", "missed_urgent", "not_called", "false_passed", "true_refused",
    "not_judged", "duplicate_missed", "not_a_duplicate", "request_late", "request_wrong",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scene:
    """One case of the hour and the truth about it. `after`, `work` in ms; `more_time` None = asks for none.

    `place` is a crossing as the city's people say it; `point` (degrees east, north) goes before it.
    """

    key: str
    after: int
    place: str
    words: str
    condition: str
    source: str
    unit: str = ""
    urgent: bool = False
    silent: bool = False
    closure: str = "true"
    work: int = 300_000
    gives_back: str = ""
    more_time: bool | None = None
    reason: str = ""
    repeats: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """An hour: `span` and `limits` in ms; `points` = what each fault costs, from 100."""

    name: str
    name_en: str
    span: int
    limits: Mapping[str, int]
    points: Mapping[str, float]
    scenes: tuple[Scene, ...]

    def scene(self, key: str) -> Scene:
        """The scene of this key."""
        return next(scene for scene in self.scenes if scene.key == key)


def read_script(file: Path) -> Script:
    """The script of a file. Raises BadFigures, which says where in it what stands and what was expected."""
    try:
        told = Table(file, "", tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BadFigures(file, "", error, "a readable TOML file") from error
    limits, points = told.table("limits"), told.table("points")
    script = Script(
        told.text("name"),
        told.text("name_en"),
        round(told.number("minutes", 1) * 60_000),
        {name: round(limits.number(name, 1) * 1000) for name in LIMITS},
        {name: points.number(name) for name in FAULTS},
        tuple(_scene(each) for each in told.tables("cases")),
    )
    told.end()
    _check_keys(file, script)
    return script


def _scene(told: Table) -> Scene:
    return Scene(
        told.text("key"),
        round(told.number("after") * 60_000),
        told.text("place"),
        told.text("words"),
        told.text("condition"),
        told.text("source"),
        told.text("unit", default=""),
        _flag(told, "urgent"),
        _flag(told, "silent"),
        told.text("closure", CLOSURES, "true"),
        round(told.number("work", 1, 5) * 60_000),
        told.text("gives_back", RETURNS, ""),
        told.flag("more_time") if told.names(("more_time",)) else None,
        told.text("reason", default=""),
        told.text("repeats", default=""),
        _point(told),
    )


def _flag(told: Table, name: str) -> bool:
    return told.flag(name) if told.names((name,)) else False


def _point(told: Table) -> tuple[float, float] | None:
    if not told.names(("point",)):
        return None
    east, north = told.numbers("point", 2)
    return east, north


def _check_keys(file: Path, script: Script) -> None:
    """Every key once, and what repeats a case comes after it."""
    seen: set[str] = set()
    for number, scene in enumerate(script.scenes, 1):
        where = f"cases.{number}"
        if scene.key in seen:
            raise BadFigures(file, f"{where}.key", scene.key, "a key that no other case has")
        if scene.repeats and scene.repeats not in seen:
            raise BadFigures(file, f"{where}.repeats", scene.repeats, "the key of a case above")
        seen.add(scene.key)
