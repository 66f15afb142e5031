"""Personal data as they are shown before anybody has asked for them with a reason: 张** and 138****1234."""

from collections.abc import Mapping

from rules.callers import digits

HIDDEN, FEWEST = "****", 11  # so long a number shows both its ends


def masked(data: Mapping[str, str]) -> dict[str, str]:
    """Name and phone so that who knows them knows them again; nothing else of a record."""
    shown = {"name": masked_name(data.get("name", "")), "phone": masked_phone(data.get("phone", ""))}
    return {key: text for key, text in shown.items() if text}


def masked_name(name: str) -> str:
    """The first character; "" for none."""
    return f"{name.strip()[0]}**" if name.strip() else ""


def masked_phone(phone: str) -> str:
    """Three digits, four hidden ones, four digits; of a shorter number the last two. "" for none."""
    number = digits(phone)
    if len(number) >= FEWEST:
        return f"{number[:3]}{HIDDEN}{number[-4:]}"
    return f"{HIDDEN}{number[-2:]}" if number else ""
