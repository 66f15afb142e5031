"""`python -m benchmarks.sync.pushing URL FILES NUMBER`: a server's writer that settles pushes when it is told to.

Each line of its input is `KIND DISTRICT PUSHES` (KIND: lanes | unordered); it signs so many pushes of sixteen commands
on new cases of that district, says `ready`, waits for the line `go`, settles them and says how many were accepted.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.baselines.unordered import Unordered
from benchmarks.sync.eight_districts import DISTRICTS, PASSWORD, point
from rules.commands import Command, Role
from rules.pack import decode_city
from rules.protocol import Push, Pushed
from rules.wire import command_hash
from server.access.sessions import Access, Session, mac_of
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.clock import SystemClock
from server.database import Database
from server.feeds.service import Feeds

CASES = 4  # in a push, each brought from its report to a unit by four commands
MOST = 64  # commands that a server takes in one push


@dataclass(frozen=True, slots=True)
class Desk:
    """Three people at one console, each in a session of their own.

    `steps`: how many commands each case is brought on by, of report, accept, file and dispatch.
    """

    sessions: dict[str, Session]
    now: int
    steps: int = 4

    def push(self, console: str, number: int, district: int) -> Push:
        """The push of this number of a console: four cases, all steps of one after the other."""
        cases = [f"{console}-{number}-{n}" for n in range(CASES)]
        commands = [command for case_id in cases for command in self._case(case_id, district)]
        first = number * len(commands) + 1
        return Push(console, 1, "", tuple(self._signed(first + n, command) for n, command in enumerate(commands)))

    def rounds(self, console: str, cases: int) -> list[Push]:
        """All new cases by one step, then all by the next: as the work of many hands comes in."""
        brought = [self._case(f"{console}-{number}", number % len(DISTRICTS)) for number in range(cases)]
        commands = [case[step] for step in range(self.steps) for case in brought]
        signed = [self._signed(n, command) for n, command in enumerate(commands, 1)]
        return [Push(console, 1, "", tuple(signed[at : at + MOST])) for at in range(0, len(signed), MOST)]

    def _case(self, case_id: str, district: int) -> list[Command]:
        lon, lat = point(district)
        report = {"words": "有暴露垃圾", "category": "event-01-10", "lon": lon, "lat": lat, "datum": "cgcs2000"}
        steps: tuple[tuple[str, Role, str, dict[str, object]], ...] = (
            ("chen", Role.ACCEPTOR, "report", report),
            ("chen", Role.ACCEPTOR, "accept", {}),
            ("zhao", Role.SHIFT_LEADER, "file", {"condition": "event-01-10-1"}),
            ("wang", Role.DISPATCHER, "dispatch", {"unit": DISTRICTS[district]}),
        )
        made: list[Command] = []
        for n, (who, role, verb, body) in enumerate(steps[: self.steps]):
            after = made[-1].id if made else ""
            said = (f"{case_id}-{n}", verb, case_id, who, role, self.now)
            made.append(Command(*said, body=body, after_id=after, session=self.sessions[who].id))
        return made

    def _signed(self, n: int, command: Command) -> Pushed:
        hash_ = command_hash(command)
        return Pushed(n, command, hash_, mac_of(self.sessions[command.actor].key, hash_))


class Writer:
    """Settles pushes over a database of its kind."""

    def __init__(self, database: Database, files: Path) -> None:
        clock = SystemClock()
        cities = Cities(database, files, decode_city)
        self.casebook = Casebook(database, clock, cities, Feeds(database), Judge())
        access = Access(database, clock)
        people = {who: access.sign_in(who, PASSWORD, "desk")[0] for who in ("chen", "zhao", "wang")}
        self.desk = Desk(people, clock.now())

    def settle(self, pushes: list[Push]) -> int:
        """How many of their commands were accepted."""
        answers = [self.casebook.push(push, "station", push.console_id) for push in pushes]
        return sum(result.outcome.state == "accepted" for answer in answers for result in answer.results)


def main(url: str, files: Path, number: int) -> None:
    """Take orders until there are none."""
    writers = {"lanes": Writer(Database(url), files), "unordered": Writer(Unordered(url), files)}
    print("here", flush=True)
    for turn, line in enumerate(sys.stdin):
        kind, district, count = line.split()
        writer, console = writers[kind], f"console-{number}-{turn}"
        pushes = [writer.desk.push(console, n, int(district)) for n in range(int(count))]
        print("ready", flush=True)
        sys.stdin.readline()
        print(writer.settle(pushes), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
