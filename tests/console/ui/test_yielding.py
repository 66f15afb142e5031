"""A label that gives way: whole words or none, and never at the cost of what stands beside it."""

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from console.ui.yielding import FIRST, YieldingLabel

# The offscreen platform cannot bound a window's size; everything else that Qt says still fails a test.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def beside(qtbot: QtBot, shown: YieldingLabel) -> tuple[QWidget, QLabel]:
    """The label in a row, after a plain one and a spring."""
    row, plain = QWidget(), QLabel("matter and place")
    qtbot.addWidget(row)
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(plain)
    layout.addStretch(1)
    layout.addWidget(shown, FIRST)
    row.show()
    return row, plain


@pytest.mark.parametrize(
    ("forms", "room_for", "seen"),
    [
        (("synthetic data", "synth."), "synthetic data!!", "synthetic data"),
        (("synthetic data", "synth."), "synthetic dat", "synth."),
        (("synthetic data", "synth."), "synth", ""),
    ],
)
def test_the_longest_form_that_fits_whole_is_seen(
    qtbot: QtBot, forms: tuple[str, ...], room_for: str, seen: str
) -> None:
    shown = YieldingLabel()
    shown.show_forms(*forms)
    row, plain = beside(qtbot, shown)
    wide = shown.fontMetrics().horizontalAdvance

    row.resize(plain.sizeHint().width() + wide(room_for), 40)
    QApplication.processEvents()

    assert shown.fitted() == seen
    assert plain.width() == plain.sizeHint().width()
    assert shown.toolTip() == "synthetic data"


def test_a_mark_that_stays_keeps_its_shortest_form(qtbot: QtBot) -> None:
    shown = YieldingLabel(stays=True)
    shown.show_forms("synthetic data", "synth.")
    row, _ = beside(qtbot, shown)
    row.resize(10, 40)
    QApplication.processEvents()

    assert shown.fitted() == "synth."


def test_the_first_hints_go_first_and_the_last_stays(qtbot: QtBot) -> None:
    shown = YieldingLabel()
    shown.show_hints("L link", "U recall", "? keys")
    qtbot.addWidget(shown)
    seen = []
    for room_for in ("L link   U recall   ? keys", "L link   U recall   ? key", "U recall   ? key", "? key"):
        shown.setFixedWidth(shown.fontMetrics().horizontalAdvance(room_for))
        seen.append(shown.fitted())

    assert seen == ["L link   U recall   ? keys", "U recall   ? keys", "? keys", ""]


def test_it_grows_to_its_whole_width_before_the_spring_and_no_wider(qtbot: QtBot) -> None:
    shown = YieldingLabel()
    shown.show_forms("synthetic data")
    row, _ = beside(qtbot, shown)
    row.resize(900, 40)
    QApplication.processEvents()

    assert shown.width() == shown.fontMetrics().horizontalAdvance("synthetic data")
    assert shown.geometry().right() == row.rect().right()
