"""The scripts of L2 by their names; each makes one fault in a town, and says when it bit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.together.faults.l2.town import Town

Deed = Callable[["Town"], None]


@dataclass(frozen=True, slots=True)
class Script:
    """`fault`: the name it must bite under; `is_long`: it waits for the real time-outs of the programs."""

    name: str
    fault: str
    deed: Deed
    is_long: bool


SCRIPTS: dict[str, Script] = {}


def script(fault: str, *, is_long: bool = False) -> Callable[[Deed], Deed]:
    """Registers a function as the script of its name."""

    def known(deed: Deed) -> Deed:
        name = deed.__name__
        if name in SCRIPTS:
            raise ValueError(f"two scripts are called {name}")
        SCRIPTS[name] = Script(name, fault, deed, is_long)
        return deed

    return known
