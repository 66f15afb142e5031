"""A console that comes with nothing to a server with a large live scope, beside Anki's first sync; in turns."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from benchmarks.frame.bench import Bench
from benchmarks.frame.figures import median, said
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.loop import town
from benchmarks.loop.loading import CITY
from benchmarks.loop.queue import PEOPLE
from benchmarks.sync.anki import Anki
from console.models.cache import ACTIVE_STAGES

ROUNDS = 5
AS_OF = "2011-10-21"  # 35,000 requests have been opened by then
LIVE_HOURS = 20 * 365 * 24  # none of these old requests has left the live scope: that of a larger city


def measure(bench: Bench) -> Measured:
    """Usable: the active lists are complete and a dispatch is recorded. The rest of the scope comes behind it."""
    files = scope(bench)
    counts = {"active": count(files, ACTIVE_STAGES), "whole": count(files, ())}
    anki = Anki(bench)
    ours: list[dict[str, float]] = []
    theirs: list[float] = []
    for turn in range(ROUNDS):
        ours.append(come(bench, files, counts, f"cold{turn}"))
        theirs.append(anki.download())
    usable, whole = [each["usable"] for each in ours], [each["whole"] for each in ours]
    notes = (
        f"{counts['whole']:,} cases live, {counts['active']:,} of them active",
        f"usable: {said(usable, 'ms', 0)}",
        f"whole (not counted): {said(whole, 'ms', 0)}",
        f"Anki {anki.version}, {anki.notes:,} notes: {said(theirs, 'ms', 0)}",
    )
    return Measured({"ratio": median(usable) / median(theirs)}, notes)


def scope(bench: Bench, mark: str = "") -> Path:
    """A data folder with the requests of the months before `AS_OF`, all of them live; `mark`: a line for [city]."""
    city = bench.new_folder("city")
    shutil.copytree(CITY, city, dirs_exist_ok=True)
    text = (city / "city.toml").read_text(encoding="utf-8")
    marked = with_live_hours(text, LIVE_HOURS).replace("[city]\n", f"[city]\n{mark}\n", 1)
    (city / "city.toml").write_text(marked, encoding="utf-8")
    files = bench.new_folder("cold")
    bench.run("-m", "server", "cases", "import", city, "--data", bench.data, "--files", files,
              "--as-of", AS_OF, "--undispatched")  # fmt: skip
    people = bench.folder / "people.csv"
    people.write_text(PEOPLE.format(password=town.PASSWORD), encoding="utf-8")
    bench.run("-m", "server", "people", "import", people, "--data", files)
    return files


def with_live_hours(text: str, hours: int) -> str:
    """The city's file with another live scope."""
    kept = [line for line in text.splitlines() if not line.startswith("live_hours")]
    at = kept.index("[policies]") + 1
    return "\n".join([*kept[:at], f"live_hours = {hours}", *kept[at:], ""])


def count(files: Path, stages: tuple[str, ...]) -> int:
    """Live cases of these stages, of all when none is named."""
    asked = f"SELECT count(*) FROM cases WHERE live AND (stage IN ({', '.join('?' * len(stages))}) OR ?)"  # noqa: S608
    with dbapi2.connect(str(files / "griddesk.db")) as database:
        return int(database.execute(asked, (*stages, not stages)).fetchone()[0])


def come(bench: Bench, files: Path, counts: dict[str, int], token: str) -> dict[str, float]:
    """One console to one freshly started server, on a copy: what is dispatched in one turn waits in the next again."""
    data = bench.new_folder("data")
    shutil.copytree(files, data, dirs_exist_ok=True)
    os.sync()  # or the copy would still be written while the way is measured
    server = town.serve(bench, data, "--enrol", token)
    folder = bench.new_folder("console")
    asked: dict[str, Any] = {"url": server.url, "folder": str(folder), "enrol": token, **counts}
    asked |= {"login": "wang", "password": town.PASSWORD}
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    told = bench.run("-m", "benchmarks.sync.coming", folder / "asked.json")
    server.program.stop()
    shutil.rmtree(data)
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    return found


ROW = Row(
    "cold",
    "a console usable from nothing, live scope of 35,000 cases, against Anki's first sync of 51,135 notes",
    (Goal("ratio", 0.5, "×"),),
    measure,
)
