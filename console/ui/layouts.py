"""Rows, columns and frames: the few layouts that every window is made of."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

Item = QWidget | QLayout | int | None
"""A widget, a layout, a space in px, or None for a spring."""
Margins = tuple[int, int, int, int]
WIDEST = 16_777_215
"""Px of a widget that nothing bounds: Qt's QWIDGETSIZE_MAX, which PySide6 does not name."""


def across(*items: Item, spacing: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Items in a row."""
    row = QHBoxLayout()
    _fill(row, items, spacing, margins)
    return row


def down(*items: Item, spacing: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Items below one another."""
    column = QVBoxLayout()
    _fill(column, items, spacing, margins)
    return column


def _fill(box: QHBoxLayout | QVBoxLayout, items: tuple[Item, ...], spacing: int, margins: Margins) -> None:
    box.setSpacing(spacing)
    box.setContentsMargins(*margins)
    for item in items:
        if item is None:
            box.addStretch(1)
        elif isinstance(item, int):
            box.addSpacing(item)
        elif isinstance(item, QWidget):
            box.addWidget(item)
        else:
            box.addLayout(item)


def frame(kind: str, layout: QLayout) -> QFrame:
    """A frame of a kind of the style sheet (panel, raised, bar, card, …) around a layout."""
    made = QFrame()
    made.setObjectName(kind)
    made.setLayout(layout)
    return made


def holder(layout: QLayout) -> QWidget:
    """A widget around a layout."""
    made = QWidget()
    made.setLayout(layout)
    return made


def chip(text: str) -> QPushButton:
    """A small button of a panel's head."""
    made = QPushButton(text)
    made.setProperty("kind", "chip")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)
