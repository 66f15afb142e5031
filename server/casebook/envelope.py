"""The envelope of a command: what is neither its body nor its right to be done, but must fit into the tables' keys."""

from rules.commands import Command, NotAllowed

LONGEST = 128
LARGEST = 2**53
_TEXTS = (
    "id", "case_id", "verb", "actor", "target", "from_stage", "after_id", "supersedes", "city_version", "session",
    "quality",
)  # fmt: skip
_NUMBERS = ("issued_at", "verb_v", "base_version")
_NEEDED = frozenset({"id", "case_id", "verb", "actor"})


def check_envelope(command: Command) -> None:
    """Raises NotAllowed with "rule.form" and the field that no table could keep."""
    for name in _TEXTS:
        text = getattr(command, name)
        if len(text) > LONGEST or not (text.isprintable() and (text or name not in _NEEDED)):
            raise NotAllowed("rule.form", field=name, expected=f"1–{LONGEST} A–Z a–z 0–9 -")
    for name in _NUMBERS:
        if not 0 <= getattr(command, name) <= LARGEST:
            raise NotAllowed("rule.form", field=name, expected=f"0–{LARGEST}")
