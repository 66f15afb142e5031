"""The line swallows everything: how long whatever an operator does takes then, in the real windows."""

import contextlib
import socket
import time
from collections.abc import Iterator

from benchmarks.frame.bench import Bench, now
from benchmarks.frame.figures import percentile, said
from benchmarks.frame.hands import Hands
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.frame.trace import Trace
from benchmarks.loop import town
from tests.fixtures.line import Line

NOWHERE = ("203.0.113.1", 80)  # no packet to this address of the documentation's net comes anywhere
CASES = 60
TURNS = 8  # in the first seconds, before anybody can know; and as many when it is known
KNOWN = 20  # s after which every way has given up once
A_ROW = (420, 300)  # in the queue, px
# what a person does between two dispatches: another list and back, the map, photos, a search, the layouts, the keys
DEEDS = ("Down", "Down", "Up", "k", "ctrl+2", "ctrl+1", "m", "i", "Escape", "slash", "4", "1", "Escape", "F6", "F5",
         "question", "Escape", "x", "ctrl+1", "u")  # fmt: skip


def measure(bench: Bench) -> Measured:
    """The line falls silent under a console at work: open connections tell nothing, new ones neither."""
    server = town.serve(bench, town.demo(bench), "--enrol", "dark")
    town.file_cases(server, town.places(server, CASES))
    with _line(server) as line:
        console = town.Console(bench, "dark")
        begun = console.start("--server", line.url, "--server", f"http://{NOWHERE[0]}", "--enrol", "dark")
        _, trace, program = begun
        console.sign_in("wang")
        trace.instant("map")
        time.sleep(4)  # marks and tiles follow
        line.fall_silent()
        dark, recorded = now(), _work(bench, trace)
        time.sleep(max(0, KNOWN - (now() - dark) / 1000))
        recorded += _work(bench, trace)
        waits = trace.waits(dark, now())
        ending = now()
        program.stop()
        notes = (
            f"{len(recorded)} dispatches recorded: {said(recorded, 'ms', 1)}",
            f"{2 * TURNS * len(DEEDS)} other deeds; waits of the windows: p99 {percentile(waits.looks, 0.99):.1f} ms",
            f"the program ended {now() - ending:.0f} ms after it was asked to (not counted)",
            f"{NOWHERE[0]}: {_how_it_is()}; the line of this run was one that falls silent",
        )
        server.program.stop()
    return Measured({"recorded": max(recorded), "wait": waits.longest}, notes)


@contextlib.contextmanager
def _line(server: town.Server) -> Iterator[Line]:
    line = Line(int(server.url.rpartition(":")[2]))
    try:
        yield line
    finally:
        line.mend()
        line.close()


def _work(bench: Bench, trace: Trace) -> list[float]:
    """Dispatch after dispatch, and everything else between; ms until each was recorded."""
    hands = Hands(bench.screen().display)
    took = []
    for _ in range(TURNS):
        hands.move(*A_ROW)
        hands.press()
        time.sleep(0.5)  # a row that has just been chosen takes no key for 0.3 s
        pressed = hands.key("Return")
        took.append(trace.instant("recorded", since=pressed, seconds=30) - pressed)
        for keys in DEEDS:
            hands.key(keys)
            time.sleep(0.06)
    hands.close()
    return took


def _how_it_is() -> str:
    """What this machine makes of an address that is nowhere."""
    try:
        socket.create_connection(NOWHERE, 2).close()
    except TimeoutError:
        return "no answer here"
    except OSError as error:
        return f"not reached from here ({error.strerror})"
    return "something answers for it here"


ROW = Row(
    "blackhole",
    "any deed of an operator while the line swallows everything: recorded; longest wait of the windows",
    (Goal("recorded", 100, "ms"), Goal("wait", 100, "ms")),
    measure,
)
