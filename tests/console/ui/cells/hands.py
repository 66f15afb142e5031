"""Two hands at the desk: one presses keys, one clicks and counts. Both do what a person reads on the windows."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from console.ui.forms.verb_form import VerbForm
from console.ui.look.buttons import KeyButton
from tests.console.ui.conftest import Room

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CTRL = Qt.KeyboardModifier.ControlModifier


class NotReached(AssertionError):
    """Nothing on the windows starts the deed."""


class Hand(Protocol):
    """Does a deed on the first row of the list that is shown."""

    clicks: int

    def start(self, room: Room, words: str) -> None:
        """Start what the windows call `words`. Raises NotReached."""

    def submit(self, room: Room, form: VerbForm) -> None:
        """Send a filled form."""


def shown_buttons(inside: QWidget) -> list[QPushButton]:
    """The buttons that a person sees and can press."""
    return [each for each in inside.findChildren(QPushButton) if each.isVisible() and each.isEnabled()]


def is_named(text: str, words: str) -> bool:
    """Whether a button says these words, perhaps with what follows from it: "派遣 → 中原区"."""
    return text == words or text.startswith(f"{words} →")


def in_menu(opens: Callable[[], object], act: Callable[[QMenu], None]) -> None:
    """Open a menu and act in it: it has an event loop of its own, so what is done in it must be asked for before."""
    wrong: list[AssertionError] = []
    done: list[QMenu] = []

    def inside() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            return
        done.append(menu)
        try:
            act(menu)
        except AssertionError as failed:  # told below: an error inside of Qt's loop would leave the menu open
            wrong.append(failed)
            menu.close()

    QTimer.singleShot(0, inside)
    opens()
    QTest.qWait(1)
    if not done:
        raise NotReached("no menu opened")
    if wrong:
        raise wrong[0]


def entry(menu: QMenu, words: str) -> QAction:
    """The entry of a menu that says this."""
    found = next((each for each in menu.actions() if each.text().partition("\t")[0] == words), None)
    if found is None or not found.isEnabled():
        raise NotReached(f"{words}: not among {[each.text() for each in menu.actions()]}")
    return found


class Keys:
    """Everything by the keyboard."""

    clicks = 0

    def start(self, room: Room, words: str) -> None:
        """The key that stands on the button or beside the entry of the menu; without one, through the menu."""
        view = room.main.queue.view
        key = self._key(room, words)
        if key == "Enter":
            QTest.keyClick(view, Qt.Key.Key_Return)
        elif key:
            QTest.keyClick(view, Qt.Key(ord(key)))
        else:
            in_menu(lambda: QTest.keyClick(view, Qt.Key.Key_D), lambda menu: _walk_to(menu, words))

    def _key(self, room: Room, words: str) -> str:
        for made in room.main.case.decide.findChildren(KeyButton):
            if made.isVisible() and is_named(made.text(), words):
                return made.key
        for menu in room.main.case.decide.findChildren(QMenu):
            for each in menu.actions():
                if each.text().partition("\t")[0] == words:
                    return each.text().partition("\t")[2]
        return ""

    def submit(self, room: Room, form: VerbForm) -> None:
        """Ctrl+Enter in the field that has the keys, or Enter, as the button says."""
        at = form.focusWidget() or form
        QTest.keyClick(at, Qt.Key.Key_Return, CTRL if "Ctrl" in form.do_button.key else Qt.KeyboardModifier.NoModifier)


def _walk_to(menu: QMenu, words: str) -> None:
    wanted = entry(menu, words)
    for _ in menu.actions():
        QTest.keyClick(menu, Qt.Key.Key_Down)
        if menu.activeAction() is wanted:
            break
    QTest.keyClick(menu, Qt.Key.Key_Return)


class Clicks:
    """Everything by the mouse; `clicks` until the deed is started."""

    def __init__(self) -> None:
        self.clicks = 0

    def start(self, room: Room, words: str) -> None:
        """The button on the row; else the row and a button of the case; else the menu of the row."""
        view = room.main.queue.view
        box = view.dispatch_box(0)
        if words == room.context.deed("dispatch", "to_dispatch") and not box.isEmpty():
            self._click(view.viewport(), box.center())
            return
        self._click(view.viewport(), view.visualRect(view.model().index(0, 1)).center())
        found = next((b for b in shown_buttons(room.main.case) if is_named(b.text(), words)), None)
        if found is not None:
            self._click(found, found.rect().center())
            return
        self.clicks -= 1  # the right button chooses the row as well
        in_menu(lambda: self._open_row_menu(room), lambda menu: self._take(menu, words))

    def _open_row_menu(self, room: Room) -> None:
        view = room.main.queue.view
        at = view.visualRect(view.model().index(0, 1)).center()
        self._click(view.viewport(), at, RIGHT)
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
        QApplication.sendEvent(view.viewport(), asked)  # the window system adds it to a click of the right button

    def _take(self, menu: QMenu, words: str) -> None:
        self._click(menu, menu.actionGeometry(entry(menu, words)).center())

    def _click(self, widget: QWidget, at: QPoint, button: Qt.MouseButton = LEFT) -> None:
        QTest.mouseClick(widget, button, Qt.KeyboardModifier.NoModifier, at)
        self.clicks += 1

    def submit(self, room: Room, form: VerbForm) -> None:
        """The form's button."""
        button = form.do_button.button
        assert button.isVisible()
        QTest.mouseClick(button, LEFT)


def fill(form: VerbForm, said: dict[str, str]) -> None:
    """Fill in a form's fields as a person does; a unit's field last, as choosing one may send the form."""
    for name, words in said.items():
        _fill_one(form.field(name).widget, words)


def _fill_one(editor: QWidget, words: str) -> None:
    typed = editor.focusProxy()
    widget = typed if isinstance(typed, QLineEdit) else editor
    if isinstance(widget, QLineEdit):
        widget.setText(words)
    elif isinstance(widget, QComboBox) and widget.isEditable():
        widget.setEditText(words)
    elif isinstance(widget, QComboBox):
        widget.setCurrentIndex(int(words))
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(words)
    else:
        for box in widget.findChildren(QCheckBox):
            box.setChecked(True)
