"""Frozen values of many fields, made and copied by msgspec: a case, its parts, its clocks and its events.

A case has some eighty fields and is read and copied all day long: as a dataclass it takes five times as long to read
and fifty times as long to copy. What has few fields, or is seldom made, is a frozen dataclass.
"""

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields
from msgspec.structs import replace as changed

__all__ = ["Frozen", "changed", "defaults"]


class Frozen(Struct, frozen=True):
    """What derives from it says `frozen=True`, too: the type checker does not know it otherwise.

    Defaults are frozen themselves: none is made anew for each value.
    """


def defaults(kind: type[Frozen]) -> dict[str, object]:
    """The default of each field that has one."""
    return {field.name: field.default for field in fields(kind) if field.default is not NODEFAULT}
