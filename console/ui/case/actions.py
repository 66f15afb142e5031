"""The buttons of a case: one primary, the usual ones beside it with their keys, the rest in a menu."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.ui.case.aims import AimMenu, aim_words, alike, heads
from console.ui.case.deed_buttons import DeedButtons, Shape, shape_of
from console.ui.context import Context
from console.ui.look.buttons import KeyButton
from console.ui.offers import Action
from rules.case import Case

KEPT = 8  # sets of buttons; a shift needs few of them


class ActionBar(QWidget):
    """Shows what is offered; `asked` when a button or its key is used."""

    asked = Signal(object)  # Action
    other_unit_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.actions_offered: tuple[Action, ...] = ()
        self._heads: tuple[Action, ...] = ()  # the first of each verb: these have the buttons
        self._case: Case | None = None
        self.primary_button: KeyButton | None = None
        self._held = False
        self._sets: OrderedDict[Shape, DeedButtons] = OrderedDict()
        self._shown: DeedButtons | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_actions(
        self, found: tuple[Action, ...], case: Case, effect: str, can_dispatch: bool, apart: tuple[Action, ...] = ()
    ) -> None:
        """Show these on the case; `effect` names what a dispatch would do, "" when there is no unit to dispatch to.

        Those `apart` have buttons of their own elsewhere; their keys work here too.
        """
        self.actions_offered, self._case = (*apart, *found), case
        self._heads = heads(found)
        self.primary_button = None
        if found:
            shown = self._set_for(self._heads, can_dispatch, case.stage)
            self.primary_button = shown.first
            if shown.first is not None and shown.names_effect:
                shown.first.set_text(effect)
            self._show_set(shown)
            self._show_enter()
        self.setVisible(bool(found))

    def hold_enter(self, held: bool) -> None:
        """While Enter means something else in the window, no cap offers it here."""
        self._held = held
        self._show_enter()

    def _show_enter(self) -> None:
        if self.primary_button is not None and self.primary_button.key == "Enter":
            self.primary_button.cap.setVisible(not self._held)

    def _set_for(self, found: tuple[Action, ...], can_dispatch: bool, stage: str) -> DeedButtons:
        """Buttons are dear: they are made when something is offered for the first time, not with every case."""
        shape = shape_of(found, can_dispatch, stage)
        if shape not in self._sets:
            self._sets[shape] = self._made(DeedButtons(self._context, found, can_dispatch, stage))
            if len(self._sets) > KEPT:
                self._sets.popitem(last=False)[1].deleteLater()
        self._sets.move_to_end(shape)
        return self._sets[shape]

    def _made(self, buttons: DeedButtons) -> DeedButtons:
        buttons.hide()
        buttons.pressed.connect(self._ask)
        buttons.other_unit_asked.connect(self.other_unit_asked)
        self._column.addWidget(buttons)
        return buttons

    def _show_set(self, shown: DeedButtons) -> None:
        if shown is self._shown:
            return
        if self._shown is not None:
            self._shown.hide()
        self._shown = shown
        shown.show()

    @Slot(int)
    def _ask(self, number: int) -> None:
        if number < len(self._heads):
            self.ask(self._heads[number])

    def ask(self, action: Action) -> None:
        """Do this deed; where it may be done to several, ask first to which."""
        found = alike(self.actions_offered, action)
        if len(found) > 1:
            self._open_menu(found, self._aimed, self.mapToGlobal(QPoint(0, 0)))
        else:
            self.asked.emit(action)

    def ask_about(self, target: str, place: QPoint) -> None:
        """What may be done to this leg, as a menu there; nothing when nothing may."""
        found = tuple(action for action in self.actions_offered if action.target == target)
        if found:
            self._open_menu(found, self._named, place)

    def _open_menu(self, found: tuple[Action, ...], words: Callable[[Action], str], place: QPoint) -> None:
        AimMenu(found, words, self.asked.emit, self).open_at(place)

    def _aimed(self, action: Action) -> str:
        words = aim_words(self._context, self._case, action.target) if self._case else ""
        return words or self._named(action)

    def _named(self, action: Action) -> str:
        stage = self._case.stage if self._case else ""
        key = f"\t{action.key}" if action.key else ""
        return self._context.deed(action.verb, stage) + key

    def press(self, key: str) -> bool:
        """Do what a key does; False when nothing offered has it."""
        action = next((action for action in self.actions_offered if action.key and action.key == key), None)
        if self._heads and self._shown is not None and self._shown.press(key):
            return True
        if action is not None:
            self.ask(action)
        return action is not None
