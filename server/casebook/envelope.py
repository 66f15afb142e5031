"""The envelope of a command: what is neither its body nor its right to be done, but must fit into the tables' keys."""

from rules.commands import Command, NotAllowed

LONGEST = 128
LARGEST = 2**53
_TEXTS = (
    "id", "case_id", "verb", "actor", "target", "from_stage", "after_id", "supersedes", "city_version", "session",
    "quality", "over",
)  # fmt: skip
_NUMBERS = ("issued_at", "verb_v", "base_version", "claim")
_NEEDED = frozenset({"id", "case_id", "verb", "actor"})


def check_envelope(command: Command) -> None:
    """Raises NotAllowed with "rule.form" and the field that no table could keep."""
    for name in _TEXTS:
        check_key(name, getattr(command, name), needed=name in _NEEDED)
    for name in _NUMBERS:
        if not 0 <= getattr(command, name) <= LARGEST:
            raise NotAllowed("rule.form", field=name, expected=f"0–{LARGEST}")


def check_key(name: str, text: str, *, needed: bool = True) -> None:
    """Raises NotAllowed with "rule.form" when no table could keep this text as a key or a word."""
    if not is_key(text) and (needed or text):
        raise NotAllowed("rule.form", field=name, expected=f"1–{LONGEST} A–Z a–z 0–9 -")


def is_key(text: str) -> bool:
    """Whether a table can keep it as a key."""
    return 0 < len(text) <= LONGEST and text.isprintable()
