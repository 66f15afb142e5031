"""The kinds of a form's fields: which values fit a text, a number, a unit of the city, a list of photos and so on."""

from collections.abc import Callable, Mapping
from typing import Any

from rules.city import City
from rules.corrections import FIELDS, LONGEST

LARGEST = 2**63 - 1  # of what a database keeps as a number


def is_simple(text: str) -> bool:
    """Whether a text is known at a glance to fit the kind "text"."""
    return text.isascii() and "\0" not in text


def _text(value: Any, _: City) -> bool:
    """A text that every database and every wire can hold: whole characters, none of them NUL."""
    return isinstance(value, str) and (is_simple(value) or _is_whole_text(value))


def _is_whole_text(text: str) -> bool:
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def _whole(value: Any, _: City) -> bool:
    return type(value) is int and -LARGEST <= value <= LARGEST


def _instant(value: Any, city: City) -> bool:
    return _whole(value, city) and value >= 0


def _flag(value: Any, _: City) -> bool:
    return isinstance(value, bool)


def _unit(value: Any, city: City) -> bool:
    return isinstance(value, str) and value in city.units


def _units(value: Any, city: City) -> bool:
    return isinstance(value, list | tuple) and all(_unit(one, city) for one in value)


def _category(value: Any, city: City) -> bool:
    return isinstance(value, str) and value in city.categories


def _condition(value: Any, city: City) -> bool:
    return isinstance(value, str) and value in city.conditions


def _words(value: Any, city: City) -> bool:
    return isinstance(value, list | tuple) and all(_text(one, city) for one in value)


def _marks(value: Any, _: City) -> bool:
    return isinstance(value, list | tuple) and all(_mark(one) for one in value)


def _mark(value: Any) -> bool:
    if not isinstance(value, list | tuple) or len(value) != 4:
        return False
    return all(type(n) is int and 0 <= n <= 1000 for n in value)


_PHOTO: Mapping[str, Callable[[Any, City], bool]] = {
    "sha256": lambda v, city: _text(v, city) and len(v) == 64,
    "kind": lambda v, _: v in {"overview", "close_up", "reference", "after", "check", "proof", "marked"},
    "mime": _text,
    "size": _whole,
    "taken_at": _whole,
    "lon": _whole,
    "lat": _whole,
    "of": _text,
    "document": lambda v, city: _text(v, city) and len(v) == 64,
}


def _photo(value: Any, city: City) -> bool:
    if not isinstance(value, Mapping) or "sha256" not in value:
        return False
    rest = {name: v for name, v in value.items() if name != "marks"}
    return _marks(value.get("marks", ()), city) and all(
        name in _PHOTO and _PHOTO[name](v, city) for name, v in rest.items()
    )


def _was(value: Any, city: City) -> bool:
    """The old values of what a correction changes."""
    return isinstance(value, Mapping) and all(
        isinstance(old, FIELDS.get(name, ()))
        and (not isinstance(old, str) or (_text(old, city) and len(old) <= LONGEST))
        for name, old in value.items()
    )


_EARLIER: Mapping[str, Callable[[Any, City], bool]] = {
    "case": _text,
    "number": _text,
    "unit": _text,
    "closed_at": _instant,
}


def _earlier(value: Any, city: City) -> bool:
    """The closed cases that one follows, each with all that is told of it."""
    return isinstance(value, list | tuple) and all(
        isinstance(one, Mapping) and one.keys() == _EARLIER.keys() and all(_EARLIER[k](v, city) for k, v in one.items())
        for one in value
    )


def _photos(value: Any, city: City) -> bool:
    return isinstance(value, list | tuple) and all(_photo(one, city) for one in value)


LARGEST_DEGREE = 1_800_000_000
MOST_CORNERS = 200


def _area(value: Any, _: City) -> bool:
    """A drawn area: 3 corners at least, [longitude, latitude] each in 1e-7 degree."""
    return isinstance(value, list | tuple) and 3 <= len(value) <= MOST_CORNERS and all(map(_corner, value))


def _corner(value: Any) -> bool:
    if not isinstance(value, list | tuple) or len(value) != 2:
        return False
    return all(type(each) is int and abs(each) <= LARGEST_DEGREE for each in value)


KINDS: Mapping[str, Callable[[Any, City], bool]] = {
    "text": _text,
    "reason": _text,
    "person": _text,
    "choice": _text,
    "number": _whole,
    "instant": _instant,
    "flag": _flag,
    "unit": _unit,
    "units": _units,
    "category": _category,
    "condition": _condition,
    "words": _words,
    "marks": _marks,
    "photos": _photos,
    "was": _was,
    "earlier": _earlier,
    "area": _area,
}
