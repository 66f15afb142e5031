"""The buttons of a case: one primary, the usual ones beside it with their keys, the rest in a menu."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.layouts import clear
from console.ui.look.buttons import KeyButton, PrimaryButton, button
from console.ui.look.words import sentence
from console.ui.offers import Action, primary
from console.ui.wrap import WrapLayout

MORE = "D"  # the key of the menu
BESIDE = 4  # buttons beside the primary one; more stand in the menu


class ActionBar(QWidget):
    """Shows what is offered; `asked` when a button or its key is used."""

    asked = Signal(object)  # Action
    other_unit_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.actions_offered: tuple[Action, ...] = ()
        self.primary_button: KeyButton | None = None
        self._first: KeyButton | None = None
        self._built: tuple[tuple[Action, ...], bool, str] = ((), False, "")
        self._more: KeyButton | None = None
        self._buttons: dict[str, KeyButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._top = WrapLayout(spacing=8)
        self._rest = WrapLayout(spacing=6)
        column.addLayout(self._top)
        column.addLayout(self._rest)

    def show_actions(self, found: tuple[Action, ...], effect: str, can_dispatch: bool, stage: str = "") -> None:
        """Show these; `effect` names what a dispatch would do, "" when there is no unit to dispatch to."""
        self.actions_offered = found
        self.setVisible(bool(found))
        main = primary(found)
        if found and self._built != (found, can_dispatch, stage):
            self._built = (found, can_dispatch, stage)
            self._build(main, found, effect, can_dispatch)
        self.primary_button = self._first if found else None
        if self._first is not None and main is not None and main.verb == "dispatch" and can_dispatch:
            self._first.set_text(effect)

    def _build(self, main: Action | None, found: tuple[Action, ...], effect: str, can_dispatch: bool) -> None:
        """Buttons are dear: they are made anew when something else is offered, not with every case."""
        clear(self._top)
        clear(self._rest)
        self._buttons.clear()
        self._first = self._more = None
        if main is not None and main.verb == "dispatch":
            self._add_dispatch(main, effect, can_dispatch)
        elif main is not None:
            self._add_primary(main, self._name(main))
        others = [action for action in found if action is not main]
        for action in others[:BESIDE]:
            self._add(action)
        if others[BESIDE:]:
            self._add_menu(others[BESIDE:])

    def _add_dispatch(self, action: Action, effect: str, can_dispatch: bool) -> None:
        if can_dispatch:
            self._add_primary(action, effect)
        words = self.tr("Other unit")
        other = (
            KeyButton(self._context.look, words, "O") if can_dispatch else PrimaryButton(self._context.look, words, "O")
        )
        other.clicked.connect(self.other_unit_asked)
        self._buttons["O"] = other
        if can_dispatch:
            self._rest.addWidget(other)
        else:
            self._first = other
            self._top.addWidget(other)

    def _add_primary(self, action: Action, words: str) -> None:
        made = PrimaryButton(self._context.look, words, action.key or "Enter")
        made.clicked.connect(self._asker(action))
        self._first = made
        self._buttons[action.key] = made
        self._top.addWidget(made)

    def _add(self, action: Action) -> None:
        words = self._name(action)
        if not action.key:
            plain = button(self._context.look, words)
            plain.clicked.connect(self._asker(action))
            self._rest.addWidget(plain)
            return
        made = KeyButton(self._context.look, words, action.key)
        made.clicked.connect(self._asker(action))
        self._buttons[action.key] = made
        self._rest.addWidget(made)

    def _add_menu(self, found: list[Action]) -> None:
        more = KeyButton(self._context.look, self.tr("More"), MORE)
        menu = QMenu(more)
        for action in found:
            entry = menu.addAction(f"{self._name(action)}\t{action.key}")
            entry.triggered.connect(self._asker(action))
        more.button.setMenu(menu)
        self._more = more
        self._rest.addWidget(more)

    def _name(self, action: Action) -> str:
        return sentence(self._context.deed(action.verb, self._built[2]))

    def _asker(self, action: Action) -> Callable[[], None]:
        return lambda: self.asked.emit(action)

    def press(self, key: str) -> bool:
        """Do what a key does; False when nothing offered has it."""
        if key == "O" and "O" in self._buttons and self.actions_offered:
            self.other_unit_asked.emit()
            return True
        if key == MORE and self._more is not None and self.actions_offered:
            self._more.button.showMenu()
            return True
        action = next((action for action in self.actions_offered if action.key and action.key == key), None)
        if action is None:
            return False
        self.asked.emit(action)
        return True
