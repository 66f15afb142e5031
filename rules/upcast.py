"""Commands made by an earlier program, brought to the verbs as they are now; a later program's are not understood.

A verb whose body or meaning changes gets a new version in VERSIONS, and a step here that turns a command of the version
before into one of it. The command itself stays as it was signed and stored; only what is judged is brought up.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from rules.commands import Command, NotAllowed

Step = Callable[[Command], Command]
FIRST = 1
VERSIONS: Mapping[str, int] = {}  # of the verbs that have changed since the first version
STEPS: Mapping[tuple[str, int], Step] = {}  # by verb and the version that is brought one further


def upcast(
    command: Command, versions: Mapping[str, int] = VERSIONS, steps: Mapping[tuple[str, int], Step] = STEPS
) -> Command:
    """The command as this program's rules read it. Raises NotAllowed "rule.verb_version": of a version unknown here."""
    present = versions.get(command.verb, FIRST)
    told = command
    while told.verb_v != present:
        step = steps.get((told.verb, told.verb_v))
        if step is None or told.verb_v > present:
            raise NotAllowed("rule.verb_version", verb=command.verb, version=command.verb_v)
        told = replace(step(told), verb_v=told.verb_v + 1)
    return told
