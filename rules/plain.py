"""Frozen values as plain ones that JSON can tell: names sorted, what equals its default left out, integers only.

For each class one function is written out and compiled once, as `dataclasses` itself does: a case has some eighty
fields, and asking them in a loop takes three times as long.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any, cast

from rules.frozen import Frozen, defaults

SIMPLE = frozenset({str, int, bool, type(None)})


class NotPlain(ValueError):
    """A value that has no canonical form."""


def plain(value: Any) -> Any:
    """Texts, integers, lists and mappings for a frozen value, or for a list or mapping of such. Raises NotPlain."""
    kind = type(value)
    if kind in SIMPLE:
        return value
    if kind is tuple or kind is list:
        return [each if type(each) in SIMPLE else plain(each) for each in value]
    if isinstance(value, str):  # a member of an enumeration, which is slow to ask for attributes
        return value
    if isinstance(value, Frozen) or hasattr(kind, "__dataclass_fields__"):
        return _teller(cast(Hashable, kind))(value)
    if isinstance(value, Mapping):
        return {str(key): each if type(each) in SIMPLE else plain(each) for key, each in value.items()}
    if isinstance(value, float):
        raise NotPlain(f"{value!r} has no canonical form: integers only")
    return value


@cache
def _teller(kind: Hashable) -> Callable[[Any], dict[str, Any]]:
    """The function that tells one class; all names in its source are those of the class's own fields."""
    known: dict[str, Any] = {"plain": plain, "SIMPLE": SIMPLE}
    lines = ["def tell(value):", "    told = {}"]
    for name, default in sorted(_fields(cast(Any, kind)).items()):
        known[f"default_{name}"] = default
        lines.append(f"    each = value.{name}")
        condition = "" if default is MISSING else f"if {_differs(name, default)}: "
        lines.append(f"    {condition}told[{name!r}] = each if type(each) in SIMPLE else plain(each)")
    exec("\n".join([*lines, "    return told"]), known)  # noqa: S102  only names of our own fields are in it
    tell: Callable[[Any], dict[str, Any]] = known["tell"]
    return tell


def _fields(kind: Any) -> dict[str, Any]:
    """Name → what is left out when equal; MISSING: always told."""
    if issubclass(kind, Frozen):
        return dict.fromkeys(kind.__struct_fields__, MISSING) | defaults(kind)
    return {field.name: _default(field) for field in fields(kind) if field.init}


def _differs(name: str, default: object) -> str:
    """What is asked of a field; comparing with a literal or with None is what the interpreter does fastest."""
    if default is None:
        return "each is not None"
    return f"each != {default!r}" if type(default) in SIMPLE else f"each != default_{name}"


def _default(field: Field[Any]) -> Any:
    if field.metadata.get("always"):
        return MISSING
    return field.default_factory() if field.default_factory is not MISSING else field.default
