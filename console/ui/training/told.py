"""A score as the trainer tells it, in the language of the windows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ShownFault:
    """One fault in words: what was done, what was right, what it cost."""

    case_id: str
    number: str
    matter: str
    time: str
    what: str
    right: str
    lost: str


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run to compare with."""

    day: str
    seed: int
    points: str


@dataclass(frozen=True, slots=True)
class Told:
    """A whole score; `left` ms are left of the hour; `page` is the file to print, "" before the end.

    `limits`: for what costs points when it is later, the minutes as they are said.
    """

    over: bool
    name: str
    seed: int
    points: int
    full: int
    left: int
    figures: tuple[tuple[str, str], ...]
    faults: tuple[ShownFault, ...]
    runs: tuple[ShownRun, ...]
    page: str
    limits: Mapping[str, str]

    @property
    def minutes(self) -> int:
        """How many are left, the one that runs counted."""
        return -(-self.left // 60_000)


def told_of(text: str, language: str) -> Told:
    """From one line of the trainer. Raises ValueError, KeyError or TypeError when it is none."""
    told = json.loads(text)
    return Told(
        bool(told["over"]),
        told["name"][language],
        int(told["seed"]),
        int(told["points"]),
        int(told["of"]),
        max(0, told["until"] - told["now"]),
        tuple((each["label"][language], each["value"]) for each in told["figures"]),
        tuple(_fault(each, language) for each in told["faults"]),
        tuple(_run(each) for each in told.get("earlier", ())),
        told.get("page", ""),
        {name: f"{limit / 60_000:g}" for name, limit in told["limits"].items()},
    )


def _fault(told: Mapping[str, Any], language: str) -> ShownFault:
    matter = " · ".join(part for part in (told["place"][language], told["words"]) if part)
    what, right = told["what"][language], told["right"][language]
    return ShownFault(told["case"], told["number"], matter, told["time"], what, right, f"−{told['points']:g}")


def _run(told: Mapping[str, Any]) -> ShownRun:
    return ShownRun(told["day"], int(told["seed"]), f"{told['points']} / {told['of']}")
