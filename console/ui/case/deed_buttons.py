"""The buttons of one kind of offer: made once, used for every case that is offered the same deeds."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.look.buttons import KeyButton, PrimaryButton, button
from console.ui.look.words import sentence
from console.ui.offers import Action, primary
from console.ui.wrap import WrapLayout

MORE = "D"  # the key of the menu
BESIDE = 4  # buttons beside the primary one; more stand in the menu

Shape = tuple[tuple[tuple[str, str], ...], bool, str]
"""What buttons are made of: verb and key of each deed, whether there is a unit to dispatch to, the case's stage."""


def shape_of(found: tuple[Action, ...], can_dispatch: bool, stage: str) -> Shape:
    """Cases of one shape have the same buttons, whatever the deeds are done to."""
    return tuple((action.verb, action.key) for action in found), can_dispatch, stage


class DeedButtons(QWidget):
    """`pressed` gives the number of the deed; `first` is the primary button, None without one."""

    pressed = Signal(int)
    other_unit_asked = Signal()

    def __init__(self, context: Context, found: tuple[Action, ...], can_dispatch: bool, stage: str) -> None:
        super().__init__()
        self._context, self._stage = context, stage
        self.first: KeyButton | None = None
        self.names_effect = False  # the primary button says what a dispatch would do
        self._other: KeyButton | None = None
        self._more: KeyButton | None = None
        self._top, self._rest = WrapLayout(spacing=8), WrapLayout(spacing=6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._top)
        column.addLayout(self._rest)
        self._build(found, can_dispatch)

    def _build(self, found: tuple[Action, ...], can_dispatch: bool) -> None:
        main = primary(found)
        if main is not None and main.verb == "dispatch":
            self._add_dispatch(found.index(main), main, can_dispatch)
        elif main is not None:
            self._add_primary(found.index(main), main)
        others = [(number, action) for number, action in enumerate(found) if action is not main]
        for number, action in others[:BESIDE]:
            self._add(number, action)
        if others[BESIDE:]:
            self._add_menu(others[BESIDE:])

    def _add_dispatch(self, number: int, action: Action, can_dispatch: bool) -> None:
        look, words = self._context.look, self.tr("Other unit")
        if can_dispatch:
            self._add_primary(number, action)
            self.names_effect = True
        self._other = KeyButton(look, words, "O") if can_dispatch else PrimaryButton(look, words, "O")
        self._other.clicked.connect(self.other_unit_asked)
        if can_dispatch:
            self._rest.addWidget(self._other)
        else:
            self.first = self._other
            self._top.addWidget(self._other)

    def _add_primary(self, number: int, action: Action) -> None:
        self.first = PrimaryButton(self._context.look, self._name(action), action.key or "Enter")
        self.first.clicked.connect(self._presser(number))
        self._top.addWidget(self.first)

    def _add(self, number: int, action: Action) -> None:
        look, words = self._context.look, self._name(action)
        made = KeyButton(look, words, action.key) if action.key else button(look, words)
        made.clicked.connect(self._presser(number))
        self._rest.addWidget(made)

    def _add_menu(self, found: list[tuple[int, Action]]) -> None:
        self._more = KeyButton(self._context.look, self.tr("More"), MORE)
        menu = QMenu(self._more)
        for number, action in found:
            entry = menu.addAction(f"{self._name(action)}\t{action.key}")
            entry.triggered.connect(self._presser(number))
        self._more.button.setMenu(menu)
        self._rest.addWidget(self._more)

    def _name(self, action: Action) -> str:
        return sentence(self._context.deed(action.verb, self._stage))

    def _presser(self, number: int) -> Callable[[], None]:
        return lambda: self.pressed.emit(number)

    def press(self, key: str) -> bool:
        """Do what a key does that is not the key of a deed; False for every other."""
        if key == "O" and self._other is not None:
            self.other_unit_asked.emit()
        elif key == MORE and self._more is not None:
            self._more.button.showMenu()
        else:
            return False
        return True
