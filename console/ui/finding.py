"""How well something fits what was typed: what is meant by its own name or number goes before what only mentions it."""

import re
from collections.abc import Set as AbstractSet

from console.facts import ShownCase
from console.ui.names import Names

EXACT, ENDS, BEGINS, WITHIN = range(4)
"""Its whole name, or its key; the end of its number; the beginning of its name; anywhere. Lower goes first."""


def fit_of_name(name: str, typed: str, key: str = "") -> int | None:
    """How a name fits that has perhaps a key of its own; None when it does not."""
    name = name.lower()
    if typed in {name, key}:
        return EXACT
    return BEGINS if name.startswith(typed) else WITHIN if typed in name else None


def fit_of_case(shown: ShownCase, word: str, units: AbstractSet[str], names: Names) -> int | None:
    """How a case fits one word, `units` being those that the word names; None when it does not."""
    case = shown.case
    if shown.number.lower().endswith(word) or _is_draft(case.draft_number.lower(), word):
        return ENDS
    said = (names.matter(case).lower(), case.address.lower(), case.address_en.lower())
    if any(_begins(words, word) for words in said):
        return BEGINS
    there = any(word in words for words in (*said, case.external_number.lower()))
    return WITHIN if there or any(leg.unit in units for leg in case.legs) else None


def _is_draft(number: str, word: str) -> bool:
    """The whole number that a desk gave, 临a1-7, or without its mark, as it is said on the phone."""
    return bool(number) and word in {number, number[1:]}


def _begins(words: str, word: str) -> bool:
    """At its beginning; or a number as a whole one: 5 is no part of 15 or 53."""
    if word not in words:
        return False
    return words.startswith(word) or (word.isdecimal() and bool(re.search(rf"(?<!\d){word}(?!\d)", words)))
