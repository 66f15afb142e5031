"""Ties the window of hand-over files to the store, which alone reads and writes them."""

from console.store.handing import HandoverKeeping
from console.ui.handover import HandoverDesk


def tie_handovers(desk: HandoverDesk, keeping: HandoverKeeping) -> None:
    """Wishes go down, what came of them comes up."""
    desk.units_asked.connect(keeping.list_units)
    desk.make_asked.connect(keeping.make)
    desk.take_asked.connect(keeping.take)
    keeping.units.connect(desk.show_units)
    keeping.made.connect(desk.show_made)
    keeping.taken.connect(desk.show_taken)
    keeping.refused.connect(desk.show_refused)
