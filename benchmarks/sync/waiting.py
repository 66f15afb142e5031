"""A server's data with cases that wait for their dispatch, and what others do while a desk is away: by the casebook."""

from dataclasses import replace
from pathlib import Path

from benchmarks.frame.bench import Bench
from benchmarks.sync import eight_districts
from benchmarks.sync.pushing import Writer
from server.database import Database
from server.settings import Settings

FILED, DISPATCHED = 3, 4  # commands that bring a case so far


def folder(bench: Bench, cases: int) -> tuple[Path, list[str]]:
    """A data folder on SQLite in which so many cases are filed; their ids."""
    files = bench.new_folder("waiting")
    eight_districts.install(_url(files), Settings(files).packs, bench.new_folder("city"))
    return files, work(files, "first", cases, FILED)


def work(files: Path, console: str, cases: int, steps: int) -> list[str]:
    """New cases by the pushes of another console, all brought on by one command, then by the next; their ids.

    Raises RuntimeError when one was not accepted.
    """
    database = Database(_url(files))
    writer = Writer(database, Settings(files).packs)
    pushes = replace(writer.desk, steps=steps).rounds(console, cases)
    accepted = writer.settle(pushes)
    database.close()
    if accepted != cases * steps:
        raise RuntimeError(f"{accepted} of {cases * steps} commands were accepted")
    return sorted({pushed.command.case_id for push in pushes for pushed in push.cmds})


def _url(files: Path) -> str:
    return f"sqlite:///{files / 'griddesk.db'}"
