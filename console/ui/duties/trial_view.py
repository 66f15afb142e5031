"""What a trial came to: the faults, or which of last month's cases another unit would have had."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.look.parts import label
from rules.duty_edits import Fault, Move, Trial


class TrialView(QWidget):
    """`go_to` brings the case of a line, `fault_chosen` the kind and code of a line with a fault."""

    go_to = Signal(str)
    fault_chosen = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._head = label(role="head", wrap=True)
        self._more = label(role="two", wrap=True)
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.activated.connect(self._activated)
        self.table.setAccessibleName(context.texts.text("duty.trial"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self._more)
        column.addWidget(self.table, 1)
        self._faults: tuple[Fault, ...] = ()
        self._moves: tuple[Move, ...] = ()

    @property
    def words(self) -> str:
        """The head and what stands below it."""
        return f"{self._head.text()} {self._more.text()}".strip()

    def show_trial(self, trial: Trial) -> None:
        """Faults first: with any nothing was tried."""
        self._faults, self._moves = trial.faults, () if trial.faults else trial.moves
        texts, words = self._context.texts, self._context.words
        if trial.faults:
            self._head.setText(texts.text("duty.faults", n=len(trial.faults)))
            self._more.setText("")
            self._fill(("line", "fault"), [self._fault(each) for each in trial.faults])
            return
        since, until = words.day(trial.since), words.day(trial.until)
        self._head.setText(texts.text("duty.changed", n=trial.changed, since=since, until=until))
        told = [texts.text("duty.looked", looked=trial.looked, total=trial.total)]
        told += [texts.text("duty.first_of", n=len(trial.moves))] if len(trial.moves) < trial.changed else []
        self._more.setText(" ".join(told))
        self._fill(("case", "matter", "from", "to"), [self._move(each) for each in trial.moves])

    def _fault(self, fault: Fault) -> tuple[str, ...]:
        texts, names = self._context.texts, self._context.names
        told = {key: names.unit(text) if "unit" in key else text for key, text in fault.details.items()}
        kind = texts.text(f"duty.kind_of_{fault.kind}")
        return f"{kind} {fault.code}", texts.text(f"city.finding.{fault.rule}", **told)

    def _move(self, move: Move) -> tuple[str, ...]:
        names = self._context.names
        before, after = self._who(move.before, move.ground_before), self._who(move.after, move.ground_after)
        return names.number(move.number), names.category(move.category), before, after

    def _who(self, unit: str, ground: str) -> str:
        return self._context.names.unit(unit) if unit else self._context.texts.text(f"ground.{ground}")

    def _fill(self, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        self.table.clear()
        self.table.setColumnCount(len(columns))
        self.table.setRowCount(len(rows))
        self.table.setHorizontalHeaderLabels([self._context.texts.text(f"duty.column_{each}") for each in columns])
        for at, cells in enumerate(rows):
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.table.setItem(at, column, item)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.table.setWordWrap(True)
        self.table.resizeRowsToContents()
        if rows:
            self.table.selectRow(0)

    @Slot()
    def _activated(self) -> None:
        at = self.table.currentRow()
        if 0 <= at < len(self._faults):
            self.fault_chosen.emit(self._faults[at].kind, self._faults[at].code)
        elif 0 <= at < len(self._moves):
            self.go_to.emit(self._moves[at].case_id)
