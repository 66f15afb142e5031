"""The label of the chosen case, beside its mark on the map, with its one-click dispatch."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from console.ui.look import Look
from console.ui.look.buttons import button
from console.ui.look.parts import label
from console.ui.look.sizes import Height, Space
from console.ui.map.placing import beside

LABEL_PX = 26
"""How far from its mark the label stands."""


class CaseLabel(QFrame):
    """The chosen case's words beside its mark, with a button when it can be dispatched."""

    dispatch_asked = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chosen")
        self._look = look
        self._words = label(role="strong13")
        self._button = button(look, "", "chip")
        self._button.clicked.connect(self.dispatch_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(Space.STEP), 0, look.px(Space.TIGHT), 0)
        row.setSpacing(look.px(Space.STEP))
        row.addWidget(self._words)
        row.addWidget(self._button)
        self.hide()

    def show_case(self, words: str, dispatch_to: str) -> None:
        """Say what is chosen; without a unit to dispatch to there is no button."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self._button.setText(self.tr("Dispatch → {0}").format(dispatch_to))
        self._button.setVisible(bool(dispatch_to))
        self.adjustSize()
        self.setFixedHeight(self._look.px(Height.STRIP + (6 if dispatch_to else 0)))

    def stand_by(self, mark: QPoint, room: QRect, taken: Sequence[QRect]) -> None:
        """Stand beside the mark, within `room` and off what is `taken`."""
        self.move(beside(mark, self.size(), self._look.px(LABEL_PX), room, taken))
        if self.isHidden():
            self.show()
            self.raise_()
