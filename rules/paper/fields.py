"""The placeholders of each form: `{{number}}` stands anywhere, `{{legs.unit}}` in a table row that is repeated."""

from collections.abc import Mapping
from types import MappingProxyType

_PRINT = frozenset({"city", "printed_at", "printed_by"})
_CASE = _PRINT | {
    "number", "external_number", "matter", "category", "source", "words", "place", "district", "street", "community",
    "unit_grid", "duty_grid", "condition", "limit", "stage", "urgent", "reported_at", "filed_at", "due", "unit",
    "unit_phone", "reporter", "reporter_phone", "recurrence",
}  # fmt: skip
_REQUEST = frozenset(
    {
        "kind", "asked_at", "asked_by", "reason", "days", "until", "count", "level", "state", "decided_at",
        "decided_by", "answer",
    }
)  # fmt: skip
FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "dispatch": _CASE | {"part", "sent_at", "sent_by", "note", "round"},
        "notice": _CASE | {"urged_at", "urged_by", "urged_reason", "overdue"},
        "extension": _CASE | _REQUEST,
        "suspension": _CASE | _REQUEST,
        "void": _CASE | {"reason", "decided_at", "decided_by"},
        "minutes": _CASE | {"subject", "subject_kind", "opened_at", "opened_by", "closed_at", "closed_by", "result"},
        "handover": _PRINT | {"since", "taken_by", "desk"},
    }
)
"""What a form of each key may name outside repeated rows."""

_LEGS = frozenset({"unit", "part", "stage", "phone", "sent_at", "due"})
_HISTORY = frozenset({"at", "what", "who", "text"})
LISTS: Mapping[str, Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        **{key: {"legs": _LEGS} for key in ("dispatch", "notice", "void")},
        **{key: {"requests": frozenset({"kind", "asked_at", "unit", "state", "decided_by"})} for key in ("extension",)},
        "suspension": {"requests": frozenset({"kind", "asked_at", "unit", "state", "decided_by"})},
        "minutes": {"entries": frozenset({"at", "how", "who", "agreed", "by_when", "kept", "by"})},
        "handover": {"items": frozenset({"section", "words"})},
    }
)
"""The lists that a form of each key may repeat a row for, with what each row may name."""

NEEDED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "dispatch": frozenset({"number", "unit", "place", "due"}),
        "notice": frozenset({"number", "unit", "urged_reason"}),
        "extension": frozenset({"number", "unit", "reason", "level"}),
        "suspension": frozenset({"number", "unit", "reason", "until", "level"}),
        "void": frozenset({"number", "reason"}),
        "minutes": frozenset({"number", "subject", "entries.agreed"}),
        "handover": frozenset({"items.words"}),
    }
)
"""What a form without would be no such form: a city's template must have these."""


def known(key: str) -> frozenset[str]:
    """All placeholders of a form, those of rows as `list.name`."""
    rows = {f"{name}.{field}" for name, fields in LISTS[key].items() for field in fields}
    return FIELDS[key] | rows
