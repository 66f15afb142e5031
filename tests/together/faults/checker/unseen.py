"""Corrections: a value that was replaced is one that its author saw there, or the very one that was wished."""

import json
from typing import Any

from .source import Source

_CORRECT = b'"verb":"correct"'


def overwritten(source: Source) -> list[str]:
    """What each accepted correction replaced without having seen it."""
    happened = _events(source)
    found: list[str] = []
    for command, body in source.rows("SELECT id, body FROM commands WHERE state = 'accepted'"):
        if _CORRECT in bytes(body):
            found += _unseen(command, json.loads(bytes(body)).get("body", {}), happened.get(command, {}))
    return found


def _events(source: Source) -> dict[str, dict[str, str]]:
    """Command → what its event tells of the fields."""
    bodies = (bytes(body) for (body,) in source.rows("SELECT body FROM events"))
    told = (json.loads(body) for body in bodies if _CORRECT in body)
    return {event["command"]: dict(event.get("data", ())) for event in told}


def _unseen(command: str, said: dict[str, Any], told: dict[str, str]) -> list[str]:
    seen = said.get("was", {})
    return [
        f"{command} put {told[name]!r} over {told[name + '_was']!r}, its author saw {_kept(was)!r}"
        for name, was in seen.items()
        if name in told and told[name + "_was"] not in {_kept(was), told[name]}
    ]


def _kept(value: object) -> str:
    return value if isinstance(value, str) else "1" if value else ""
