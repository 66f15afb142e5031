"""What a caller says, typed as it is heard: the phone number and the class that the words name. Nothing is decided.

The place is the geocoder's matter. A number belongs to the sealed record of the reporter: `without_phones` takes it out
of the words, which stand in the case and its feeds.
"""

import re
from collections.abc import Iterable

_PHONE = re.compile(r"(?<![\d.,-])(?:\+?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?[2-8]\d{6,7})(?![\d.-])")
_AROUND = re.compile(r"[ ,，;；、:：]*(?:电话|手机|联系电话|联系方式|tel\.?|phone)?[ :：]*$", re.IGNORECASE)
_NOT_WORDS = re.compile(r"\W+")
_ALIKE = 0.5  # of the pairs of letters of a name: fewer name nothing


def phones_in(words: str) -> tuple[str, ...]:
    """The phone numbers of mainland China in a text, as they were typed; neither coordinates nor long codes."""
    return tuple(found.group() for found in _PHONE.finditer(words))


def without_phones(words: str) -> str:
    """The words without their phone numbers, and without "电话：" before one."""
    kept, at = "", 0
    for found in _PHONE.finditer(words):
        kept += _AROUND.sub("", words[at : found.start()])
        at = found.end()
    return (kept + words[at:]).strip(" ,，;；、") if at else words


def class_in(words: str, classes: Iterable[tuple[str, str]]) -> str:
    """The key of the class that the words name; "" when none is named, or two as well as one another.

    Args:
        classes: key and a name of each, several names of one key allowed.

    A name that stands there as it is goes before any other, the longest first; else the share of its letter pairs.
    """
    text = _NOT_WORDS.sub("", words).casefold()
    best: dict[str, tuple[float, int]] = {}
    for key, name in classes:
        bare = _NOT_WORDS.sub("", name).casefold()
        if len(bare) > 1:
            weight = (1.0, len(bare)) if bare in text else (_share(bare, text), 0)
            best[key] = max(best.get(key, (0.0, 0)), weight)
    ranked = sorted(best.items(), key=lambda each: each[1], reverse=True)[:2]
    if not ranked or ranked[0][1][0] < _ALIKE or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]


def _share(name: str, text: str) -> float:
    pairs = {name[n : n + 2] for n in range(len(name) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs)
