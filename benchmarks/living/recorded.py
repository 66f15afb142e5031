"""Some recorded rows, imported before the month: the one action of the tables that no living person does."""

import shutil
from pathlib import Path

from benchmarks.frame.bench import Bench
from benchmarks.loop import town

ROWS = 100
MAPPING = """
[source]
file = "rows.csv"
time = "%Y-%m-%d %H:%M:%S"
[fields]
source_number = "id"
reported_at = "opened"
closed_at = "closed"
status = "state"
[status]
C = "closed"
"""


def load(bench: Bench, data: Path, url: str) -> None:
    """Put the demo city in force in that database, and import rows of an earlier month, all closed."""
    town.serve(bench, data, "--city", "demo", "--database", url).program.stop()
    city = bench.new_folder("recorded")
    shutil.copytree(data / "demo-city", city, dirs_exist_ok=True)
    (city / "cases.toml").write_text(MAPPING, encoding="utf-8")
    lines = (f"{n},2026-01-{n % 28 + 1:02} 09:00:00,2026-01-{n % 28 + 1:02} 16:00:00,C\n" for n in range(ROWS))
    (city / "rows.csv").write_text("id,opened,closed,state\n" + "".join(lines), encoding="utf-8")
    bench.run("-m", "server", "cases", "import", city, "--files", data, "--database", url)
