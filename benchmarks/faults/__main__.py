"""`python -m benchmarks.faults`: write docs/faults.md and its units anew, from what is done; do no work."""

from benchmarks.faults import summary
from benchmarks.faults.rows import everything
from benchmarks.faults.work import Work
from benchmarks.frame.journal import default_folder

if __name__ == "__main__":
    summary.write(Work(default_folder(), kept=summary.UNITS).done(everything()))
