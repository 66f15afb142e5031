"""The emergency pack (应急包): what people need to go on by telephone when centre and line are gone; nothing personal.

It travels to the program that writes it as lines of JSON, with their number at the end: half a pack is none.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class PackLine:
    """One leg of an open case, or an open case that no unit has. Instants ms UTC, 0 = none; names in one language."""

    unit: str = ""  # code; "" = no unit has it
    name: str = ""  # of the unit
    answers: str = ""  # the unit whose phone it is, "" = its own
    phone: str = ""
    number: str = ""
    matter: str = ""  # short name of the class, never what a reporter said
    place: str = ""
    grid: str = ""
    stage: str = ""  # key of the texts: "leg.…" or "stage.…"
    urgent: bool = False
    due: int = 0
    sent: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class PackHead:
    """What holds for the whole pack: `as_of` is the age of the data, `at` the instant at which they were gathered."""

    language: str
    city: str
    zone: str
    as_of: int
    at: int
    labels: Mapping[str, str] = field(default_factory=dict)  # the city's own words


class PackCut(Exception):
    """Not a whole pack: what gathered it ended in the middle."""


def json_line(part: PackHead | PackLine | int) -> bytes:
    """One line of a pack; a number ends it, that of its PackLines."""
    told = part if isinstance(part, int) else asdict(part)
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read_pack(body: bytes) -> tuple[PackHead, tuple[PackLine, ...]]:
    """Head and lines of a pack; PackCut when it is not whole."""
    try:
        head, *lines, count = (json.loads(line) for line in body.splitlines())
        found = PackHead(**head), tuple(PackLine(**line) for line in lines)
    except (ValueError, TypeError) as error:
        raise PackCut from error
    if count != len(lines):
        raise PackCut
    return found
