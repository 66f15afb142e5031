"""Picks a unit by name, pinyin initials or code: two letters usually suffice; Enter takes the first hit."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget

from console.ui.case_words import lead_leg, live_legs
from console.ui.context import Context
from console.ui.forms.unit_rows import CODE, UnitRows, unit_row
from console.ui.keys import is_enter
from rules.assignment import LegStage
from rules.case import Case
from rules.city import City, Unit

UP_DOWN = {Qt.Key.Key_Up, Qt.Key.Key_Down}


def matches(city: City, typed: str, now: int) -> tuple[Unit, ...]:
    """The units in force that fit what was typed, best first: by code, by initials, by name; higher units first."""
    wanted = typed.strip().lower()
    ranked = []
    for unit in city.units.values():
        if unit.until and unit.until <= now:
            continue
        rank = _rank(unit, wanted)
        if rank is not None:
            ranked.append(((rank, len(city.above(unit.code)), unit.code), unit))
    return tuple(unit for _, unit in sorted(ranked, key=lambda pair: pair[0]))


def _rank(unit: Unit, wanted: str) -> int | None:
    names = (unit.name.lower(), unit.name_en.lower())
    tests = (
        unit.code.lower() == wanted or unit.pinyin.lower() == wanted,
        unit.code.lower().startswith(wanted) or unit.pinyin.lower().startswith(wanted),
        any(name.startswith(wanted) for name in names),
        wanted in unit.pinyin.lower() or any(wanted in name for name in names),
    )
    return next((rank for rank, fits in enumerate(tests) if fits), None)


def impossible(case: Case, verb: str) -> frozenset[str]:
    """The units that the rules would refuse for this deed, whatever else is entered."""
    if verb == "add_helper":
        return frozenset(leg.unit for leg in live_legs(case) if not leg.parent)
    lead = lead_leg(case)
    refused = lead is not None and (verb == "reassign" or (verb == "dispatch" and lead.stage is LegStage.RETURNED))
    return frozenset({lead.unit}) if lead is not None and refused else frozenset()


class UnitPicker(QWidget):
    """A field with the hits below it; `picked` when Enter or a click takes one, `chosen` as the choice moves."""

    picked = Signal(str)
    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("name, initials or code"))
        self.field.setAccessibleName(self.tr("unit"))
        self.hits = QListWidget()
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.setAccessibleName(self.tr("units found"))
        self._rows = UnitRows(context.look, self.hits)
        self.hits.setItemDelegate(self._rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.hits, 1)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.hits.itemClicked.connect(self._take)
        self.hits.currentItemChanged.connect(self._moved)
        self._search("")

    def unit(self) -> str:
        """The code of the unit that stands chosen, "" for none."""
        item = self.hits.currentItem()
        return str(item.data(CODE)) if item else ""

    def show_unit(self, code: str) -> None:
        """Show the unit of this code."""
        self.field.setText(code)

    def prefer(self, codes: tuple[str, ...], proposed: str = "") -> None:
        """Put these units on top while nothing is typed; the proposed one is marked, and another one chosen."""
        self._preferred, self._proposed = codes, proposed
        self._search(self.field.text())

    def leave_out(self, codes: frozenset[str]) -> None:
        """These units cannot be chosen."""
        self._out = codes
        self._search(self.field.text())

    _preferred: tuple[str, ...] = ()
    _proposed = ""
    _out: frozenset[str] = frozenset()

    @Slot(str)
    def _search(self, typed: str) -> None:
        found = self._found(typed)
        self.hits.clear()
        for code in found:
            mark = self.tr("proposed") if code == self._proposed else ""
            self.hits.addItem(unit_row(self._context.names.unit(code), code, mark))
        self._rows.measure()
        other = next((row for row, code in enumerate(found) if code != self._proposed), 0)
        self.hits.setCurrentRow(0 if typed.strip() else other)

    def _found(self, typed: str) -> list[str]:
        """All that fit, best first."""
        city = self._context.city
        found = [unit.code for unit in matches(city, typed, self._context.now())] if city else []
        if not typed.strip():
            found = list(dict.fromkeys((*self._preferred, *found)))
        return [code for code in found if code not in self._out]

    @Slot()
    def _moved(self) -> None:
        self.chosen.emit(self.unit())

    @Slot()
    def _take(self) -> None:
        if self.unit():
            self.picked.emit(self.unit())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the hit, the arrows move through the hits; everything else is text."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if is_enter(event):
                if not event.isAutoRepeat():
                    self._take()
                return True
            if event.key() in UP_DOWN:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.hits.setCurrentRow(min(max(self.hits.currentRow() + step, 0), self.hits.count() - 1))
                return True
        return super().eventFilter(watched, event)
