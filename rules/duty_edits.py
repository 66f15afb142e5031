"""What the editor of responsibilities and the server say to each other: edits, faults in them, and what they change.

Plain frozen values, carried as JSON by `rules.wire`. Instants ms UTC, points 1e-7 degree CGCS2000.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from rules.amending import Amendment, code_of
from rules.city import Duty
from rules.duties import DutyArea, DutyLayer, Ruling, Watch

EditKind = Literal["layer", "row", "area", "ruling", "watch"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One line as it is to be: exactly the field of its kind is filled; none = the line of this code is taken out."""

    kind: EditKind
    code: str
    layer: DutyLayer | None = None
    row: Duty | None = None
    area: DutyArea | None = None
    ruling: Ruling | None = None
    watch: Watch | None = None


@dataclass(frozen=True, slots=True)
class Edits:
    """Lines that are to be changed together; `base` = version of the city that they were drawn up on, "" = any."""

    edits: tuple[Edit, ...]
    reason: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line is refused; `rule` is a key of "city.finding", `details` fill it."""

    kind: str
    code: str
    part: str  # the field of the line
    rule: str
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """A case that another unit would have answered for; units "" = none, and then the ground says why."""

    case_id: str
    number: str
    category: str
    before: str
    after: str
    ground_before: str
    ground_after: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What edits would change for the cases filed from since to until: `moves` are the first of `changed`.

    `looked` of `total` cases were looked at, the latest first; the others are not known. With faults nothing is tried.
    """

    version: str
    faults: tuple[Fault, ...] = ()
    since: int = 0
    until: int = 0
    total: int = 0
    looked: int = 0
    changed: int = 0
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class InForce:
    """The version of the city that holds now, with the edits in it."""

    version: str


@dataclass(frozen=True, slots=True)
class OnThePlace:
    """Somebody in charge of a place: collector, grid leader or road chief, with what the asker reads in `words`.

    `place` is the code of the grid or road section; `on_shift` until `at`, or else from `at` on (ms UTC, 0 = no such
    instant). `phone` is that of the office; `private`: one of the person's own is shown on request, with a reason.
    """

    duty: str
    staff: str
    name: str
    place: str
    words: str
    phone: str = ""
    private: bool = False
    on_shift: bool = True
    at: int = 0


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a matter at a place and time, and why: the ground with its words in the asker's language.

    `people` are in charge there, `check` says who a check would be proposed to; `checker` is that account, "" = whoever
    walks the responsibility grid.
    """

    unit: str
    ground: str
    words: str
    name: str = ""
    phone: str = ""
    candidates: tuple[str, ...] = ()
    runners_up: tuple[str, ...] = ()
    make_safe: str = ""
    data: tuple[tuple[str, str], ...] = ()
    people: tuple[OnThePlace, ...] = ()
    check: str = ""
    checker: str = ""


def amendments_of(edits: Iterable[Edit]) -> tuple[Amendment, ...]:
    """The amendments that the edits are."""
    return tuple(Amendment(each.kind, each.code, getattr(each, each.kind)) for each in edits)


def edit_of(amendment: Amendment) -> Edit:
    """The edit that brings an amendment."""
    return Edit(amendment.kind, amendment.code, **{amendment.kind: amendment.value})  # type: ignore[arg-type]


def agrees(edit: Edit) -> bool:
    """Whether only the field of its kind is filled, and the line carries the code that the edit names."""
    others = ({"layer", "row", "area", "ruling", "watch"}) - {edit.kind}
    value = getattr(edit, edit.kind)
    return all(getattr(edit, name) is None for name in others) and (
        value is None or code_of(edit.kind, value) == edit.code
    )
