"""After the faults: everything is mended, and then it must drain within a bound of virtual time (I9)."""

from collections.abc import Sequence

from tests.together.faults.checker.findings import Violation
from tests.together.faults.l1.clock import Time
from tests.together.faults.l1.console import Console
from tests.together.faults.l1.server import Server

BOUND_MS, BATCH = 60_000, 64
_STEP_MS = 500
_ROUNDS = 8  # pushes, and polls, of one console in one moment


def heal(time: Time, server: Server, consoles: Sequence[Console], *, was_put_back: bool = False) -> list[Violation]:
    """Mend all, let it drain; what did not start again or did not drain in time.

    `was_put_back`: a backup stands in the server's place, so there may be desks that it does not know.
    """
    _mend(server, consoles)
    queued = sum(len(console.desk.outbox()) for console in consoles if console.is_up)
    until = time.now_ms + BOUND_MS + 1000 * (1 + queued // BATCH)
    _drain(time, server, consoles, until)
    for console in consoles:
        console.look_over()  # with the digests of now
    _drain(time, server, consoles, until)
    for deed in (_begin_epoch, _let_in) if was_put_back else ():
        if deed(server, consoles):
            _drain(time, server, consoles, time.now_ms + BOUND_MS)
    down = [Violation("I9", console.name, "it does not start") for console in consoles if not console.is_up]
    return down + [Violation("I9", console.name, "photos wait") for console in consoles if console.has_photos]


def _begin_epoch(server: Server, consoles: Sequence[Console]) -> bool:
    """The administrator types `server epoch new --above N` where desks have seen a later one; whether any had."""
    seen = [console.files.station().epoch_no for console in consoles if console.refused == "link.old_server"]
    if seen:
        server.begin_epoch(above=max(seen))
    return bool(seen)


def _let_in(server: Server, consoles: Sequence[Console]) -> bool:
    """The administrator enrols anew whoever says that the server does not know it; whether there was anybody."""
    strangers = [console for console in consoles if console.is_up and console.refused == "link.sign_in"]
    for console in strangers:
        once = f"again-{console.name}-{server.served}"
        server.offer_enrolment(once, console.scope)
        console.enrol(once)
    return bool(strangers)


def _drain(time: Time, server: Server, consoles: Sequence[Console], until: int) -> None:
    """Whoever has asked once more, is idle and has caught up, is asked no more: by what it heard it is measured."""
    heard = {console.name: console.heard for console in consoles}
    waiting = list(consoles)
    while waiting and time.now_ms < until:
        for console in waiting:
            _work(console)
        time.pass_ms(_STEP_MS)
        server.tick()
        waiting = [
            console
            for console in consoles
            if console.heard == heard[console.name] or not (_is_idle(console) and _has_caught_up(server, console))
        ]


def _mend(server: Server, consoles: Sequence[Console]) -> None:
    server.disk.plan.kind = ""
    if not server.is_up:
        server.start()
    for console in consoles:
        console.disk.plan.kind = ""
        console.wire.is_down = False
        console.wire.armed.clear()
        console.wire.late.clear()
        if not console.is_up:
            console.start()
        if console.is_wrecked:
            console.lose_power()
        if console.is_up and console.files.shelf.in_memory:
            console.restart()  # the next morning, on a disk that is whole again
        console.look_over()


def _work(console: Console) -> None:
    _follow(console)
    console.confirm_old()  # a clock that was just put right shows what is old
    for _ in range(_ROUNDS):
        while console.take_mail():
            pass
        if not (console.push_round() or console.photo_round()):
            return


def _follow(console: Console) -> None:
    """What is behind comes batch after batch, however few rows the server gives at once."""
    for _ in range(_ROUNDS):
        before = console.cursor
        console.poll_round()
        while console.take_mail():
            pass
        if console.cursor == before:
            return


def _is_idle(console: Console) -> bool:
    return console.is_up and not (console.mail or console.desk.outbox() or console.has_photos)


def _has_caught_up(server: Server, console: Console) -> bool:
    feeds, scope = server.parts.feeds, console.scope
    wanted = {feed: head.seq for feed, head in feeds.heads.items() if scope is None or feed in scope}
    here = {feed: mark.seq for feed, mark in console.cursor.marks.items()}
    return console.cursor.epoch == feeds.epoch.id and here == wanted
