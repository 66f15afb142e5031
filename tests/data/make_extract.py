"""Writes `boston/boston311_2011H2.csv`: invented service requests in the shape of the real file, 400 rows at most.

Nothing in it is taken from a real row. `python tests/data/make_extract.py` writes the same file on every machine.
"""

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

COLUMNS = (
    "case_enquiry_id", "open_dt", "target_dt", "closed_dt", "ontime", "case_status", "outcome", "closure_note",
    "case_title", "subject", "reason", "type", "queue", "department", "source", "location", "location_street_name",
    "location_zipcode", "neighborhood", "neighborhood_services_district", "city_council_district", "police_district",
    "fire_district", "pwd_district", "ward", "precinct", "latitude", "longitude", "geo_default",
)  # fmt: skip
TYPES = (
    ("Requests for Street Cleaning", "Street Cleaning", "PWDx"),
    ("Abandoned Bicycle", "Abandoned Bicycle", "PWDx"),
    ("Street Light Outages", "Street Lights", "PWDx"),
    ("Rodent Activity", "Environmental Services", "ISD"),
    ("Tree Emergencies", "Trees", "PARK"),
    ("Traffic Signal Repair", "Signs & Signals", "BTDT"),
    ("Notification", "Notification", "INFO"),
    ("Graffiti Removal", "Graffiti", "PROP"),
)
SOURCES = ("Constituent Call", "Employee Generated", "Self Service", "Citizens Connect App")
STREETS = ("Invented St", "Sample Ave", "Nowhere Rd", "Example Pl")
ROWS = 400
HURRICANE = datetime(2011, 8, 28)  # noqa: DTZ001  times in this file are local, without an offset


def main() -> None:
    """Write the file."""
    chance = random.Random(311)
    file = Path(__file__).parent / "boston" / "boston311_2011H2.csv"
    rows = sorted((row(chance, number) for number in range(ROWS)), key=lambda r: r["open_dt"])
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def row(chance: random.Random, number: int) -> dict[str, str]:
    """One invented request; every tenth on the hurricane day, every eighth still open."""
    first = HURRICANE if number % 10 == 0 else datetime(2011, 7, 1) + timedelta(days=chance.randrange(184))  # noqa: DTZ001
    opened = first + timedelta(seconds=chance.randrange(86_400))
    due = opened + timedelta(days=chance.choice((1, 3, 14)))
    closed = opened + timedelta(minutes=chance.randrange(1, 60_000))
    kind, reason, department = chance.choice(TYPES)
    is_open, has_due = number % 8 == 0, number % 5 != 0
    street = chance.choice(STREETS)
    unplaced = number % 12 == 0
    told = {
        "case_enquiry_id": str(900_000_000_000 + number),
        "open_dt": f"{opened}",
        "target_dt": f"{due}" if has_due else "",
        "closed_dt": "" if is_open else f"{closed}",
        "ontime": "" if not has_due else "OVERDUE" if is_open or closed > due else "ONTIME",
        "case_status": "Open" if is_open else "Closed",
        "outcome": "open" if is_open else "resolved",
        "closure_note": "" if is_open else f"Case Resolved invented note {number}",
        "case_title": kind,
        "subject": "Invented",
        "reason": reason,
        "type": kind,
        "queue": f"{department}_{kind}",
        "department": department,
        "source": chance.choice(SOURCES),
        "location": f"{chance.randrange(1, 300)} {street}",
        "location_street_name": street,
        "latitude": "42.3606" if unplaced else f"{chance.uniform(42.28, 42.36):.4f}",
        "longitude": "-71.0583" if unplaced else f"{chance.uniform(-71.11, -71.05):.4f}",
        "geo_default": str(int(unplaced)),
    }
    return dict.fromkeys(COLUMNS, "") | told


if __name__ == "__main__":
    main()
