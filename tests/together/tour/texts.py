"""All that the product says in one language: its catalogue, the windows' translations, the simulator's page."""

import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from server.simulator.control_words import WORDS

RESOURCES = Path(__file__).parents[3] / "resources"
HOLE = re.compile(r"\{[^}]*\}")


@cache
def said(language: str) -> frozenset[str]:
    """Every text, also with its first letter as a capital, as it stands on a button."""
    texts = {*_catalogue(language), *_windows(language), *WORDS[language].values()}
    return frozenset(texts | {text[:1].upper() + text[1:] for text in texts})


def says(language: str, words: str) -> bool:
    """Whether the product says exactly these words; what it fills in may be anything."""
    return words in said(language) or any(pattern.fullmatch(words) for pattern in _patterns(language))


def is_part(language: str, words: str) -> bool:
    """Whether the words stand somewhere in what the product says."""
    return any(words in text for text in said(language))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    holed = (text for text in said(language) if HOLE.search(text) and len(HOLE.sub("", text).strip()) > 1)
    return tuple(re.compile(".+".join(map(re.escape, HOLE.split(text)))) for text in holed)


def _catalogue(language: str) -> Iterator[str]:
    yield from _leaves(tomllib.loads((RESOURCES / "texts" / f"{language}.toml").read_text(encoding="utf-8")))


def _leaves(table: Mapping[str, Any]) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _leaves(value)


def _windows(language: str) -> Iterator[str]:
    """English stands in the source of each message, Chinese in its translation."""
    root = ET.parse(RESOURCES / "i18n" / "zh_CN.ts").getroot()  # noqa: S314  our own file
    part = "source" if language == "en" else "translation"
    yield from (message.findtext(part) or "" for message in root.iter("message"))
