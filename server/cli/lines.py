"""What the lines of the commands' tables share: instants, verbs in words, and cells of which none is empty."""

from datetime import datetime
from zoneinfo import ZoneInfo

from rules.texts import Texts

NONE = "–"


def second(at: int, zone: str) -> str:
    """An instant (ms UTC) as wall time of the city, to the second."""
    return datetime.fromtimestamp(at // 1000, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


def deed(verb: str, texts: Texts) -> str:
    """A verb in words; one that this program does not know, as it came."""
    return texts.text(f"verb.{verb}") if f"verb.{verb}" in texts else verb


def cells(*parts: str) -> str:
    """A line of a table; what is empty is said to be."""
    return "\t".join(part or NONE for part in parts)
