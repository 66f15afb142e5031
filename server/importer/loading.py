"""Loads a whole file of recorded rows through the casebook, in one transaction, and begins a new epoch."""

import gc
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from rules import wire
from rules.city import City
from rules.commands import Command, Role
from server.access.accounts import SYSTEM
from server.casebook.bulk import BulkRecorder
from server.casebook.judge import Judge
from server.casebook.making import Maker, Refused
from server.clock import Clock
from server.database import Database
from server.feeds.heads import start_epoch
from server.importer.mapping import CaseMapping
from server.importer.rows import BadRow, Body, Numbered, RowReader, in_line, locate, read_rows
from server.said import Said
from server.speech import Speech

CHUNK = 2000


@dataclass(slots=True)
class Loaded:
    """What came of an import; `problems` name line, column and what was expected."""

    recorded: int = 0
    known: int = 0
    later: int = 0  # opened after the instant asked for
    problems: list[Said] = field(default_factory=list)


class Importer:
    """One import is one transaction: a failure leaves the books as they were."""

    def __init__(self, database: Database, clock: Clock, city: City, judge: Judge) -> None:
        self._database = database
        self._clock = clock
        self._city = city
        self._judge = judge

    def load(self, file: Path, mapping: CaseMapping, as_of: int = 0, undispatched: bool = False) -> Loaded:
        """Import all rows of a file. Raises BadMapping."""
        reader = RowReader(mapping, self._city, as_of, undispatched)
        loaded = Loaded()
        now = self._clock.now()
        with _no_collector(), self._database.write(long=True) as connection:
            recorder = BulkRecorder(connection, Maker(self._judge, self._city, now))
            recorder.record(self._commands(read_rows(file, mapping), reader, loaded, now))
            loaded.recorded, loaded.known = recorder.recorded, recorder.known
            loaded.problems += _told(recorder.refused, self._city)
            if loaded.recorded:
                start_epoch(connection, now, f"import of {file.name}")
        return loaded

    def _commands(self, rows: Iterable[Numbered], reader: RowReader, loaded: Loaded, now: int) -> Iterator[Command]:
        rows, seen = iter(rows), set[object]()
        while chunk := list(islice(rows, CHUNK)):
            bodies = [body for body in (_body(reader, row, loaded, seen) for row in chunk) if body is not None]
            locate(bodies, self._city)
            yield from (command_of(body, self._city, now) for body in bodies)


def _told(refused: Iterable[Refused], city: City) -> list[Said]:
    """Rows that the rules refuse, by line, with the rule in words."""
    speech = Speech(lambda: city)
    return [in_line(int(str(command.body["row"])), speech.both(why.rule, why.details)) for command, why in refused]


@contextmanager
def _no_collector() -> Iterator[None]:
    """An import makes no cycles; the collector would walk over its millions of values again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _body(reader: RowReader, numbered: Numbered, loaded: Loaded, seen: set[object]) -> Body | None:
    try:
        body = reader.body(numbered)
    except BadRow as error:
        loaded.problems.append(in_line(numbered.line, error.said))
        return None
    if body is None:
        loaded.later += 1
        return None
    if body["number"] in seen:
        twice = Said(f"{body['number']} 在文件中重复出现", f"{body['number']} stands in the file twice")
        loaded.problems.append(in_line(numbered.line, twice))
        return None
    seen.add(body["number"])
    return body


def command_of(body: Body, city: City, now: int) -> Command:
    """The command that records a row; its ids follow from the row's own number, so that it is recorded once."""
    source = f"{city.code} {body['source_number']}".encode()
    noise = hashlib.sha256(source).digest()
    opened = body["reported_at"]
    at = opened if isinstance(opened, int) else now
    case_id, command_id = wire.new_id(at, noise), wire.new_id(at, noise[16:])
    return Command(
        command_id,
        "record",
        case_id,
        SYSTEM.id,
        Role.SYSTEM,
        now,
        body=body,
        city_version=city.version,
        quality="recorded",
    )
