"""The main window around its panels: painted at once in the theme's colours, filled when the panels are made."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from console.ui.held_keys import HeldKeys
from console.ui.look.tokens import THEMES
from console.ui.proportions import parts

PRODUCT = {"zh_CN": "网格派遣台", "en": "Griddesk"}


class Frame(QMainWindow):
    """The top-level window. It stays when its panels are made anew in another language or theme.

    `closing` after the panels have let it go: with unsent commands they ask first.
    """

    closing = Signal()

    def __init__(self, language: str, theme: str) -> None:
        super().__init__()
        self._language, self._tokens = language, THEMES[theme]
        self._panels: QWidget | None = None
        self._held_keys = HeldKeys(self)
        self.setObjectName("ground")
        self.setWindowTitle(PRODUCT[language])
        self.resize(1280, 800)  # until the screen's size is known, and when it is not maximised any more

    def fill(self, panels: QWidget, theme: str) -> None:
        """Show these panels, instead of those that were here."""
        self._tokens, old = THEMES[theme], self._panels
        if old is not None:
            old.windowTitleChanged.disconnect(self._name)
            self.takeCentralWidget()
        self._panels = panels
        panels.windowTitleChanged.connect(self._name)
        self._name(panels.windowTitle())
        keys = panels.focusWidget()  # their choice of who has the keys is lost in a new window
        panels.resize(self.size())
        self.setCentralWidget(panels)
        if layout := self.layout():
            layout.activate()  # or they are painted once where they do not stand
        panels.show()
        (keys or panels).setFocus()

    @Slot(str)
    def _name(self, title: str) -> None:
        self.setWindowTitle(title)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Without panels: their grounds, where they will stand."""
        if self._panels is not None:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        for part in parts(self.width(), self.height(), self._language):
            painter.fillRect(*part[:4], QColor(getattr(self._tokens, part.colour)))
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        """Its keys come from here on."""
        super().showEvent(event)
        self._held_keys.watch()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The panels may wish to stay."""
        if self._panels is not None and not self._panels.close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)
