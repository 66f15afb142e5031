"""Eight hours without a line: what others did meanwhile, and this desk's own commands; beside the bare work of it."""

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from benchmarks.frame.bench import Bench
from benchmarks.frame.figures import median, said
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.loop import town
from benchmarks.sync import waiting
from benchmarks.sync.durable import asked_by

CHANGES, DEEDS = 20_000, 800
ROUNDS = 5


def measure(bench: Bench) -> Measured:
    """Each round once as the console does it and once barely, both on copies of the same files."""
    files, asked = leave(bench)
    others = waiting.work(files, "others", CHANGES // waiting.DISPATCHED, waiting.DISPATCHED)
    asked |= {"heads": heads_of(files), "cases": DEEDS + len(others)}
    ours: list[dict[str, Any]] = []
    bare: list[dict[str, Any]] = []
    for _ in range(ROUNDS):
        bare.append(come_back(bench, "benchmarks.baselines.raw_back", files, asked))
        ours.append(come_back(bench, "benchmarks.sync.back", files, asked))
    if bare[0]["rows"] != CHANGES or ours[0]["queued"] != DEEDS:
        raise RuntimeError(f"{bare[0]['rows']} rows and {ours[0]['queued']} commands were there")
    shares = [(our["taken"] - raw["pushes"]) / raw["upsert"] for our, raw in zip(ours, bare, strict=True)]
    notes = (
        f"{CHANGES:,} rows kept, {DEEDS} commands answered: {said([each['taken'] for each in ours], 'ms', 0)}",
        f"all of it shown (not counted): {said([each['shown'] for each in ours], 'ms', 0)}",
        f"raw upsert: {said([each['upsert'] for each in bare], 'ms', 0)}",
        f"{bare[0]['batches']} bare pushes: {said([each['pushes'] for each in bare], 'ms', 0)}",
    )
    return Measured({"ratio": median(shares)}, notes)


def leave(bench: Bench) -> tuple[Path, dict[str, Any]]:
    """The server's data, and a console that had all of it and then worked without a line: what it was asked."""
    files, _ = waiting.folder(bench, DEEDS)
    server = town.serve(bench, files, "--enrol", "hours")
    path = asked_by(bench, url=server.url, enrol="hours", cases=DEEDS, deeds=DEEDS)
    program = bench.start("-m", "benchmarks.sync.away", path)
    program.wait_for(r"(?m)^here$", 120)
    server.program.stop()
    program.wait_for(r"(?m)^\{.*\}$", 120)
    program.wait()
    asked: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return files, asked | {"enrol": ""}


def heads_of(files: Path) -> dict[str, int]:
    """At which row each feed stands."""
    with closing(dbapi2.connect(str(files / "griddesk.db"))) as database:
        return dict(database.execute("SELECT feed_id, seq FROM feed_heads").fetchall())


def come_back(bench: Bench, program: str, files: Path, asked: dict[str, Any]) -> dict[str, Any]:
    """The console with its server again, on copies; what the program found."""
    data, folder = bench.new_folder("data"), bench.new_folder("desk")
    shutil.copytree(files, data, dirs_exist_ok=True)
    shutil.copytree(asked["folder"], folder, dirs_exist_ok=True)
    server = town.serve(bench, data)
    told = asked | {"url": server.url, "folder": str(folder), "server": str(data / "griddesk.db")}
    (folder / "asked.json").write_text(json.dumps(told), "utf-8")
    printed = bench.run("-m", program, folder / "asked.json")
    server.program.stop()
    for copy in (data, folder):
        shutil.rmtree(copy)
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found


ROW = Row(
    "hours",
    f"8 h offline, {CHANGES:,} changes of others and {DEEDS} commands: less the bare pushes, against a raw upsert",
    (Goal("ratio", 2, "×"),),
    measure,
)
