"""Accounts and passwords are Latin letters: an input method must not get them, or nobody could sign in."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodQueryEvent
from pytestqt.qtbot import QtBot

from console.ui.sign_in import LatinField


def test_no_input_method_composes_in_a_latin_field(qtbot: QtBot) -> None:
    field = LatinField()
    qtbot.addWidget(field)
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled | Qt.InputMethodQuery.ImSurroundingText)
    field.setText("chen")
    QCoreApplication.sendEvent(field, asked)
    assert asked.value(Qt.InputMethodQuery.ImEnabled) is False
    assert asked.value(Qt.InputMethodQuery.ImSurroundingText) == "chen"
