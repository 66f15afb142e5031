"""More episodes of L1: files put back, copied or gone, clocks of 1970, a primary that was left behind, photos."""

import shutil

from tests.together.faults.checker.outbox import OutboxFile
from tests.together.faults.checker.source import Unreadable
from tests.together.faults.l1 import deeds
from tests.together.faults.l1.episodes import Episode, pushes
from tests.together.faults.l1.stage import Stage

YEAR = 365 * 24 * 3_600_000
MOST = 4  # consoles, clones with them


def old_outbox(stage: Stage, n: int) -> bool:
    """C9: at first a backup of a console's files is made; the next time it is put in their place."""
    console = stage.consoles[n]
    folder = stage.root / f"backup-{console.name}"
    if not console.is_up:
        return False
    if folder.exists():
        deeds.put_console_back(stage, n, folder, stage.known.pop(console.name))
        stage.was_put_back = True
        shutil.rmtree(folder)
    else:
        stage.known[console.name] = deeds.back_up_console(stage, n, folder)
        stage.moved()
    return True


def copied(stage: Stage, n: int) -> bool:
    """C10: both go on with the same files."""
    console = stage.consoles[n]
    if len(stage.consoles) >= MOST or not console.is_up:
        return False
    copy = deeds.clone(stage, n)
    stage.was_put_back = True  # a second renewal within a day is the administrator's
    before = console.wire.pushes
    for each in (console, copy):
        stage.wish(stage.consoles.index(each))
        pushes(stage, each)
    if copy.wire.pushes and console.wire.pushes > before:
        deeds.both_pushed(stage, n)
    return True


def zombie(stage: Stage, n: int) -> bool:
    """S5: a stale copy goes on, and a console meets the primary that was left behind."""
    folder = stage.root / "standby"
    if not stage.server.is_up or not stage.all_enrolled():
        return False
    if not folder.exists():
        deeds.back_up_server(stage, folder)
        return True
    if stage.zombie is None:
        stage.zombie = deeds.fail_over(stage, folder)
    return deeds.meets(stage, n, stage.zombie)


def in_1970(stage: Stage, n: int) -> bool:
    """T4: a machine whose battery is flat starts without a line."""
    console = stage.consoles[n]
    if not console.is_up:
        return False
    console.stop()
    skew, console.clock.skew = console.clock.skew, -stage.time.now_ms + YEAR // 2
    console.wire.is_down = True
    console.start()
    acted = stage.wish(n)
    minted = [int(each.id.replace("-", "")[:12], 16) for each in console.desk.outbox() if _is_minted(each.id)]
    if acted and any(at < YEAR for at in minted):
        stage.tally.bit("T4", f"minted {min(minted)} ms after 1970 began")
    console.clock.skew, console.wire.is_down = skew, False
    return True


def _is_minted(command_id: str) -> bool:
    return len(command_id) == 36 and command_id[14] == "7"


def photo_again(stage: Stage, n: int) -> bool:
    """B3: a photo that the server has is offered once more."""
    console = stage.consoles[n]
    sent = _photos(stage, n, "sent")
    if not sent or not stage.server.is_up:
        return False
    photo = stage.dice.choice(sent)
    console.files.outbox.blob_state(photo, "waiting")
    if stage.server.photo(photo):
        stage.tally.bit("B3", f"{photo} was there when it was offered again")
    return True


def photo_later(stage: Stage, n: int) -> bool:
    """B4: the line is there for a moment; the command goes, the photo waits."""
    console = stage.consoles[n]
    if not console.is_up or not stage.server.is_up or not _photos(stage, n, "waiting"):
        return False
    was_down, console.wire.is_down = console.wire.is_down, False
    for _ in range(2):
        pushes(stage, console)
    console.wire.is_down = was_down
    late = [photo for photo in _photos(stage, n, "waiting") if stage.server.is_up and not stage.server.photo(photo)]
    if late and not console.desk.outbox():
        stage.tally.bit("B4", f"the commands are there, {late} are not")
    return True


def photo_gone(stage: Stage, n: int) -> bool:
    """B5: somebody deletes a file."""
    waiting = _photos(stage, n, "waiting")
    folder = stage.consoles[n].disk.folder / "photos"
    files = [file for name in waiting[:1] for file in folder.rglob(f"{name}*") if file.is_file()]
    for file in files:
        file.unlink()
    if files:
        stage.tally.bit("B5", f"{len(files)} files were there")
    return bool(files)


def _photos(stage: Stage, n: int, state: str) -> list[str]:
    """The photos of a console in this state, as its file says; none where it cannot be read."""
    console = stage.consoles[n]
    if not console.is_up:
        return []
    try:
        kept = OutboxFile(console.name, console.disk.folder, "unix").photos()
    except (*Unreadable, OSError, ValueError):
        return []
    return [photo for photo, how in kept.items() if how == state]


UPHEAVALS: tuple[Episode, ...] = (
    old_outbox,
    copied,
    zombie,
    in_1970,
    photo_again,
    photo_later,
    photo_gone,
)
