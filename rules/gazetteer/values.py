"""The tables of a gazetteer as arrays; what stands in many rows is named once, and its place in that list is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


def no_points() -> Ints:
    """An empty (0, 2)."""
    return np.zeros((0, 2), np.int32)


def no_numbers() -> Ints:
    """An empty (0,)."""
    return np.zeros(0, np.int32)


@dataclass(frozen=True, eq=False)
class Houses:
    """House numbers (H). `street` and `lane` (-1 = on the street itself) point into `streets` and `lanes`.

    A number is a whole number and what stands after it: "88" is (88, ""), "88附2" is (88, "附2").
    """

    xy: Ints = field(default_factory=no_points)
    street: Ints = field(default_factory=no_numbers)
    lane: Ints = field(default_factory=no_numbers)
    number: Ints = field(default_factory=no_numbers)
    tail: Ints = field(default_factory=no_numbers)
    streets: tuple[str, ...] = ()
    lanes: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()


class Poi(NamedTuple):
    """A place with a name: names in both languages ("" = none), and what it is."""

    name: str
    name_en: str = ""
    kind: str = ""


@dataclass(frozen=True, eq=False)
class Pois:
    """Places with a name; several may have the same one."""

    xy: Ints = field(default_factory=no_points)
    named: tuple[Poi, ...] = ()


@dataclass(frozen=True, eq=False)
class Components:
    """部件 (C): its code, its class (`Category.key`), 权属单位 and 养护单位 as codes of units ("" = not known)."""

    xy: Ints = field(default_factory=no_points)
    codes: tuple[str, ...] = ()
    category: Ints = field(default_factory=no_numbers)
    owner: Ints = field(default_factory=no_numbers)
    keeper: Ints = field(default_factory=no_numbers)
    categories: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    keepers: tuple[str, ...] = ()


def listed(words: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """Words as numbers into the sorted list of those that there are."""
    names = sorted(set(words))
    number = {name: n for n, name in enumerate(names)}
    return np.array([number[word] for word in words], np.int32), tuple(names)
