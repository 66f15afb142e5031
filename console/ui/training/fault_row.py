"""One fault of a training: when, which case, what was done, what would have been right, what it cost."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from console.ui.context import Context
from console.ui.look.buttons import button
from console.ui.look.parts import hair, label
from console.ui.training.told import ShownFault


class FaultRow(QFrame):
    """A card; its button leads to the case while it is still on this desk."""

    def __init__(self, context: Context, fault: ShownFault, go_to: Callable[[str], None]) -> None:
        super().__init__()
        self._case_id, self._go_to = fault.case_id, go_to
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(label(fault.what, "strong", wrap=True))
        column.addWidget(label(fault.right, wrap=True))
        column.addWidget(
            label(f"{fault.time} · {context.names.number(fault.number)} · {fault.matter}", "two", wrap=True)
        )
        self.open = button(context.look, self.tr("Show the case"), "quiet")
        self.open.clicked.connect(self._open)
        self.open.setVisible(context.board.case(fault.case_id) is not None)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label(fault.lost, "strong"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(row)
        whole.addWidget(hair())

    @Slot()
    def _open(self) -> None:
        self._go_to(self._case_id)
