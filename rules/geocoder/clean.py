"""What was typed, made comparable: one width, one case, no controls or pictures; and the numbers in it."""

import re
import unicodedata

LONGEST = 120  # characters that are read of an address
_KEPT = frozenset("°")  # of the symbols that are no sign of arithmetic
_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_TENS = {"十": 10, "百": 100, "千": 1000}
NUMBER = rf"\d{{1,5}}|[{''.join(_DIGITS)}{''.join(_TENS)}]{{1,7}}"
_NUMBERED = re.compile(rf"第?({NUMBER})(巷|弄|条|里)")


def cleaned(text: str) -> str:
    """The text with single blanks between words, at most LONGEST characters."""
    whole = unicodedata.normalize("NFKC", text[: 4 * LONGEST]).casefold()
    kept = "".join(" " if char.isspace() else char for char in whole if _is_kept(char))
    return re.sub(r" +", " ", kept).strip()[:LONGEST]


def _is_kept(char: str) -> bool:
    if char.isspace() or char in _KEPT:
        return True
    kind = unicodedata.category(char)
    return kind[0] not in "CM" and kind not in {"So", "Sk"}


def number_of(text: str) -> int:
    """The number that digits or Chinese numerals (一百二十, 二〇五) say; -1 when they say none."""
    if text.isdecimal():
        return int(text)
    if not text or any(char not in _DIGITS and char not in _TENS for char in text):
        return -1
    if not any(char in _TENS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total, digit = total + (digit or 1) * _TENS[char], 0
    return total + digit


def lane_key(lane: str) -> str:
    """A lane by its number in digits, so that 三巷 and 3巷 are one; others as they are."""
    found = _NUMBERED.fullmatch(lane)
    return f"{number_of(found[1])}{found[2]}" if found else lane


def lane_en(lane: str) -> str:
    """A lane in English: Lane 3 by its number; one with a name of its own stays as it is."""
    found = _NUMBERED.fullmatch(lane)
    return f"Lane {number_of(found[1])}" if found else lane


def has_number(lane: str) -> bool:
    """Whether a lane is called by a number: such a one is found on its street alone."""
    return _NUMBERED.fullmatch(lane) is not None
