"""Corrections, 更正: single words of a case are changed, each against what its author saw there.

A correction carries the old value of each field beside the new one (`was`). It holds as long as *that field* stands as
it was seen; the rest of the case may have gone on meanwhile. Nothing comes too late because of it.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from rules.case import Case

CORRECT = "correct"
FIELD_EDITS = frozenset({CORRECT})  # verbs that are judged by their fields, never by the version of the case
FIELDS: Mapping[str, type] = MappingProxyType({"address": str, "urgent": bool, "important": bool, "wants_answer": bool})
"""What can be corrected. Place, class and condition are not among them: the case froze them when it was filed."""
WAS = "was"
Text = Callable[..., str]  # of a key and what fills its placeholders
LONGEST = 400  # characters of an old value: no field that can be corrected holds more


def correction(seen: Case, entered: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a correction: of what was entered, that which differs from the case as it was seen, and what was.

    A field that is not entered has been emptied. Without any difference there is no field in it.
    """
    new = {name: entered.get(name) or kind() for name, kind in FIELDS.items()}
    differ = [name for name in FIELDS if new[name] != getattr(seen, name)]
    rest = {name: value for name, value in entered.items() if name not in FIELDS and name != WAS and value}
    return {**{name: new[name] for name in differ}, WAS: {name: getattr(seen, name) for name in differ}, **rest}


def on_top(now: Case, verb: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with which a command is issued anew on the case as it stands: a correction has seen what is there."""
    if verb != CORRECT:
        return dict(body)
    return correction(now, {**{name: getattr(now, name) for name in FIELDS}, **body})


def corrected(body: Mapping[str, Any]) -> dict[str, str | bool]:
    """The new values of a correction."""
    return {name: body[name] for name, kind in FIELDS.items() if isinstance(body.get(name), kind)}


def seen(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values that the author of a correction saw; none where they cannot be read."""
    was = body.get(WAS)
    return was if isinstance(was, Mapping) else {}


def met(case: Case, body: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that stand otherwise than the author of a correction saw them, and otherwise than wished."""
    was, wished = seen(body), corrected(body)
    return tuple(name for name in wished if name in was and getattr(case, name) not in (wished[name], was[name]))


def is_done(case: Case, body: Mapping[str, Any]) -> bool:
    """Whether something is wished, and every field of it stands so already."""
    wished = corrected(body)
    return bool(wished) and all(getattr(case, name) == new for name, new in wished.items())


def standing(case: Case) -> dict[str, str]:
    """What can be corrected, as it stands: texts, and flags as "1" or ""."""
    return {name: _kept(getattr(case, name)) for name in FIELDS}


def difference(before: Case, after: Mapping[str, str | bool]) -> dict[str, str]:
    """What an event tells of a correction: each new value, and what it was."""
    new = {name: _kept(value) for name, value in after.items()}
    return new | {_was_of(name): _kept(getattr(before, name)) for name in after}


def between(before: Case, after: Case) -> dict[str, str]:
    """The same of two states of one case."""
    return difference(before, {name: new for name in FIELDS if (new := getattr(after, name)) != getattr(before, name)})


def _kept(value: str | bool) -> str:
    return value if isinstance(value, str) else "1" if value else ""


def words(data: Mapping[str, str], text: Text) -> str:
    """What an event says of a correction: "address: 12 Zhongyuan Rd → 21 Zhongyuan Rd"; "" for every other event."""
    found = ((name, data[name], data.get(_was_of(name), "")) for name in FIELDS if name in data)
    return text("correction.between").join(
        text("correction.line", field=text(f"field.{name}"), was=_said(name, was, text), now=_said(name, now, text))
        for name, now, was in found
    )


def _said(name: str, value: str, text: Text) -> str:
    if FIELDS[name] is bool:
        return text("correction.yes" if value else "correction.no")
    return value or text("correction.empty")


def _was_of(name: str) -> str:
    return f"{name}_was"
