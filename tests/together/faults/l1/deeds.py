"""More that may be done to a stage: backups put back, folders copied, rights taken away, a poisoned command."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import update

from rules.case import Case
from rules.city import City
from rules.commands import Actor, Command
from rules.lifecycle import Applied, apply
from server import tables
from server.casebook.judge import Judge
from tests.together.faults.l1.console import Console
from tests.together.faults.l1.server import Server
from tests.together.faults.l1.stage import CLONE, Stage

POISON = "poison"
DATABASE = "griddesk.db*"


def back_up_server(stage: Stage, folder: Path) -> None:
    """A copy of the server's data as they are now; the server is down meanwhile."""
    stage.server.stop()
    shutil.copytree(stage.server.disk.folder, folder, ignore=shutil.ignore_patterns("*-shm"))
    stage.server.start()


def put_server_back(stage: Stage, folder: Path, fault: str = "S4") -> bool:
    """The copy in the place of what is there: S3 a stale standby, S4 a backup. It bit when acknowledged rows go.

    With a standby only the database is another one: the server keeps its photos, and beside them what it knows of the
    epochs that it told of, which it had a second to write down. It is promoted, so it is of another lineage: an epoch
    begins also where it had missed nothing. A backup is of all of that, and who puts it back begins one by hand.
    """
    stage.server.tick()
    epoch = stage.server.parts.feeds.epoch
    acked = {feed: head.seq for feed, head in stage.server.parts.feeds.heads.items()}
    stage.server.stop()
    _replace(stage.server.disk.folder, folder, DATABASE if fault == "S3" else "*")
    stage.server.start()
    stage.server.tick()  # it sees by itself that rows are gone
    if fault == "S4" or stage.server.parts.feeds.epoch == epoch:
        knows = stage.dice.randrange(4)  # seldom nobody thinks of the epochs that the desks have seen: see `heal`
        stage.server.begin_epoch(above=epoch.no if knows else 0)
        stage.server.tick()
    stage.was_put_back = True
    stage.moved()
    lost = {feed: seq for feed, seq in acked.items() if _head(stage, feed) < seq}
    if lost:
        stage.tally.bit(fault, f"acknowledged {lost}, the copy ends before")
    return bool(lost)


def _replace(here: Path, by: Path, which: str) -> None:
    """The files and folders of these names from another folder, in the place of those that are here."""
    for old in here.glob(which):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for new in by.glob(which):
        shutil.copytree(new, here / new.name) if new.is_dir() else shutil.copy2(new, here)


def fail_over(stage: Stage, folder: Path) -> Server:
    """S5: a stale copy goes on in the place of the primary, which lives on by itself: it is given back."""
    stage.server.stop()
    here = stage.server.disk.folder
    copy = here.with_name(f"{here.name}-copy")
    shutil.copytree(here, copy, ignore=shutil.ignore_patterns("*-shm"))
    zombie = stage.another_server(here)  # in the place of the primary, which it is
    copy.rename(here)
    stage.server.start()
    put_server_back(stage, folder, "S3")
    return zombie


def meets(stage: Stage, n: int, zombie: Server) -> bool:
    """A console starts, asks the primary that was left behind and pushes to it; then it finds the right one again."""
    console, before = stage.consoles[n], zombie.served
    console.wire.to = zombie
    console.restart()
    for _ in range(3):
        console.poll_round()
        while console.take_mail():
            pass
        console.push_round()
        stage.time.pass_ms(30_000)
    console.wire.to = stage.server
    if zombie.served > before:
        stage.tally.bit("S5", f"the zombie answered {zombie.served - before} times")
    return zombie.served > before


def _head(stage: Stage, feed: str) -> int:
    head = stage.server.parts.feeds.heads.get(feed)
    return head.seq if head else 0


def put_console_back(stage: Stage, n: int, folder: Path, recorded: Mapping[str, str]) -> bool:
    """C9: last week's backup in the place of a console's files. What was recorded since is gone with its disk.

    `recorded`: what the witness knew when the backup was made.
    """
    console = stage.consoles[n]
    known = max((entry.n for entry in console.desk.outbox()), default=0) if console.is_up else 0
    console.stop()
    shutil.rmtree(console.disk.folder)
    shutil.copytree(folder, console.disk.folder)
    gone = [name for name, who in stage.witness.recorded.items() if who == console.name and name not in recorded]
    for name in gone:
        del stage.witness.recorded[name]
    console.start()
    stage.moved()
    if gone:
        stage.tally.bit("C9", f"{len(gone)} commands after the backup, n {known} before it")
    return bool(gone)


def back_up_console(stage: Stage, n: int, folder: Path) -> dict[str, str]:
    """A copy of a console's files; what the witness knew then."""
    console = stage.consoles[n]
    console.stop()
    shutil.copytree(console.disk.folder, folder)
    console.start()
    return dict(stage.witness.recorded)


def clone(stage: Stage, n: int) -> Console:
    """C10: a second PC with a copy of this console's folder; it joins the stage."""
    console = stage.consoles[n]
    console.stop()
    copy = stage.add_console(f"{console.name}{CLONE}", console.disk.folder)
    console.start()
    copy.seat = console.seat
    if copy.seat is not None:
        copy.desk.seats.sign_in(copy.seat)
    return copy


def both_pushed(stage: Stage, n: int) -> bool:
    """C10 bit when the original was answered and the clone was told that it is one, or the other way round."""
    stage.tally.bit("C10", f"{stage.consoles[n].name} and its copy pushed {stage.consoles[n].wire.pushes} times")
    return True


def take_away(stage: Stage, n: int, fault: str) -> bool:
    """A1 lets the session expire, A6 ends it, A3 disables the account, A5 ends its grants."""
    console = stage.consoles[n]
    if console.seat is None or not console.desk.outbox():
        return False
    now, actor = stage.time.now_ms, console.seat.actor.id
    sessions, accounts, grants = tables.sessions, tables.accounts, tables.grants
    of_session = sessions.c.id == console.seat.session
    deeds = {
        "A1": update(sessions).where(of_session).values(expires_at=now - 30 * 24 * 3_600_000),
        "A3": update(accounts).where(accounts.c.id == actor).values(disabled=True),
        "A5": update(grants).where(grants.c.account == actor).values(until=now - 1),
        "A6": update(sessions).where(of_session).values(ended_at=now - 1),
    }
    with stage.server.parts.database.write() as connection:
        connection.execute(deeds[fault])
    stage.tally.bit(fault, f"{len(console.desk.outbox())} unsent")
    return True


def end_credential(stage: Stage, n: int) -> None:
    """A2: the workstation's own credential is dead; only an administrator brings it back."""
    stations = tables.workstations
    mine = update(stations).where(stations.c.name == stage.consoles[n].name)
    with stage.server.parts.database.write() as connection:
        connection.execute(mine.values(ended_at=stage.time.now_ms))


def give_back(stage: Stage) -> None:
    """The administrator gives everybody back what was taken away."""
    with stage.server.parts.database.write() as connection:
        connection.execute(update(tables.accounts).values(disabled=False))
        connection.execute(update(tables.grants).values(until=0))
        connection.execute(update(tables.workstations).values(ended_at=0))


def poisoned(case: Case | None, command: Command, actor: Actor, city: City, now: int) -> Applied:
    """The rules, but for one word that no rule bears."""
    if command.body.get("text") == POISON:
        raise ZeroDivisionError(POISON)
    return apply(case, command, actor, city, now)


def poison(stage: Stage) -> None:
    """P1: from now on the server raises an unexpected error over that word."""
    stage.server.parts.casebook._transactions._judge = Judge(apply=poisoned)
