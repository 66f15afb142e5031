"""Opens the outbox of a folder, salvaged first where it is damaged: no damage keeps the program from starting."""

from dataclasses import dataclass
from pathlib import Path

from console.models.ballast import Ballast
from console.models.disk import Disk
from console.models.errors import NotOpened, OutboxDamaged
from console.models.keys import FileKey
from console.models.outbox import Outbox
from console.models.salvage import SALVAGED, finish, salvage


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was saved of a damaged outbox: commands that are open, how many were lost, the name of the damaged file.

    `lost` is `salvage.UNKNOWN` where nothing tells how many there were.
    """

    count: int
    lost: int
    file: str


def open_outbox(folder: Path, key: FileKey, disk: Disk, ballast: Ballast) -> tuple[Outbox, Salvaged | None]:
    """The outbox, and what was saved when it had been damaged, told once. LocalFilesError when it cannot be opened."""
    try:
        outbox = _opened(folder, key, disk, ballast)
    except OSError as error:
        raise NotOpened(folder, why=error) from error
    return outbox, _told(outbox)


def _opened(folder: Path, key: FileKey, disk: Disk, ballast: Ballast) -> Outbox:
    if (folder / "outbox.new").exists():
        finish(folder, key, disk)
    try:
        return Outbox(folder, key, disk, ballast)
    except OutboxDamaged:
        ballast.release()  # a new file needs room
        salvage(folder, key, disk)
    return Outbox(folder, key, disk, ballast)


def _told(outbox: Outbox) -> Salvaged | None:
    told = outbox.me.recall(SALVAGED)
    if told is None:
        return None
    outbox.me.forget(SALVAGED)
    count, lost, file = told.decode().split(" ", 2)
    return Salvaged(int(count), int(lost), file)
