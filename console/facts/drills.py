"""What is remembered of an outage drill: who held it when, what was done without the line, how it ended."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace

MINUTES = (5, 10, 15, 20, 30)
"""How long a drill may be asked to last."""
URGENT, TIME, BUTTON, LINE, PROGRAM, SNAPSHOT = "urgent", "time", "button", "line", "program", "snapshot"
"""Why it ended: a real urgent case, its time, a person, a real loss of the line, the program's end, other data."""


@dataclass(frozen=True, slots=True)
class DrillCall:
    """An urgent case that was sent to a unit while no terminal could be reached; `told_at` 0 = nobody phoned."""

    number: str
    unit: str
    name: str
    name_en: str
    sent_at: int
    told_at: int = 0


@dataclass(frozen=True, slots=True)
class DrillRefusal:
    """A form that was sent back: its verb, the rule (a key of the texts, filled by `details`), how often."""

    verb: str
    rule: str
    times: int = 1
    details: Mapping[str, str] = field(default_factory=dict, hash=False)  # of the first of them


@dataclass(frozen=True, slots=True)
class DrillConflict:
    """A command of the drill that took no effect, as somebody else had acted meanwhile."""

    number: str
    verb: str


@dataclass(frozen=True, slots=True)
class DrillRecord:
    """One drill; instants ms UTC, 0 = none. `zone` and the names of the city are kept, so that it reads by itself."""

    id: str
    by: str  # name of who began it
    began: int
    until: int
    ended: int = 0
    why: str = ""
    number: str = ""  # of the urgent case that ended it
    city: str = ""
    city_en: str = ""
    zone: str = "UTC"
    pack_at: int = 0  # when the emergency pack was gathered after the drill had begun
    pack_as_of: int = 0  # the age of its data
    commands: Mapping[str, int] = field(default_factory=dict, hash=False)  # verb → how many
    urgent: tuple[DrillCall, ...] = ()
    refused: tuple[DrillRefusal, ...] = ()
    conflicts: tuple[DrillConflict, ...] = ()
    handovers: int = 0  # hand-over files that were written for units
    replies: int = 0  # replies of units that were read
    drained_at: int = 0  # when the server had answered all commands of the drill
    left: int = 0  # commands that it had not answered when this was written
    login: str = ""  # account of who began it

    @property
    def total(self) -> int:
        """How many commands were recorded."""
        return sum(self.commands.values())

    @property
    def untold(self) -> int:
        """How many urgent cases nobody was phoned about."""
        return sum(1 for call in self.urgent if not call.told_at)

    @property
    def slowest(self) -> int:
        """Ms until the last of the noted calls; 0 without any."""
        return max((call.told_at - call.sent_at for call in self.urgent if call.told_at), default=0)


class DrillUnread(Exception):
    """Not the record of a drill."""


def record_json(record: DrillRecord) -> bytes:
    """The record in the form in which it is kept."""
    return json.dumps(asdict(record), ensure_ascii=False, indent=1).encode() + b"\n"


def read_record(body: bytes) -> DrillRecord:
    """A record that was kept; what a newer program wrote besides is passed over. DrillUnread when it is none."""
    known = {each.name for each in fields(DrillRecord)}
    try:
        told = {name: value for name, value in json.loads(body).items() if name in known}
        record = DrillRecord(**told)
        return replace(
            record,
            urgent=tuple(DrillCall(**each) for each in record.urgent),  # type: ignore[arg-type]
            refused=tuple(DrillRefusal(**each) for each in record.refused),  # type: ignore[arg-type]
            conflicts=tuple(DrillConflict(**each) for each in record.conflicts),  # type: ignore[arg-type]
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise DrillUnread from error
