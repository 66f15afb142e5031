"""Who calls: a phone number as its digits, so that the same number is the same however it was typed."""

LONGEST = 40
CHINA = "86"
_MOBILE = 11


def digits(phone: str) -> str:
    """The ASCII digits of a number, full-width ones too; without China's prefix before a mobile number."""
    found = "".join(str(int(sign)) for sign in phone if sign.isdecimal())[:LONGEST]
    found = found.removeprefix("00")
    return found[2:] if len(found) == _MOBILE + 2 and found.startswith(CHINA + "1") else found


def is_whole(number: str) -> bool:
    """Whether these digits are a whole mobile number: nothing more of it is going to be typed."""
    return len(number) == _MOBILE and number[0] == "1" and number[1] in "3456789"
