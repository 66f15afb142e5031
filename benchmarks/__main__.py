"""`run.py benchmarks NAME [--data DIR] [--only ROW] [--long] …`: measure, print the table, keep the results."""

import argparse
import os
import subprocess
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path

from benchmarks.frame.bench import ROOT, Bench
from benchmarks.frame.journal import Journal, default_folder
from benchmarks.frame.rows import Measured, Row
from benchmarks.frame.table import table

NAMES = tuple(
    sorted(path.parent.name for path in Path(__file__).parent.glob("*/rows.py") if path.parent.name != "frame")
)


def main(arguments: list[str]) -> int:
    """0 when every row was measured, whatever it says; 1 when one could not be."""
    asked = _parser().parse_args(arguments)
    rows: tuple[Row, ...] = import_module(f"benchmarks.{asked.name}.rows").ROWS
    journal = Journal(asked.keep, asked.name, _version())
    found: list[tuple[Row, Measured | None]] = []
    failed = False
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        bench = Bench(asked.data.resolve(), Path(folder), asked.database)
        try:
            for row in rows:
                measured = None
                if not asked.only or row.name in asked.only:
                    measured = _measured(row, bench, journal, asked.long)
                    failed |= measured is None and not row.is_long
                found.append((row, measured))
        finally:
            bench.close()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else "")
    print(table(found))
    return int(failed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("benchmarks", description="measurements as ratios, each beside its baseline")
    parser.add_argument("name", choices=NAMES, metavar="NAME", help=" | ".join(NAMES))
    parser.add_argument(
        "--data", type=Path, default=ROOT.parent / "shared" / "data", metavar="DIR", help="the real data"
    )
    parser.add_argument("--only", action="append", metavar="ROW", help="measure this row alone; repeatable")
    parser.add_argument(
        "--long", action="store_true", help="also the rows that take long; what is done is not repeated"
    )
    parser.add_argument(
        "--database", default="", metavar="URL", help="an empty PostgreSQL database for what needs a large one"
    )
    parser.add_argument("--keep", type=Path, default=default_folder(), metavar="DIR", help="folder of the journal")
    return parser


def _measured(row: Row, bench: Bench, journal: Journal, long: bool) -> Measured | None:
    """A row's figures: measured now, or, of a long row, what is on record for this very version."""
    if row.is_long:
        known = journal.last(row)
        if known or not long:
            return _recalled(row, known)
    print(f"{row.name} …", flush=True)
    try:
        measured = row.measure(bench)
    except Exception:  # noqa: BLE001  whatever broke one row, the others are measured, and the exit code says it
        traceback.print_exc()
        return None
    journal.keep(row, measured)
    print("\n".join(f"  {note}" for note in measured.notes), flush=True)
    return measured


def _recalled(row: Row, known: tuple[str, Measured] | None) -> Measured | None:
    if known is None:
        print(f"{row.name}: runs with --long")
        return None
    print(f"{row.name}: of {known[0]}")
    return known[1]


def _version() -> str:
    """The commit that is measured, marked where files differ from it."""
    asked = ["git", "describe", "--always", "--dirty"]
    try:
        told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:  # no git here
        return "unknown"
    return told.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
