"""Commands that no window of today makes: recorded as a program of another version, or a broken one, would have."""

from dataclasses import replace

from console.models.entries import Entry
from rules.commands import Command
from rules.wire import command_hash
from tests.together.faults.l1.console import Console
from tests.together.faults.l1.stage import Stage

HUGE = 10_000_000  # characters of a note
NOWHERE = "case-that-nobody-has"


def a_note(stage: Stage, n: int, number: int, text: str = "说明") -> Command:
    """A sound note of a console's person on the case of this number."""
    console = stage.consoles[n]
    if console.seat is None:
        raise AssertionError("nobody sits there")
    case = console.desk.known()[number]
    offer = next(offer for offer in console.desk.offers("desk", case).offers if offer.verb == "note")
    return Command(
        id=f"crafted-{n}-{number}-{next(stage.crafted)}",
        verb="note",
        case_id=case,
        actor=console.seat.actor.id,
        role=offer.role,
        issued_at=stage.time.now_ms,
        target=offer.target,
        body={"text": text},
        session=console.seat.session,
    )


def record(console: Console, stage: Stage, command: Command) -> str:
    """Into the outbox past all rules; the console starts with it. Its id."""
    if console.seat is None:
        raise AssertionError("nobody sits there")
    digest = command_hash(command)
    mac = console.desk.seats.mac("desk", digest)
    console.files.outbox.record(Entry(command, console.seat.actor, "desk", digest, mac, console.desk.clock.stamp()))
    stage.witness.recorded[command.id] = console.name
    console.restart()
    return command.id


def unknown_verb(stage: Stage, n: int) -> str:
    """P2: a word that only a later program knows."""
    return record(stage.consoles[n], stage, replace(a_note(stage, n, 0), verb="levitate"))


def huge_note(stage: Stage, n: int) -> str:
    """P3: a note of 10 MB."""
    return record(stage.consoles[n], stage, a_note(stage, n, 0, "长" * (HUGE // 3)))


def id_again(stage: Stage, n: int, of: str) -> str:
    """P5: the id of a command that another console has settled, with another body."""
    told = stage.witness.recorded.get(of, "")
    used = record(stage.consoles[n], stage, replace(a_note(stage, n, 1, "别的"), id=of))
    stage.witness.recorded[of] = told
    return used


def of_no_case(stage: Stage, n: int) -> str:
    """P8: on a case that nobody has."""
    return record(stage.consoles[n], stage, replace(a_note(stage, n, 0), case_id=NOWHERE))
