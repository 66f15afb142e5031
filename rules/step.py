"""A cell of a lifecycle table: what a verb does at a stage, who may, what must hold, and what follows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rules.commands import Role
from rules.deed import Deed

Guard = Callable[[Deed], None]  # raises NotAllowed; looks at the case, never at the body
Effect = Callable[[Deed], None]  # changes the deed; may refuse what the body says
Table = Mapping[tuple[str, str], "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """`leads_to` "" = the stage stays. `reason`: no | yes | late (once the recall window has passed)."""

    leads_to: str
    by: tuple[Role, ...]
    guards: tuple[Guard, ...] = ()
    reason: str = "no"
    effects: tuple[Effect, ...] = ()


def at(stages: str | Iterable[str], verb: str, step: Step) -> dict[tuple[str, str], Step]:
    """The cells of one verb at one or several stages."""
    return {(stage, verb): step for stage in ([stages] if isinstance(stages, str) else stages)}
