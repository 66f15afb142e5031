"""The running program: windows above, then files, then network; ends them in order."""

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from console.app.codes import BROKEN, FILES_UNUSABLE, OK
from console.app.collector import Collector
from console.app.core import Core
from console.app.faults import EndSignals, Faults
from console.app.opening import opening_of
from console.app.painting import Preload
from console.app.words import both, tell
from console.board import Board
from console.desk.times import Clock, TestClock
from console.enquiries import Enquiries
from console.facts import Making, Notice, Settings
from console.models.errors import LocalFilesError
from console.settings import remember_choices, remember_guide, seen_guides
from console.store.store import Store
from console.ui.frame import Frame

if TYPE_CHECKING:
    from console.app.diagnosis import Diagnosis
    from console.app.drills import DrillReports
    from console.app.embedded import EmbeddedServer
    from console.app.packing import Packs
    from console.app.papers import Papers
    from console.app.shifts import ShiftPapers
    from console.app.simulator import Simulator
    from console.app.training import Training
    from console.ui.sounds import Sounds

# Loaded when the last known cases are shown. Nothing with Qt in it: see `Preload`.
LATER = ("console.models.tables", *(f"console.sync.{name}" for name in ("client", "poll", "push", "questions")))


class Console(QObject):
    """The running program."""

    def __init__(self, application: QApplication, frame: Frame, settings: Settings, resources: Path) -> None:
        super().__init__()
        self._application, self._settings, self._resources = application, settings, resources
        self._clock = Clock(test=TestClock(settings.test_clock) if settings.test_clock else None)
        self._board = Board(self._clock.now, self)
        self._enquiries = Enquiries(self)
        self._faults = Faults(self)
        self._faults.told.connect(self._board.take_notice)
        self._signals = EndSignals(self)
        self._signals.asked.connect(self.end)
        self._embedded: EmbeddedServer | None = None
        self._simulator: Simulator | None = None
        self._training: Training | None = None
        self._exit_code = OK
        self.is_whole = True  # whether all threads ended
        self._address, self._connected, self._ended = settings.server, False, False
        self._diagnosis = self._diagnose(settings.diagnosis)
        self._preload = Preload(LATER, self)
        self._preload.finished.connect(self._connect)
        self._core = Core(self._board, self._enquiries, Store(opening_of(settings, self._clock), settings.lang))
        self._core.failed.connect(self._give_up)
        self._packs: Packs | None = None
        self._drills: DrillReports | None = None
        self._papers: ShiftPapers | None = None
        self._forms: Papers | None = None
        self._frame = frame
        self._collector = Collector(application, self)
        self._board.cases_changed.connect(self._collector.note)

    def begin(self, painted: float) -> None:
        """Read the files on their thread, and meanwhile fill the window, which was painted at that instant.

        What cannot be loaded, in a damaged installation, ends the program as any other error: threads first.
        """
        self._core.start()
        self._collector.start()
        try:
            self._fill(painted)
        except BaseException:
            self._exit_code = BROKEN
            self.end()
            raise

    def _fill(self, painted: float) -> None:
        from console.app.drills import DrillReports
        from console.app.handing import tie_handovers
        from console.app.packing import Packs
        from console.app.papers import FOLDER as FORMS
        from console.app.papers import Papers
        from console.app.shifts import FOLDER, ShiftPapers
        from console.ui.windows import Windows

        self._windows = Windows(
            self._application,
            self._frame,
            self._board,
            self._enquiries,
            self._resources,
            self._sounds(),
            lambda: time.monotonic_ns() // 1_000_000,
        )
        self._windows.answering.connect(self._preload.start)
        self._windows.closed.connect(self.end)
        self._windows.train_asked.connect(self._train)
        if self._settings.guide:
            self._windows.guides.allow(seen_guides(self._lasting))
        self._windows.guides.ended.connect(self._remember_guide)
        self._windows.settings_changed.connect(self._remember)
        tie_handovers(self._windows.handovers, self._core.store.handing)
        self._packs = Packs(self._settings, self._board, self._windows, self._core.store.packing)
        self._drills = DrillReports(self._settings, self._board, self._windows, self._core.store.drilling)
        self._papers = ShiftPapers(self._settings.files / FOLDER, self._board, self._windows.shifts)
        self._forms = Papers(self._settings.files / FORMS, self._board, self._windows.papers)
        self._windows.open(self._settings.lang, self._settings.theme)
        if self._diagnosis is not None:
            self._diagnosis.painted(painted)
            self._diagnosis.watch(self._windows.main.map)
        if not self._settings.server:
            self._start_embedded()

    def _diagnose(self, file: Path | None) -> "Diagnosis | None":
        if file is None:
            return None
        from console.app.diagnosis import Diagnosis

        return Diagnosis(file, self._board)

    def _sounds(self) -> "Sounds":
        from console.ui.sounds import LoggedSounds, SystemSounds

        if self._settings.sounds_log:
            return LoggedSounds(self._settings.sounds_log, self._clock.now)
        return SystemSounds(self._resources / "sounds", self)

    def _start_embedded(self) -> None:
        from console.app.embedded import EmbeddedServer
        from console.app.simulator import DEMO_DAY, Simulator
        from console.app.training import TRAINING, Training

        settings = self._settings
        is_demo = settings.embedded in {"demo", DEMO_DAY, TRAINING}
        city = "demo" if is_demo else str(Path(settings.embedded).resolve())
        if settings.embedded == DEMO_DAY:
            self._simulator = Simulator(settings.files / "simulator", self)
            self._simulator.ready.connect(self._know_simulator)
            self._simulator.failed.connect(self._tell_simulator)
        if settings.embedded == TRAINING:
            self._training = Training(settings, self)
            self._training.told.connect(self._windows.training.know)
            self._training.failed.connect(self._windows.training.give_up)
            self._training.failed.connect(self._tell_training)
            self._windows.training.end_asked.connect(self._training.end)
            self._windows.training.begin()
        self._embedded = EmbeddedServer(city, settings.files / "server", settings.test_clock, self)
        self._embedded.ready.connect(self._know_address)
        self._embedded.ended.connect(self._tell_ended)
        self._embedded.failed.connect(self._tell_embedded)
        if is_demo and self._embedded.is_new:
            self._windows.await_city(Making.TRAINING_CITY if self._training else Making.DEMO_CITY)
        self._embedded.start()

    @Slot(str)
    def _know_address(self, address: str) -> None:
        """The embedded server is ready."""
        self._address = address
        self._windows.await_city(Making.NOTHING)
        self._connect()
        if self._simulator is not None and self._embedded is not None:
            self._simulator.start(address, self._embedded.enrol_simulator, self._settings.test_clock)

        if self._training is not None and self._embedded is not None:
            self._training.start(address, self._embedded.enrol_simulator)

    @Slot(str)
    def _tell_training(self, words: str) -> None:
        self._board.take_notice(Notice("error.training", {"words": words}, "error"))

    @Slot()
    def _train(self) -> None:
        """A training beside this console, in a program and a folder of its own."""
        from console.app.training import start_apart

        context = self._windows.context
        if not start_apart(self._settings, context.language, context.look.tokens.name):
            self._tell_training("")

    @Slot(str)
    def _know_simulator(self, url: str) -> None:
        """Invented people live in this city, and their roles can be taken."""
        self._windows.know_simulator(url)

    @Slot(str)
    def _tell_simulator(self, words: str) -> None:
        self._windows.know_simulator("")
        self._board.take_notice(Notice("error.simulator", {"words": words}, "error"))

    @Slot()
    def _connect(self) -> None:
        """Talk to the server, once it is known where it is and the network's modules are loaded."""
        if not self._address or not self._preload.isFinished() or self._connected:
            return
        from console.app.core import Server
        from console.sync.client import Client

        self._connected = True
        settings = self._settings
        enrol = self._embedded.enrol if self._embedded else settings.enrol
        clients = partial(Client, ca_file=settings.ca_file, trust_env=settings.trust_env, lang=settings.lang)
        others = settings.servers[1:]
        self._core.connect_to(Server(self._address, clients, enrol, others))

    @Slot(str)
    def _tell_embedded(self, words: str) -> None:
        self._windows.await_city(Making.NOTHING)
        self._board.take_notice(Notice("error.embedded_server", {"words": words}, "error"))

    @Slot()
    def _tell_ended(self) -> None:
        self._board.take_notice(Notice("notice.server_again"))

    @Slot(object)
    def _give_up(self, error: LocalFilesError) -> None:
        tell(both(self._resources, error.rule, error.details))
        self._exit_code = FILES_UNUSABLE
        self.end()

    @Slot(str, str)
    def _remember(self, lang: str, theme: str) -> None:
        remember_choices(self._settings.files, lang, theme)

    @property
    def _lasting(self) -> Path:
        """The folder that outlasts a training."""
        results = self._settings.results
        return results.parents[1] if results else self._settings.files

    @Slot(str)
    def _remember_guide(self, seen: str) -> None:
        remember_guide(self._lasting, seen)

    @Slot()
    def end(self) -> None:
        """Hide the windows, stop wishes, network and files, then the server; what nothing can end is left behind."""
        if self._ended:
            return
        self._ended = True
        for window in self._application.topLevelWidgets():
            window.hide()
        if self._diagnosis is not None:
            self._diagnosis.stop()
        self.is_whole = self._core.close()
        for making in (self._packs, self._drills, self._papers, self._forms):
            if making is not None:
                making.stop()
        if self._simulator is not None:
            self._simulator.stop()
        if self._training is not None:
            self._training.stop()
        if self._embedded is not None:
            self._embedded.stop()
        self._preload.wait()
        self._application.exit(self._exit_code)
