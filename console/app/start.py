"""Starts the console: settings, lock, the window painted, and only then everything else.

What stands at the head of this module is loaded before the window is painted: keep it short.
"""

import gc
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from console.app.codes import BAD_SETTINGS, BROKEN, FILES_IN_USE, FILES_UNUSABLE, NO_SCREEN, OK
from console.app.heaps import keep_small
from console.app.painting import FirstPaint, read_no_sources
from console.facts import Settings
from console.models.errors import LocalFilesError
from console.models.lock import FolderLock
from console.settings import SettingsError, load_settings
from console.ui.frame import Frame

if TYPE_CHECKING:
    from console.app.console import Console

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
_SWITCH = 0.0002  # s: so long the GUI thread waits for another to hand over, and it may many times in one frame


def main(arguments: Sequence[str]) -> int:
    """The whole program; its exit code."""
    gc.disable()  # for good: see `Collector`
    keep_small()
    sys.setswitchinterval(_SWITCH)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's algebra is used nowhere: no threads that spin for it
    read_no_sources()
    try:
        settings = load_settings(arguments)
    except SettingsError as error:
        return _give_up(BAD_SETTINGS, "error.settings", error.details)
    if not has_screen(os.environ, sys.platform):
        return _give_up(NO_SCREEN, "error.no_screen", {})
    try:
        lock = FolderLock(settings.files)
    except LocalFilesError as error:
        in_use = error.rule == "error.second_program"
        return _give_up(FILES_IN_USE if in_use else FILES_UNUSABLE, error.rule, error.details)
    try:
        return _run(settings, lock)
    finally:
        lock.release()


def has_screen(environment: Mapping[str, str], platform: str) -> bool:
    """Whether Qt can find a screen: without one it would abort. A platform named on purpose is believed."""
    named = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return platform != "linux" or any(environment.get(name) for name in named)


def _leave_at_once(code: int) -> None:
    """End without waiting for a thread that sits in what nothing can end: Qt would abort over it.

    The local files are closed by then.
    """
    import logging

    logging.shutdown()
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.flush()
    os._exit(code)


def _give_up(code: int, rule: str, details: dict[str, str]) -> int:
    from console.app.words import both, tell

    tell(both(RESOURCES, rule, details))
    return code


class Start(QObject):
    """What follows the first paint of the frame."""

    def __init__(self, application: QApplication, frame: Frame, settings: Settings) -> None:
        super().__init__()
        self._application, self._frame, self._settings = application, frame, settings
        self._console: Console | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all threads ended that were begun."""
        return self._console is None or self._console.is_whole

    @Slot()
    def go_on(self) -> None:
        """The frame is on the screen: load and begin all the rest. An error here ends the program."""
        painted = time.monotonic_ns() / 1e6
        if not self._frame.isVisible():  # closed at once
            self._application.exit(OK)
            return
        try:
            self._begin(painted)
        except BaseException:
            self._application.exit(BROKEN)
            raise

    def _begin(self, painted: float) -> None:
        from console.app.console import Console
        from console.app.faults import log_to

        log_to(self._settings.files / "console.log")
        self._console = Console(self._application, self._frame, self._settings, RESOURCES)
        self._console.begin(painted)


def _run(settings: Settings, lock: FolderLock) -> int:
    application = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(application, QApplication)  # noqa: S101
    application.setQuitOnLastWindowClosed(False)
    frame = Frame(settings.lang, settings.theme)
    start = Start(application, frame, settings)
    painted = FirstPaint(frame)
    painted.seen.connect(start.go_on)
    frame.showMaximized()
    code = application.exec()
    if not start.is_whole:
        lock.release()
        _leave_at_once(code)
    return code
