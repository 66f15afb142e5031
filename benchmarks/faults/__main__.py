"""`python -m benchmarks.faults`: write docs/faults.md anew from the journal, without doing any work."""

from benchmarks.faults import summary
from benchmarks.faults.rows import everything
from benchmarks.faults.work import Work
from benchmarks.frame.journal import default_folder

if __name__ == "__main__":
    summary.write(Work(default_folder()).done(everything()))
