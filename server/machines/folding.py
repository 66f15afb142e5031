"""The same alarm again: which case it is, and how often it was seen. Told in the case now and then, not each time."""

import json
import threading
import uuid
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any

from sqlalchemy import Connection, delete, select, update

from rules.alarms import was_rejected
from rules.case import ENDED, Case, Stage
from rules.machines import AlarmKind
from rules.wire import decode_case
from server import tables
from server.citizens.report import Place, hashed
from server.clock import Clock
from server.database import Database
from server.dialect import insert_missing
from server.pages.uploads import KeptPhoto

MINUTE_MS = 60_000
DAY_MS = 86_400_000
KEPT_DAYS = 7
METRES = 0.0111195  # of 1e-7 degree on the mean sphere
CELL = 2000  # 1e-7 degree, about 22 m: two at the same instant at the same place meet in one row


@dataclass(frozen=True, slots=True)
class Sighting:
    """One alarm that came: `device` "" = known by its place alone; confidence in per mille, `at` ms UTC."""

    kind: AlarmKind
    channel: str
    device: str
    place: Place | None
    confidence: int
    at: int

    @property
    def mark(self) -> str:
        """Equal for what certainly is the same alarm, or was."""
        cell = f"{self.place.lon // CELL} {self.place.lat // CELL}" if self.place else ""
        return hashed("alarm", self.kind.code, self.device or cell)


@dataclass(frozen=True, slots=True)
class Fold:
    """The case of an alarm; `is_new`: it is to be made. `wants_frame`: a picture of this sighting says more."""

    id: str
    case_id: str
    is_new: bool
    wants_frame: bool = False
    is_rejected: bool = False


class Folding:
    """Reserves a case id for an alarm before anything else is done with it, and counts what comes again."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._lock = threading.Lock()  # two sightings beside each other are two of one alarm

    def fold(self, seen: Sighting, frames: int) -> Fold:
        """The case that this sighting belongs to, or that is to be made of it."""
        with self._lock, self._database.note() as connection:
            row = self._known(connection, seen) or self._begin(connection, seen)
            if isinstance(row, Fold):
                return row
            case = _case(connection, row.case_id)
            if case is None:  # reserved and never made: a line was cut between the two
                return Fold(row.id, row.case_id, is_new=True, wants_frame=True)
            self._count(connection, row, seen)
            better = row.frames < frames and seen.confidence > row.confidence
            return Fold(row.id, row.case_id, False, better and case.stage not in ENDED, was_rejected(case))

    def _known(self, connection: Connection, seen: Sighting) -> Any:
        table, kind, now = tables.alarm_folds, seen.kind, self._clock.now()
        since = now - max(kind.window_minutes, kind.quiet_minutes) * MINUTE_MS - DAY_MS  # it may be rejected later
        wanted = select(table).where(table.c.kind == kind.code, table.c.last_at >= since)
        rows = connection.execute(wanted.order_by(table.c.last_at.desc()).limit(500)).all()
        near = (row for row in rows if _is_same(row, seen))
        return next((row for row in near if self._holds(connection, row, kind, now)), None)

    @staticmethod
    def _holds(connection: Connection, row: Any, kind: AlarmKind, now: int) -> bool:
        """Whether what is seen now is still that alarm: a window from the last sighting, silence from the end."""
        case = _case(connection, row.case_id)
        if case is None or case.stage not in ENDED:
            return now - int(row.last_at) <= kind.window_minutes * MINUTE_MS
        is_quiet = was_rejected(case) or case.stage is Stage.DUPLICATE
        return is_quiet and now - case.stage_since <= kind.quiet_minutes * MINUTE_MS

    def _begin(self, connection: Connection, seen: Sighting) -> Any:
        """A new alarm in the place of the one that is over; the other's row where another program was quicker."""
        table, now, fresh = tables.alarm_folds, self._clock.now(), str(uuid.uuid4())
        place = seen.place or Place(0, 0)
        values: dict[str, object] = {"id": seen.mark, "kind": seen.kind.code, "device": seen.device}
        values |= {"channel": seen.channel, "case_id": fresh, "lon": place.lon, "lat": place.lat}
        values |= {"count": 1, "told": 1, "frames": 1, "frame": "", "confidence": seen.confidence}
        values |= {"first_at": seen.at, "last_at": now, "told_at": now}
        mine = select(table).where(table.c.id == seen.mark)
        if (over := connection.execute(mine).first()) is not None:
            connection.execute(delete(table).where(table.c.id == over.id, table.c.case_id == over.case_id))
        insert_missing(connection, table.name, values)
        row = connection.execute(mine).one()
        return row if row.case_id != fresh else Fold(row.id, fresh, is_new=True, wants_frame=True)

    def _count(self, connection: Connection, row: Any, seen: Sighting) -> None:
        table, best = tables.alarm_folds, max(row.confidence, seen.confidence)
        values = {"count": row.count + 1, "last_at": self._clock.now(), "confidence": best}
        connection.execute(update(table).where(table.c.id == row.id).values(**values))

    def picture(self, fold: Fold, photo: KeptPhoto) -> None:
        """A picture that shows more than those before is told with the next count."""
        table = tables.alarm_folds
        kept = {"frame": json.dumps(photo.body("overview")), "frames": table.c.frames + 1}
        with self._database.note() as connection:
            mine = (table.c.id == fold.id) & (table.c.case_id == fold.case_id)
            connection.execute(update(table).where(mine).values(**kept))

    def drop(self, fold: Fold) -> None:
        """Its case was refused: it may come again in a better form."""
        table = tables.alarm_folds
        with self._database.note() as connection:
            connection.execute(delete(table).where(table.c.id == fold.id, table.c.case_id == fold.case_id))

    def untold(self, tell_s: int) -> list[Any]:
        """Alarms that were seen again since their case was told last, at least so long ago."""
        table, before = tables.alarm_folds, self._clock.now() - tell_s * 1000
        wanted = select(table).where(table.c.count > table.c.told, table.c.told_at <= before)
        with self._database.read() as connection:
            return list(connection.execute(wanted.order_by(table.c.told_at).limit(100)).all())

    def told(self, row: Any) -> None:
        """Its case knows of this count now, and of this picture."""
        table = tables.alarm_folds
        values: dict[str, object] = {"told": row.count, "told_at": self._clock.now()}
        with self._database.note() as connection:
            mine = (table.c.id == row.id) & (table.c.case_id == row.case_id)
            connection.execute(update(table).where(mine).values(**values))
            connection.execute(update(table).where(mine, table.c.frame == row.frame).values(frame=""))

    def forget(self) -> None:
        """What was not seen for a week."""
        table, before = tables.alarm_folds, self._clock.now() - KEPT_DAYS * DAY_MS
        with self._database.note() as connection:
            connection.execute(delete(table).where(table.c.last_at < before))


def _is_same(row: Any, seen: Sighting) -> bool:
    if seen.device and row.device == seen.device:
        return True
    if seen.place is None or (not row.lon and not row.lat):
        return False
    at = seen.place
    east, north = row.lon - at.lon, row.lat - at.lat
    metres = hypot(east * METRES * cos(radians(at.lat / 10_000_000)), north * METRES)
    return metres <= seen.kind.distance_m


def _case(connection: Connection, case_id: str) -> Case | None:
    table = tables.cases
    image = connection.scalar(select(table.c.image).where(table.c.id == case_id))
    return decode_case(bytes(image)) if image is not None else None
