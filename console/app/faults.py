"""Errors that nobody expected: logged with their trace, told once, the work goes on; and the signals of the system."""

import logging
import signal
import socket
import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

from console.facts import Notice

_log = logging.getLogger("griddesk")


def log_to(file: Path) -> None:
    """Write warnings and errors to a file that does not grow for ever."""
    from logging.handlers import RotatingFileHandler  # takes a while to load

    handler = RotatingFileHandler(file, maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(threadName)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


class Faults(QObject):
    """Hooked into Python's own last resort; `told` carries one Notice for each kind of error."""

    told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: set[str] = set()
        sys.excepthook = self._take
        threading.excepthook = lambda args: self._take(args.exc_type, args.exc_value, args.exc_traceback)

    def _take(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Any thread may come here."""
        _log.error("unexpected", exc_info=(kind, error or kind(), trace))
        sys.__excepthook__(kind, error or kind(), trace)
        if kind.__name__ not in self._known:
            self._known.add(kind.__name__)
            self.told.emit(Notice("error.unexpected", {"kind": kind.__name__}, "error"))


class EndSignals(QObject):
    """SIGTERM and SIGINT as a Qt signal: the program ends in order."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)

    @Slot()
    def _hear(self) -> None:
        self._reader.recv(64)
        self.asked.emit()
