"""Starts the console: lock, windows first, then files and network; ends it in order. Exit codes below."""

import gc
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from console.app.demo_day import DEMO_DAY, DemoDay
from console.app.embedded import EmbeddedServer
from console.app.faults import EndSignals, Faults, log_to
from console.app.painting import FirstPaint, Preload
from console.app.words import both, tell
from console.board import Board
from console.desk.times import Clock, TestClock
from console.enquiries import Enquiries
from console.facts import Notice, Settings
from console.models.errors import LocalFilesError
from console.models.lock import FolderLock
from console.settings import SettingsError, load_settings, remember_choices
from console.ui.sounds import LoggedSounds, Sounds, SystemSounds
from console.ui.windows import Windows

if TYPE_CHECKING:
    from console.app.core import Core
    from console.app.diagnosis import Diagnosis
    from console.desk.desk import Desk

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
OK, BAD_SETTINGS, FILES_IN_USE, FILES_UNUSABLE = 0, 2, 3, 4
_COLLECT = (10_000, 10, 100)  # a collector that walks over all cases again and again is felt as a pause
_SWITCH = 0.001  # s: the GUI thread waits at most this long for another thread to hand over


class Console(QObject):
    """The running program."""

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__()
        self._application, self._settings = application, settings
        self._clock = Clock(test=TestClock(settings.test_clock) if settings.test_clock else None)
        self._board = Board(self._clock.now, self)
        self._enquiries = Enquiries(self)
        self._faults = Faults(self)
        self._faults.told.connect(self._board.take_notice)
        self._signals = EndSignals(self)
        self._signals.asked.connect(self.end)
        self._core: Core | None = None
        self._embedded: EmbeddedServer | None = None
        self._day: DemoDay | None = None
        self._exit_code = OK
        self._address, self._connected = settings.server, False
        self._ended = False
        self._windows = Windows(
            application,
            self._board,
            self._enquiries,
            RESOURCES,
            self._sounds(),
            lambda: time.monotonic_ns() // 1_000_000,
        )
        self._diagnosis = self._diagnose(settings.diagnosis)
        self._windows.closed.connect(self.end)
        self._windows.settings_changed.connect(self._remember)

    def _diagnose(self, file: Path | None) -> "Diagnosis | None":
        if file is None:
            return None
        from console.app.diagnosis import Diagnosis

        return Diagnosis(file, self._board)

    def _sounds(self) -> Sounds:
        if self._settings.sounds_log:
            return LoggedSounds(self._settings.sounds_log, self._clock.now)
        return SystemSounds(RESOURCES / "sounds", self)

    def begin(self) -> None:
        """Show the windows; everything else waits for their first paint."""
        self._windows.open(self._settings.lang, self._settings.theme)
        # First what shows the last known cases, then, once these are shown, what the network needs.
        self._preload = Preload(("console.store.store", "console.desk.desk", "console.desk.files"), self)
        self._preload.finished.connect(self._open_files)
        self._preload_network = Preload(("console.sync.workers",), self)
        self._preload_network.finished.connect(self._connect)
        self._painted = FirstPaint(self._windows.main)
        self._painted.seen.connect(self._begin_work)
        if self._diagnosis is not None:
            self._painted.seen.connect(self._diagnosis.painted)
            self._diagnosis.watch(self._windows.main.map)

    @Slot()
    def _begin_work(self) -> None:
        """The window stands: load what shows the cases, and start the server of our own beside."""
        self._preload.start()
        if not self._settings.server:
            self._start_embedded()

    def _start_embedded(self) -> None:
        settings = self._settings
        is_demo = settings.embedded in {"demo", DEMO_DAY}
        city = "demo" if is_demo else str(Path(settings.embedded).resolve())
        self._day = DemoDay(self) if settings.embedded == DEMO_DAY else None
        self._embedded = EmbeddedServer(city, settings.files / "server", settings.test_clock, self)
        self._embedded.ready.connect(self._know_address)
        self._embedded.failed.connect(self._tell_embedded)
        self._embedded.start()

    @Slot()
    def _open_files(self) -> None:
        if self._ended:
            return
        from console.app.core import Core
        from console.store.store import Store

        self._core = Core(self._board, self._enquiries, Store(opening_of(self._settings, self._clock)))
        self._core.failed.connect(self._give_up)
        self._board.loaded.connect(self._preload_network.start)
        self._board.loaded.connect(self._settle)
        self._core.start()

    @Slot()
    def _settle(self) -> None:
        """What is loaded stays: the collector need not look at it any more."""
        gc.freeze()

    @Slot(str)
    def _know_address(self, address: str) -> None:
        """The embedded server is ready."""
        self._address = address
        self._connect()
        if self._day is not None:
            self._day.start(address)

    @Slot()
    def _connect(self) -> None:
        """Talk to the server, once it is known where it is and the network's modules are loaded."""
        if self._core is None or not self._address or not self._preload_network.isFinished() or self._connected:
            return
        from console.app.core import Server
        from console.sync.client import Client

        self._connected = True
        settings = self._settings
        enrol = self._embedded.enrol if self._embedded else settings.enrol
        clients = partial(Client, ca_file=settings.ca_file, trust_env=settings.trust_env, lang=settings.lang)
        self._core.connect_to(Server(self._address, clients, enrol))

    @Slot(str)
    def _tell_embedded(self, words: str) -> None:
        self._board.take_notice(Notice("error.embedded_server", {"words": words}, "error"))

    @Slot(object)
    def _give_up(self, error: LocalFilesError) -> None:
        tell(both(RESOURCES, error.rule, error.details))
        self._exit_code = FILES_UNUSABLE
        self.end()

    @Slot(str, str)
    def _remember(self, lang: str, theme: str) -> None:
        remember_choices(self._settings.files, lang, theme)

    @Slot()
    def end(self) -> None:
        """Stop wishes, network and files, wait for the threads, then the server and the windows."""
        if self._ended:
            return
        self._ended = True
        if self._diagnosis is not None:
            self._diagnosis.stop()
        if self._core is not None:
            self._core.close()
        if self._day is not None:
            self._day.stop()
        if self._embedded is not None:
            self._embedded.stop()
        self._preload.wait()
        self._preload_network.wait()
        self._application.exit(self._exit_code)


