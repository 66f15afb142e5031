"""What is typed into the forms of a storm."""

from random import Random

from rules.lifecycle import Offer

UNITS = ("west", "east", "west-street", "bureau")
_ALSO = frozenset({"reason", "closing", "words", "category"})


def body_of(offer: Offer, dice: Random, now: int, number: str) -> dict[str, object]:
    """The fields of the form that must be there, and a few that may."""
    values: dict[str, object] = {
        "unit": dice.choice(UNITS),
        "text": "说明",
        "reason": "原因",
        "to": "老王",
        "answer": "好",
        "condition": "event-01-10-1",
        "category": "event-01-10",
        "until": now + 3_600_000,
        "collector": "c1",
        "closing": ["清理干净"],
        "result": "solved",
        "words": f"新的一件 {number}",
        "of": "case-0",
    }
    return {f.name: values[f.name] for f in offer.form if f.name in values and (f.required or f.name in _ALSO)}


def personal_of(offer: Offer, number: str) -> dict[str, str]:
    """Who reported it; its phone is in no feed, event, command or cache."""
    return {"name": f"张三 {number}", "phone": f"phone-{number}"} if offer.verb == "report" else {}
