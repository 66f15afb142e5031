"""Which open cases lie near one another: so that an acceptor sees that a report repeats another."""

from rules.case import ENDED, Case

CELL = 5_000  # 1e-7 degree: some 50 m


class Neighbours:
    """Open cases by cell; kept up to date with each image."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int, str], dict[str, tuple[int, str]]] = {}

    def learn(self, case: Case) -> None:
        """Take in the image of a case."""
        if not case.located:
            return
        key = (case.lon // CELL, case.lat // CELL, case.category)
        if case.stage in ENDED:
            self._cells.get(key, {}).pop(case.id, None)
            if not self._cells.get(key, True):
                del self._cells[key]
        elif case.category:
            self._cells.setdefault(key, {})[case.id] = (case.reported_at, case.id)

    def original(self, case: Case, category: str) -> str:
        """The open case of the same matter in the same cell that was reported first and before this one, or ""."""
        found = self._cells.get((case.lon // CELL, case.lat // CELL, category), {})
        first = min(found.values(), default=(0, ""))
        return first[1] if first[1] != case.id and first[0] < case.reported_at else ""
