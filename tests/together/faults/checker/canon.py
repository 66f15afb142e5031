"""The bytes of a feed row: what it says, and the chain recomputed over them."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

START = "0" * 64


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A row as it stands in its line."""

    feed: str
    seq: int
    kind: str
    case_id: str
    version: int
    cmd: str
    chain: str
    image: dict[str, Any]
    events: tuple[dict[str, Any], ...]


def row_of(line: bytes) -> FeedRow:
    """Raises ValueError when the line is none."""
    said = json.loads(line)
    return FeedRow(
        feed=said["feed"],
        seq=said["seq"],
        kind=said["kind"],
        case_id=said.get("case_id", ""),
        version=said.get("version", 0),
        cmd=said.get("cmd", ""),
        chain=said.get("chain", ""),
        image=said.get("image") or {},
        events=tuple(said.get("events", ())),
    )


def chain_after(before: str, line: bytes, chain: str) -> str:
    """sha256(chain before as 32 bytes + the line without its own chain), in hex."""
    bare = line.replace(f'"chain":"{chain}",'.encode(), b"", 1)
    return hashlib.sha256(bytes.fromhex(before) + bare).hexdigest()


def newness(image: dict[str, Any]) -> tuple[int, int]:
    """What makes an image newer than another one: its version, then how many events it counts."""
    return image.get("version", 0), image.get("events", 0)
