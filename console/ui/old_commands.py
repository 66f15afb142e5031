"""Commands that lay unsent for half a day: one list for all of them, ticked; one Enter sends what still holds.

Never modal: the work goes on beside it, and nothing old is sent before a person has said so.
"""

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout

from console.facts import Pending
from console.ui.context import Context
from console.ui.keys import is_enter, without_text
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton
from console.ui.look.parts import hair, label
from console.ui.look.sizes import Height
from console.ui.look.words import sentence

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
SHOWN = 6  # lines without scrolling


class OldModel(QAbstractListModel):
    """The old commands, each ticked until a person takes the tick away; `words` says what one is."""

    def __init__(self, words: Callable[[Pending], str]) -> None:
        super().__init__()
        self._words = words
        self.old: tuple[Pending, ...] = ()
        self._left_out: set[str] = set()

    def show(self, old: tuple[Pending, ...]) -> None:
        """Show these; what had no tick has none."""
        if [each.id for each in old] != [each.id for each in self.old]:
            self.beginResetModel()
            self.old = old
            self._left_out &= {each.id for each in old}
            self.endResetModel()

    def ticked(self) -> tuple[str, ...]:
        """The ids of those that are ticked."""
        return tuple(each.id for each in self.old if each.id not in self._left_out)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Lines."""
        return 0 if parent.isValid() else len(self.old)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words, and the tick."""
        pending = self.old[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._words(pending)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Unchecked if pending.id in self._left_out else Qt.CheckState.Checked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick it, or take the tick away."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        command_id = self.old[index.row()].id
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._left_out.discard(command_id)
        else:
            self._left_out.add(command_id)
        self.dataChanged.emit(index, index, [role])
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Each can be ticked."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable


class OldCommands(QFrame):
    """The card above the unsent commands; hidden while nothing is old. `about` names the case of a command."""

    def __init__(self, context: Context, about: Callable[[Pending], str]) -> None:
        super().__init__()
        self._context, self._about = context, about
        self._asked = False  # whether dropping was asked for once
        look = context.look
        self._title, self._span = label(role="strong", wrap=True), label(role="two15", wrap=True)
        self.model = OldModel(self._words)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setMaximumHeight(look.px(Height.QUEUE_ROW) * SHOWN)
        without_text(self.list)
        self.send = KeyButton(look, "", "Enter")
        self.drop = KeyButton(look, "", "Del")
        self._means = label(role="two15", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 8)
        column.setSpacing(6)
        for part in (self._title, self._span, self.list):
            column.addWidget(part)
        column.addLayout(across(self.send, self.drop, None))
        column.addWidget(self._means)
        column.addWidget(hair())
        self.send.clicked.connect(self._send)
        self.drop.clicked.connect(self._drop)
        self.model.dataChanged.connect(self._ticked)
        context.board.link_changed.connect(self._say)
        self.hide()

    def show_old(self, old: tuple[Pending, ...]) -> None:
        """Show these, in their order; without any, nothing."""
        self.model.show(old)
        self.setVisible(bool(old))
        if not old:
            return
        number = self._context.words.number
        title = self.tr("{n} commands lay unsent for more than 12 hours. Do they still hold?")
        self._title.setText(title.format(n=number(len(old))))
        at = [each.issued_at for each in old]
        span = self.tr("oldest {first} · latest {last} · {cases} cases")
        cases = number(len({each.case_id for each in old}))
        self._span.setText(span.format(first=self._at(min(at)), last=self._at(max(at)), cases=cases))
        self.setAccessibleName(self._title.text())
        self._ticked()

    def take_focus(self) -> None:
        """The keys are its own: Enter sends."""
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        self.list.setFocus()

    @Slot()
    def _ticked(self) -> None:
        self._asked = False
        self._say()

    @Slot()
    def _say(self) -> None:
        n = self._context.words.number(count := len(self.model.ticked()))
        self.send.set_text(self.tr("Send {n}").format(n=n))
        drop = self.tr("Really drop {n}") if self._asked else self.tr("Drop {n}")
        self.drop.set_text(drop.format(n=n))
        self._means.setText(
            self.tr("Dropped commands are never sent: the cases stay as the server has them. Press once more.")
            if self._asked
            else self.tr("Sent commands are judged by what the cases are now; what fits no more becomes a conflict.")
        )
        for button in (self.send, self.drop):
            button.setEnabled(count > 0 and self._context.may_record)

    @Slot()
    def _send(self) -> None:
        self._context.board.confirm_old(self.model.ticked(), "send")

    @Slot()
    def _drop(self) -> None:
        """Asked for twice: it cannot be taken back."""
        if self._asked:
            self._asked = False
            self._context.board.confirm_old(self.model.ticked(), "drop")
        else:
            self._asked = True
            self._say()

    def _at(self, instant: int) -> str:
        return self._context.words.at(instant, self._context.now())

    def _words(self, pending: Pending) -> str:
        texts, names = self._context.texts, self._context.names
        verb = sentence(texts.text(f"verb.{pending.verb}")) + (f" → {names.unit(pending.unit)}" if pending.unit else "")
        return " · ".join((self._at(pending.issued_at), verb, self._about(pending)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends and Delete drops what is ticked; other keys are the window's."""
        if event.isAutoRepeat():
            event.ignore()
        elif is_enter(event):
            self.send.click()
        elif event.key() == Qt.Key.Key_Delete:
            self.drop.click()
        else:
            event.ignore()
