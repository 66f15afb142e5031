"""The import of half a year of real service requests, beside a bare `executemany` of the rows that it writes."""

import shutil
from pathlib import Path

from benchmarks.frame.bench import ROOT, Bench, now
from benchmarks.frame.figures import median, said
from benchmarks.frame.rows import Goal, Measured, Row
from tests.fixtures.postgres import Cluster

ROUNDS = 3
ROWS = 58_251
CITY = ROOT / "examples" / "boston"


def measure(bench: Bench) -> Measured:
    """The command as a person types it, its start included, into a database that holds the city already; in turns."""
    empty = installed(bench)
    ours, raw = [], []
    for _ in range(ROUNDS):
        files = bench.new_folder("import")
        shutil.copytree(empty, files, dirs_exist_ok=True)
        ours.append(load(bench, "--files", str(files)))
        before, after = empty / "griddesk.db", files / "griddesk.db"
        raw.append(float(bench.run("-m", "benchmarks.baselines.raw_import", after, before)))
        shutil.rmtree(files)
    postgres = on_postgres(bench)
    notes = (
        f"import: {said(ours, 's', 2)}",
        f"raw: {said(raw, 's', 2)}",
        f"on PostgreSQL (not counted): {postgres:.2f} s",
    )
    return Measured({"ratio": median(ours) / median(raw)}, notes)


def installed(bench: Bench) -> Path:
    """A data folder with Boston in force and no cases."""
    files = bench.new_folder("boston")
    bench.run("-m", "server", "city", "import", CITY, "--yes", "--data", bench.data, "--files", files)
    return files


def load(bench: Bench, *where: str) -> float:
    """Import all rows; the seconds that the whole command took."""
    began = now()
    told = bench.run("-m", "server", "cases", "import", CITY, "--data", bench.data, *where)
    assert str(ROWS) in told, told  # the words are those of the environment's language
    return (now() - began) / 1000


def on_postgres(bench: Bench) -> float:
    """The same into a PostgreSQL of this run's own."""
    cluster = Cluster()
    try:
        where = ["--database", cluster.create("boston"), "--files", str(bench.new_folder("postgres"))]
        bench.run("-m", "server", "city", "import", CITY, "--yes", "--data", bench.data, *where)
        return load(bench, *where)
    finally:
        cluster.stop()


ROW = Row(
    "import",
    "import of the 58,251 rows against a raw executemany of the rows that it writes",
    (Goal("ratio", 4, "×"),),
    measure,
)
