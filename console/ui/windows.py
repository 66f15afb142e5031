"""Makes the windows of the console, and makes them anew when the person wishes another language or theme."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTranslator, Signal, Slot
from PySide6.QtWidgets import QApplication

from console.board import Board
from console.enquiries import Enquiries
from console.facts import DESK
from console.ui.context import Context
from console.ui.look import Look
from console.ui.main_window import MainWindow
from console.ui.review.window import ReviewWindow
from console.ui.screens import SecondScreen
from console.ui.sounds import Sounds, SwitchedSounds


class Windows(QObject):
    """Main and review window. `resources` is the folder with fonts, texts, i18n; `ticks` counts ms monotonically.

    `closed` when the main window has gone; `settings_changed` brings language and theme to be remembered.
    """

    closed = Signal()
    settings_changed = Signal(str, str)

    def __init__(
        self, application: QApplication, board: Board, enquiries: Enquiries, resources: Path, sounds: Sounds,
        ticks: Callable[[], int], scale: float = 1.0,
    ) -> None:  # fmt: skip
        super().__init__()
        self._application, self._board, self._enquiries = application, board, enquiries
        self._resources, self._sounds, self._ticks, self._scale = resources, SwitchedSounds(sounds), ticks, scale
        self._translator: QTranslator | None = None
        self._welcomed = False
        board.link_changed.connect(self._welcome)
        board.city_changed.connect(self._welcome)
        self.context: Context
        self.main: MainWindow
        self.review: ReviewWindow

    def open(self, language: str, theme: str) -> None:
        """Make and show the windows in this language ("zh_CN", "en") and theme ("dark", "light")."""
        self._speak(language)
        look = Look(theme, self._scale, self._resources)
        look.dress(self._application)
        catalogue = (self._resources / "texts" / f"{language}.toml").read_bytes()
        self.context = Context(self._board, self._enquiries, look, language, catalogue, self._sounds, self._ticks)
        self.main = MainWindow(self.context, self._sounds)
        self.review = ReviewWindow(self.context)
        self._second = SecondScreen(self._application, self.review, self.main)
        self.main.review_asked.connect(self.show_review)
        self.main.seat_menu.changed.connect(self._change)
        self.main.closing.connect(self._close)
        self.main.showMaximized()
        if self._second.has_own_screen:
            self.show_review()
            self.main.activateWindow()

    @Slot()
    def _welcome(self) -> None:
        """Ask once who sits here, when the server answers and its city is known."""
        board = self._board
        if self._welcomed or not board.link.online or board.city is None:
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
        self.review.show()
        self._second.place()
        self.review.raise_()
        self.review.activateWindow()

    @Slot(str, str)
    def _change(self, language: str, theme: str) -> None:
        """The board and its work stay; only the windows are made anew."""
        old_main, old_review, old_context = self.main, self.review, self.context
        shown = old_review.isVisible()
        old_main.closing.disconnect(self._close)
        self.open(language, theme)
        for window in (old_main, old_review):
            window.retire()
        old_context.deleteLater()
        if shown:
            self.show_review()
        self.settings_changed.emit(language, theme)

    @Slot()
    def _close(self) -> None:
        self.review.retire()
        self.closed.emit()
