"""A district's own desk, which sees no other district's cases."""

from rules.case import Stage
from tests.together.faults.l2.proxy import Armed
from tests.together.faults.l2.script import script
from tests.together.faults.l2.town import Town, Violated

WEST = "410102"
PUSHES = 50  # that never arrive, until the line is healed


@script("X9")
def case_leaves_the_district(town: Town) -> None:
    """It goes from the desk's board, the note on it does not go from the outbox, and is judged in the end."""
    centre, west = town.seat("wang"), town.seat("li", scope=WEST)
    waiting = (case.id for case in centre.board.cases().values() if case.case.stage is Stage.TO_DISPATCH)
    case_id = next(waiting)
    centre.does("dispatch", case_id, unit="west")
    town.until(lambda: west.board.case(case_id), "the case to come to the district")
    west.proxy.arm(*[Armed("N1")] * PUSHES)
    note = west.does("note", case_id, text="已到场")
    centre.does("recall", case_id, reason="派错了")
    town.until(lambda: west.board.case(case_id) is None, "the case to leave the district")
    if note not in {each.id for each in west.board.outbox}:
        raise Violated("I1", f"{note} went with its case")
    town.tally.bit("X9", f"{case_id} had left the district, the note on it was unsent")
    west.proxy.heal()
    west.drain()
