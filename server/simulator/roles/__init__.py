"""What the people of each duty do with a case as it stands: from its image to their plans."""

from rules.case import Case
from server.simulator.plan import Hand, Life, Plan
from server.simulator.roles import acceptors, afterwards, collectors, dispatchers, leaders, units

DUTIES = (
    acceptors.plans,
    leaders.plans,
    collectors.plans,
    dispatchers.plans,
    units.plans,
    afterwards.plans,
)


def plans(life: Life, case: Case) -> tuple[Plan, ...]:
    """All plans for a case, of everybody who is played or could be."""
    hand = Hand(life, case)
    return tuple(plan for duty in DUTIES for plan in duty(hand))
