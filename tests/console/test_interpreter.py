"""Guards against a Qt that loses references to None, as PySide6 6.12 does on Python 3.11: in the end it aborts."""

import sys

from PySide6.QtCore import QObject


def test_a_call_that_returns_none_keeps_the_count_of_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 100