def _ticks() -> int:
    return time.monotonic_ns() // 1_000_000


def opening_of(settings: Settings, clock: Clock) -> "Callable[[], Desk]":
    """What opens the local files; called on the store's thread."""

    def opening() -> "Desk":
        from console.desk.desk import Desk
        from console.desk.files import open_files
        from console.models.keys import KEY_FILE, system_ring

        has_file = settings.key_file or (settings.files / KEY_FILE).exists()
        ring = None if has_file else system_ring()  # looking for keyrings takes a while
        server = settings.server or f"embedded {settings.embedded}"
        return Desk(open_files(settings.files, server, ring, settings.key_file), clock)

    return opening


def main(arguments: Sequence[str]) -> int:
    """The whole program; its exit code."""
    try:
        settings = load_settings(arguments)
    except SettingsError as error:
        tell(both(RESOURCES, "error.settings", error.details))
        return BAD_SETTINGS
    try:
        lock = FolderLock(settings.files)
    except LocalFilesError as error:
        tell(both(RESOURCES, error.rule, error.details))
        return FILES_IN_USE if error.rule == "error.second_program" else FILES_UNUSABLE
    log_to(settings.files / "console.log")
    sys.setswitchinterval(_SWITCH)
    gc.set_threshold(*_COLLECT)
    application = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(application, QApplication)  # noqa: S101
    application.setQuitOnLastWindowClosed(False)
    console = Console(application, settings)
    console.begin()
    code = application.exec()
    lock.release()
    return code
