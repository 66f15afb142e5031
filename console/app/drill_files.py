"""The records of outage drills in their folder, and which of them wait for their report."""

from pathlib import Path

from console.facts.drills import DrillRecord, DrillUnread, read_record


def read_all(folder: Path) -> dict[Path, DrillRecord]:
    """The records, by their files, in order of time; what cannot be read is none."""
    found = {}
    for file in sorted(folder.glob("drill-*.json")):
        try:
            found[file] = read_record(file.read_bytes())
        except (DrillUnread, OSError):
            continue
    return found


def is_due(record: Path) -> bool:
    """Whether the report of this record is still to be made, or anew; its PDF is written last."""
    paper = record.with_suffix(".pdf")
    return not paper.exists() or paper.stat().st_mtime_ns < record.stat().st_mtime_ns
