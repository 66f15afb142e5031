"""Writes categories.csv, conditions.csv and responsibility.csv from the service requests themselves.

Run once: `python examples/boston/make_tables.py ../shared/data`. What the tables say is what the rows say: their types
and reasons, and to which department most requests of a type went. Filing conditions carry no limit: the rows have none
that holds for a type.
"""

import csv
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
REQUESTS = Path("boston") / "boston311_2011H2.csv.gz"
UNITS = {"No Q": "NOQ", "BPS_": "BPS", "BHA_": "BHA"}  # other departments are their own codes


def read_rows(data: Path) -> list[dict[str, str]]:
    """All requests."""
    with gzip.open(data / REQUESTS, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keys(rows: Iterable[dict[str, str]]) -> dict[str, tuple[str, str, str]]:
    """Type → ("event", number of its reason, number within it), both in alphabetical order."""
    types = defaultdict(set)
    for row in rows:
        types[row["reason"]].add(row["type"])
    return {
        name: ("event", f"{major:02d}", f"{minor:02d}")
        for major, reason in enumerate(sorted(types), 1)
        for minor, name in enumerate(sorted(types[reason]), 1)
    }


def write(name: str, header: str, lines: Iterable[Sequence[str]]) -> None:
    """One table."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header.split(","))
        table.writerows(lines)


def main(data: Path) -> None:
    """All three tables."""
    rows = read_rows(data)
    found, reasons = keys(rows), {row["type"]: row["reason"] for row in rows}
    departments = defaultdict(Counter)
    for row in rows:
        departments[row["type"]][UNITS.get(row["department"], row["department"])] += 1
    ordered = sorted(found.items(), key=lambda item: item[1])
    write("categories.csv", "kind,major,minor,name,major_name", ((*key, name, reasons[name]) for name, key in ordered))
    conditions = (("-".join(key), "1", name, "", "") for name, key in ordered)
    write("conditions.csv", "category,no,words,limit,unit", conditions)
    most = [departments[name].most_common(1)[0][0] for name, _ in ordered]
    duties = ((f"B{n:03d}", "-".join(key), most[n - 1]) for n, (_, key) in enumerate(ordered, 1))
    write("responsibility.csv", "no,category,unit", duties)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
