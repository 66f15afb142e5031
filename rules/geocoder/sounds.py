"""Characters by their sound: each syllable without its tone is one sign, so that texts compare as they sound."""

import unicodedata
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

_FIRST = 0xE000  # the private use area has room for ten times as many syllables as there are
_MOST = 8  # readings of one name
_LEFT_OUT = frozenset("\u0304\u0301\u030c\u0300")  # the four tones as combining marks


class Sounds:
    """Gives a sign to every syllable that it meets."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}
        self._of: dict[str, tuple[str, ...]] = {}

    def coded(self, text: str) -> str:
        """The text with a sign for each Chinese character, in its most usual reading."""
        return "".join(self.readings(char)[0] for char in text)

    def readings(self, char: str) -> tuple[str, ...]:
        """The signs of all readings of a character; any other than a Chinese one stands for itself."""
        found = self._of.get(char)
        if found is None:
            told = PINYIN_DICT.get(ord(char), "")
            syllables = dict.fromkeys(_plain(each) for each in told.split(",") if each)
            found = self._of[char] = tuple(self._sign(each) for each in syllables) or (char,)
        return found

    def names(self, text: str) -> Iterator[str]:
        """A name as it may sound: as a phrase, and with other readings of its characters; each once."""
        said = zip(text, _said(text), strict=True)
        whole = "".join(self._sign(_plain(sound)) if ord(char) in PINYIN_DICT else char for char, sound in said)
        others = islice(product(*map(self.readings, text)), _MOST)
        yield from dict.fromkeys([whole, *map("".join, others)])

    def _sign(self, syllable: str) -> str:
        return self._signs.setdefault(syllable, chr(_FIRST + len(self._signs)))


def _said(text: str) -> list[str]:
    """A syllable for each Chinese character of a phrase; any other character as it is."""
    given: Any = list  # the stubs know functions of one word alone, not those that take a word apart
    return lazy_pinyin(text, Style.NORMAL, errors=given)


def latin(text: str) -> str:
    """A Chinese name in Latin letters, written as one word."""
    return "".join(lazy_pinyin(text, Style.NORMAL))


def _plain(syllable: str) -> str:
    apart = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _LEFT_OUT)).replace("ü", "v")
