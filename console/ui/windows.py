"""Fills the windows of the console, and fills them anew when the person wishes another language or theme."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QTranslator, Signal, Slot
from PySide6.QtWidgets import QApplication

from console.board import Board
from console.enquiries import Enquiries
from console.facts import DESK, Line, Making
from console.ui.context import Context
from console.ui.drill import DrillDesk
from console.ui.duties import DutyDesk
from console.ui.frame import Frame
from console.ui.guide import Guides
from console.ui.handover import HandoverDesk
from console.ui.look import Look
from console.ui.machine_alarms import AlarmDesk
from console.ui.main_window import MainWindow
from console.ui.papers import PaperDesk
from console.ui.screens import SecondScreen, has_own_screen
from console.ui.sheets import SheetDesk
from console.ui.shift import ShiftDesk
from console.ui.sounds import Sounds, SwitchedSounds
from console.ui.training import TrainingDesk

if TYPE_CHECKING:
    from console.ui.review.window import ReviewWindow

FIRST_LOOK = 150
"""Ms for the map to be painted, and a first click to be heard, before what could wait begins."""
PATIENCE = 3000
"""Ms after the cases are read for which the map is waited for."""


class Windows(QObject):
    """Main and review window. `frame` is shown already; `resources` is the folder with fonts, texts, i18n.

    `ticks` counts ms monotonically.

    `answering` once, just after the last known cases are in the queue and on the map: what can wait waits for that.
    `train_asked` when a training is wished for, `pack_asked` when the folder of the emergency packs is; `closed` when
    the main window has gone; `settings_changed` brings language and theme to be remembered.
    """

    answering = Signal()
    closed = Signal()
    train_asked = Signal()
    pack_asked = Signal()
    settings_changed = Signal(str, str)

    def __init__(
        self, application: QApplication, frame: Frame, board: Board, enquiries: Enquiries, resources: Path,
        sounds: Sounds, ticks: Callable[[], int], scale: float = 1.0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.frame = frame
        self._application, self._board, self._enquiries = application, board, enquiries
        self._resources, self._sounds, self._ticks, self._scale = resources, SwitchedSounds(sounds), ticks, scale
        self._translator: QTranslator | None = None
        self._welcomed, self._answers = False, False
        self._simulator, self._making = "", Making.NOTHING
        self._pack: tuple[int, str] | None = None
        self.training, self.drills, self.guides = TrainingDesk(), DrillDesk(), Guides(self)
        self.shifts, self.papers, self.duties = ShiftDesk(), PaperDesk(), DutyDesk()
        self.handovers, self.alarms, self.sheets = HandoverDesk(resources), AlarmDesk(), SheetDesk()
        board.link_changed.connect(self._welcome)
        board.city_changed.connect(self._welcome)
        board.loaded.connect(self._wait_for_map)
        frame.closing.connect(self._close)
        self.context: Context
        self.main: MainWindow
        self._review: ReviewWindow | None = None

    def open(self, language: str, theme: str) -> None:
        """Make the panels in this language ("zh_CN", "en") and theme ("dark", "light") and fill the frame with them."""
        self._speak(language)
        look = Look(theme, self._scale, self._resources)
        look.dress(self._application)
        catalogue = (self._resources / "texts" / f"{language}.toml").read_bytes()
        self.context = Context(self._board, self._enquiries, look, language, catalogue, self._sounds, self._ticks)
        self.main = MainWindow(self.context, self._sounds, self.guides)
        self.main.review_asked.connect(self.show_review)
        self.main.status.pack_asked.connect(self.pack_asked)
        if self._pack is not None:
            self.main.status.show_pack(*self._pack)
        self.main.review_asked.connect(self.main.guide.opened_review)
        self.main.map.answering.connect(self._look)
        self.main.seat_menu.changed.connect(self._change)
        self.main.seat_menu.simulator = self._simulator
        self.main.queue.await_city(self._making)
        self.main.seat_menu.roles_opened.connect(self.main.guide.opened_roles)
        self.main.seat_menu.train_asked.connect(self.train_asked)
        self.training.adopt(self.context, self.main)
        self.handovers.adopt(self.context, self.main)
        self.drills.adopt(self.context, self.main)
        self.duties.adopt(self.context, self.main)
        self.shifts.adopt(self.context, self.main)
        self.papers.adopt(self.context, self.main)
        self.alarms.adopt(self.context, self.main)
        self.sheets.adopt(self.context, self.main)
        self.frame.fill(self.main, theme)

    def know_simulator(self, url: str) -> None:
        """Invented people live in this city: the menu of the person leads to where their roles are taken; "" = gone."""
        self._simulator = self.main.seat_menu.simulator = url
        if url:
            self.guides.know_roles()

    def know_pack(self, as_of: int, folder: str) -> None:
        """An emergency pack of this instant (ms UTC) lies in the folder."""
        self._pack = (as_of, folder)
        self.main.status.show_pack(as_of, folder)

    def await_city(self, making: Making) -> None:
        """The server that this console starts makes this first; `Making.NOTHING` as soon as it answers."""
        self._making = making
        self.main.queue.await_city(making)

    @property
    def review(self) -> "ReviewWindow":
        """The review window; made when it is first shown."""
        if self._review is None:
            from console.ui.review.window import ReviewWindow

            self._review = ReviewWindow(self.context, self.guides)
            self._review.link.case_linked.connect(self.main.follow)
            self._review.main_asked.connect(self._show_main)
            self.main.alerts.counted.connect(self._review.status.show_alerts)
            self._second = SecondScreen(self._application, self._review, self.frame)
            self._second.placed.connect(self.main.status.show_review)
            self._review.closing.connect(self.main.status.hide_review)
        return self._review

    @Slot()
    def _wait_for_map(self) -> None:
        QTimer.singleShot(0 if self._board.city is None else PATIENCE, self, self._answer)
        self._look()

    @Slot()
    def _look(self) -> None:
        if self._board.is_loaded and self.main.map.answers:
            QTimer.singleShot(FIRST_LOOK, self, self._answer)

    @Slot()
    def _answer(self) -> None:
        """Tell it once; and on a monitor of its own the review window opens by itself."""
        if self._answers:
            return
        self._answers = True
        self.answering.emit()
        if self._review is None and self.frame.isVisible() and has_own_screen(self.frame):
            self.show_review()
            self.frame.activateWindow()

    @Slot()
    def _welcome(self) -> None:
        """Ask once who sits here, when the city is known and the server answers, or is away and somebody may unlock."""
        board = self._board
        away = board.link.line is Line.OFFLINE and board.seats[DESK].unlockable
        if self._welcomed or board.city is None or not (board.link.online or away):
            return
        self._welcomed = True
        if not board.seats[DESK].signed_in:
            self.main.seat_menu.sign_in()

    def _speak(self, language: str) -> None:
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
        self._translator = QTranslator(self)
        if self._translator.load(str(self._resources / "i18n" / f"{language}.qm")):
            self._application.installTranslator(self._translator)

    @Slot()
    def show_review(self) -> None:
        """Show the review window where it belongs."""
        review = self.review
        review.show()
        self._second.place()
        review.raise_()
        review.activateWindow()

    @Slot()
    def _show_main(self) -> None:
        """On one monitor the review window may lie over the main one: `F8` goes to and fro."""
        self.frame.raise_()
        self.frame.activateWindow()

    @Slot(str, str)
    def _change(self, language: str, theme: str) -> None:
        """The board, its work and the frame stay; only what is in the windows is made anew."""
        old_main, old_review, old_context = self.main, self._review, self.context
        shown = old_review is not None and old_review.isVisible()
        self._review = None
        self.open(language, theme)
        for window in (old_main, old_review):
            if window is not None:
                window.retire()
        old_context.deleteLater()
        if shown:
            self.show_review()
        self.settings_changed.emit(language, theme)

    @Slot()
    def _close(self) -> None:
        if self._review is not None:
            self._review.retire()
        self.closed.emit()
