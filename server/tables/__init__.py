"""All tables of the server, the same on SQLite and PostgreSQL. The migrations make them; nothing else does.

Instants are ms UTC (0 = none), points 1e-7 degree CGCS2000. What is hashed or chained is kept as the bytes themselves
(`image`, `body`, `outcome`, …), never as JSON columns. The columns beside an image are what queries ask for. `feed` and
`events` have no other unique key than their primary one, so that a city may partition them.
"""

from server.tables.amendments import amendments
from server.tables.answers import answers_out
from server.tables.cases import assignments, case_numbers, cases, checks, events, milestones, photos, requests, rounds
from server.tables.citizens import api_keys, citizen_links, citizen_media, citizen_reports, citizen_sendings
from server.tables.columns import metadata
from server.tables.drills import drills
from server.tables.gates import gate_batches, gate_cases, gate_in, gate_items, gate_out, gate_seen, gate_troubles, gates
from server.tables.machines import alarm_folds, machine_messages, sources
from server.tables.notices import notices
from server.tables.people import (
    accounts,
    blobs,
    city_packs,
    enrolments,
    grants,
    personal,
    personal_audit,
    sessions,
    workstations,
)
from server.tables.recurrence import recurrence_looks
from server.tables.rights import blob_senders, grant_log
from server.tables.staff import staff_phones
from server.tables.sync import claims, command_failures, commands, consoles, epochs, feed, feed_heads, reused
from server.tables.webhooks import hook_messages, hooks

__all__ = [
    "accounts",
    "alarm_folds",
    "amendments",
    "answers_out",
    "api_keys",
    "assignments",
    "blob_senders",
    "blobs",
    "case_numbers",
    "cases",
    "checks",
    "citizen_links",
    "citizen_media",
    "citizen_reports",
    "citizen_sendings",
    "city_packs",
    "claims",
    "command_failures",
    "commands",
    "consoles",
    "drills",
    "enrolments",
    "epochs",
    "events",
    "feed",
    "feed_heads",
    "gate_batches",
    "gate_cases",
    "gate_in",
    "gate_items",
    "gate_out",
    "gate_seen",
    "gate_troubles",
    "gates",
    "grant_log",
    "grants",
    "hook_messages",
    "hooks",
    "machine_messages",
    "metadata",
    "milestones",
    "notices",
    "personal",
    "personal_audit",
    "photos",
    "recurrence_looks",
    "requests",
    "reused",
    "rounds",
    "sessions",
    "sources",
    "staff_phones",
    "workstations",
]
