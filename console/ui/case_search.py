"""Looks through all cases of a desk for what somebody typed, a few at a time: the windows never wait for it."""

from collections.abc import Iterator
from heapq import nsmallest
from itertools import islice

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.facts import ShownCase
from console.ui.context import Context
from console.ui.finding import fit_of_case

SLICE = 400  # cases in one turn of the loop: some 3 ms
FittingCase = tuple[int, ShownCase]
"""How well a case fits (`finding`), and the case."""
Wanted = tuple[tuple[str, frozenset[str]], ...]
"""Each word that was typed, and the units that it names."""


class CaseSearch(QObject):
    """`done` with the best `most` of those that every word fits, a few cases already while `begin` is called.

    A case fits as well as the word that fits it least; of those that fit alike the lower number goes first.
    """

    done = Signal(object)  # list[FittingCase]

    def __init__(self, context: Context, most: int, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._most = context, most
        self._wanted: Wanted = ()
        self._rest: Iterator[ShownCase] = iter(())
        self._best: list[FittingCase] = []
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._look)
        self.busy = False

    def begin(self, typed: str) -> None:
        """Look for other words; what was looked for before is given up."""
        self._wanted = tuple((word, self._units(word)) for word in typed.split())
        self._rest, self._best, self.busy = iter(tuple(self._context.board.cases().values())), [], True
        self._look()

    def stop(self) -> None:
        """Nothing is looked for any more."""
        self._turn.stop()
        self._rest, self._best, self.busy = iter(()), [], False

    @Slot()
    def _look(self) -> None:
        part = list(islice(self._rest, SLICE))
        fitting = (found for shown in part if (found := self._fitting(shown)))
        self._best = nsmallest(self._most, [*self._best, *fitting], key=lambda found: (found[0], found[1].number))
        if len(part) == SLICE:
            self._turn.start()
        else:
            self.busy = False
            self.done.emit(self._best)

    def _fitting(self, shown: ShownCase) -> FittingCase | None:
        fits = [fit_of_case(shown, word, units, self._context.names) for word, units in self._wanted]
        known = [fit for fit in fits if fit is not None]
        return (max(known), shown) if known and len(known) == len(fits) else None

    def _units(self, word: str) -> frozenset[str]:
        city = self._context.city
        units = city.units.values() if city else ()
        return frozenset(u.code for u in units if word in u.name.lower() or word in u.name_en.lower())
