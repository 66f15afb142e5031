"""Baseline: an empty PySide6 window, maximised. Prints the monotonic ms at which it had been painted, and stays."""

import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Window(QWidget):
    """Tells once when it has been painted."""

    told = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's signature
        """Qt paints the ground; the next turn of the loop comes after it is on the screen."""
        if not self.told:
            self.told = True
            QTimer.singleShot(0, self, tell)


def tell() -> None:
    """Print the instant."""
    print(time.monotonic_ns() / 1e6, flush=True)


application = QApplication([])
window = Window()
window.showMaximized()
application.exec()
