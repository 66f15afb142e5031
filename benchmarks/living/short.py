"""`python -m benchmarks.living.short [--minutes M] [--before H]`: some minutes of the day, to look at; not the row."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.frame.bench import ROOT, Bench
from benchmarks.living.day import Length, run


def main(arguments: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.living.short", description=__doc__)
    parser.add_argument("--minutes", type=float, default=3, help="measured (default: %(default)g)")
    parser.add_argument(
        "--before", type=float, default=4, help="hours that the city lived before (default: %(default)g)"
    )
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        bench = Bench(ROOT.parent / "shared" / "data", Path(folder))
        try:
            measured = run(bench, Length(asked.before, asked.minutes))
        finally:
            bench.close()
    for name, figure in measured.figures.items():
        print(f"{name}: {figure:.1f}")
    print("\n".join(measured.notes))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
