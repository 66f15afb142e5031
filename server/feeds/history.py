"""Whether the database is still the one that was told of: after a fail-over or restore, or in a copy, an epoch begins.

What was told is kept beside the photos, in a file that the database's own fate does not touch: an epoch is never
numbered as low as one that consoles have seen, and a primary that was left behind is not served.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import Connection, update

from server import tables
from server.clock import Clock
from server.database import Database
from server.dialect import is_place
from server.feeds.heads import Head, start_epoch
from server.feeds.looks import Seen, has_gone_back, look
from server.said import Told

FAIL_OVER, RESTORED, COPIED = "fail-over", "restored", "copied"
log = logging.getLogger(__name__)


class OldDatabase(Told):
    """The database is a primary that was left behind: another one went on from a copy of it."""

    def __init__(self, here: str, told: str) -> None:
        super().__init__(
            f"数据库（{here}）比本服务器曾服务的（{told}）旧：可能是已被接替的旧主库。"
            "若是有意恢复，请运行 epoch new --why 说明",
            f"this database ({here}) is older than the one served before ({told}): a primary that was replaced? "
            "if it was restored on purpose, run: epoch new --why TEXT",
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """What was told last: the lineage, the epoch, and the seq and chain of each feed's head."""

    lineage: str = ""
    epoch_no: int = 0
    epoch_id: str = ""
    heads: Mapping[str, tuple[int, str]] = field(default_factory=dict)


class History:
    """Watches over one database on behalf of one server; `file` keeps the mark over restarts."""

    def __init__(self, database: Database, clock: Clock, file: Path) -> None:
        self._database = database
        self._clock = clock
        self._file = file
        self._mark = read_mark(file)

    def settled(self, seen: Seen, told: Mapping[str, Head]) -> Seen:
        """What was seen, or, where the database is not what was `told`, what is seen after a new epoch has begun.

        Raises OldDatabase, and CannotKeep when the database cannot be written.
        """
        if self._why(seen, told) or (seen.lineage and not seen.epoch.lineage):
            with self._database.write(whichever=True) as connection:
                self._begin(connection, told)
                seen = look(connection)
        self._keep(seen)
        return seen

    def _begin(self, connection: Connection, told: Mapping[str, Head]) -> None:
        """Looked at once more, alone: another server may have begun it meanwhile."""
        seen = look(connection)
        why = self._why(seen, told)
        if why:
            above = self._mark.epoch_no
            epoch = start_epoch(connection, self._clock.now(), why, above=above, lineage=seen.lineage, continues=True)
            log.warning("%s: epoch %d begins; what was lost is sent again by the consoles", why, epoch.no)
        elif seen.lineage and not seen.epoch.lineage:
            table = tables.epochs
            connection.execute(update(table).where(table.c.no == seen.epoch.no).values(lineage=seen.lineage))

    def _why(self, seen: Seen, told: Mapping[str, Head]) -> str:
        mark, epoch = self._mark, seen.epoch
        if epoch.no > mark.epoch_no:  # begun by another server, an import or by hand since
            return _elsewhere(seen)
        if _is_left_behind(seen.lineage, mark.lineage):
            raise OldDatabase(seen.lineage, mark.lineage)
        if why := _elsewhere(seen):
            return why
        is_same = (epoch.no, epoch.id) == (mark.epoch_no, mark.epoch_id)
        back = has_gone_back(told, seen.heads) or _has_gone_back(mark, seen.heads)
        return "" if is_same and not back else RESTORED

    def _keep(self, seen: Seen) -> None:
        heads = {feed: (head.seq, head.chain) for feed, head in seen.heads.items()}
        mark = Mark(seen.lineage, seen.epoch.no, seen.epoch.id, heads)
        if mark != self._mark:
            self._mark = mark
            write_mark(self._file, mark)


def _has_gone_back(mark: Mark, heads: Mapping[str, Head]) -> bool:
    return has_gone_back({feed: Head(seq, chain) for feed, (seq, chain) in mark.heads.items()}, heads)


def _elsewhere(seen: Seen) -> str:
    """Why the database is another system than its epoch began on, "" where it is that one or one of them is unknown."""
    here, begun = seen.lineage, seen.epoch.lineage
    if not (here and begun) or here == begun:
        return ""
    return COPIED if is_place(here) and is_place(begun) else FAIL_OVER


def _is_left_behind(here: str, told: str) -> bool:
    """Whether this is the same system on an earlier timeline; each promotion begins a later one."""
    system, _, line = here.partition("-")
    told_system, _, told_line = told.partition("-")
    return bool(line and told_line) and system == told_system and line < told_line


def read_mark(file: Path) -> Mark:
    """The mark that was kept; an empty one when there is none, or it cannot be read (the machine lost its power)."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        heads = {str(feed): (int(seq), str(chain)) for feed, (seq, chain) in said["heads"].items()}
        return Mark(str(said["lineage"]), int(said["epoch_no"]), str(said["epoch_id"]), heads)
    except FileNotFoundError:
        return Mark()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("%s is not used, it cannot be read: %s", file, error)
        return Mark()


def write_mark(file: Path, mark: Mark) -> None:
    """Keep the mark, whole or not at all; where that fails it is said, and the server goes on without."""
    part = file.with_suffix(".part")
    try:
        part.write_text(json.dumps(asdict(mark)), encoding="utf-8")
        part.replace(file)
    except OSError as error:
        log.warning("%s cannot be written: %s", file, error)
