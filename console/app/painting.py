"""First the window, then the work: tells of the first paint, and loads modules beside the GUI thread."""

from importlib import import_module

from PySide6.QtCore import QEvent, QObject, QThread, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Tells when a window has been painted for the first time, or should have been by now."""

    seen = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window, self._told = window, False
        window.installEventFilter(self)
        QTimer.singleShot(2000, self, self._tell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        """Look for the paint and let everything pass."""
        if event.type() in {QEvent.Type.Paint, QEvent.Type.UpdateRequest}:
            QTimer.singleShot(0, self, self._tell)
        return False

    @Slot()
    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self._window.removeEventFilter(self)
            self.seen.emit()


class Preload(QThread):
    """Imports modules off the GUI thread: only such as bring nothing of Qt.

    Before Python 3.12 PySide keeps what it knows of all Qt classes in one table without a lock and reads it without
    the GIL whenever a signal is delivered: a class made on a second thread meanwhile ended the program (SIGSEGV).
    """

    def __init__(self, modules: tuple[str, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._modules = modules

    def run(self) -> None:
        """Import them."""
        for module in self._modules:
            import_module(module)


def read_no_sources() -> None:
    """Keep PySide from reading the source of every module that is imported: 0.1 s of the start.

    It looks there for modules that use PySide, to switch Qt's names to snake_case where one asked for that; none does.
    """
    feature = import_module("shibokensupport.feature")
    if "_mod_uses_pyside" in vars(feature):
        vars(feature)["_mod_uses_pyside"] = lambda module: False  # noqa: ARG005 - PySide's signature
