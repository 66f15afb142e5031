"""The lines of the rail: which lists this person has, with their digits and counts, and what waits on this desk."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Slot

from console.facts import ListCount
from console.ui.call_lamp import CallLamp
from console.ui.context import Context
from console.ui.lists import OVERSIGHT, digits_of, lists_for
from console.ui.paced import Paced
from console.ui.promised_calls import PromisedCalls

Index = QModelIndex | QPersistentModelIndex
UNSENT, CONFLICTS, CLAIMED, CALLS = "unsent", "conflicts", "claimed", "call_backs"
LOCAL = {UNSENT: "unsent", CONFLICTS: "conflict"}  # kept on this desk -> its mark
NO_PARENT = QModelIndex()
NOTHING = ListCount()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the rail: a heading (no `list`), a list of cases, or one of this desk's own.

    What is not `counted` yet says no number: a 0 would tell that there is nothing to do. Folded, `short` names it.
    """

    name: str
    list: str = ""
    digit: str = ""
    count: ListCount = NOTHING
    counted: bool = True
    short: str = ""


class RailModel(QAbstractListModel):
    """The lines for the person who sits here."""

    def __init__(self, context: Context, calls: PromisedCalls) -> None:
        super().__init__()
        self._context = context
        self.entries: tuple[Entry, ...] = ()
        self._counting = Paced(self.refresh, self)
        self._calls = CallLamp(context, calls, self)
        self._calls.changed.connect(self._counting.ask)
        board = context.board
        board.photos.changed.connect(self._counting.ask)
        for signal in (board.seats_changed, board.outbox_changed, board.conflicts_changed, board.loaded):
            signal.connect(self.refresh)
        board.counts_changed.connect(self._counting.ask)  # many times a second; drawn a few times
        context.city_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Count anew; the lines themselves change only with the person or when something waits on this desk."""
        entries = tuple(self._build(self._context.board.counts()))
        same = [entry.list for entry in entries] == [entry.list for entry in self.entries]
        if same and [e.name for e in entries] == [e.name for e in self.entries]:
            differ = [row for row, entry in enumerate(entries) if entry != self.entries[row]]
            self.entries = entries
            for row in differ:
                self.dataChanged.emit(self.index(row), self.index(row))
        else:
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()

    def _build(self, counts: Mapping[str, ListCount]) -> list[Entry]:
        """A person's own lists, what waits on this desk, and below them, where one may have to scroll, the others'."""
        lists = lists_for(self._context.roles())
        digits, groups = digits_of(lists), list[list[Entry]]()
        for group in lists:
            lines = [self._line(name, digits.get(name, ""), counts) for name in group]
            groups.append([Entry(self._heading(group, digits=bool(lines[0].digit))), *lines])
        groups.insert(1, self._of_this_desk(counts))
        return [entry for entries in groups for entry in entries]

    def _of_this_desk(self, counts: Mapping[str, ListCount]) -> list[Entry]:
        """What was claimed here, and what waits here to be sent or decided; no lines while there is nothing."""
        board = self._context.board
        local = {UNSENT: len(board.unsent) + board.photos.count, CONFLICTS: len(board.conflicts)}
        lines = [self._line(CLAIMED, "", counts)] if CLAIMED in counts else []
        if any(local.values()):
            lines += [
                Entry(self._local_name(name), name, "", ListCount(n), short=self._short(name))
                for name, n in local.items()
            ]
        return [Entry(self.tr("This desk")), *lines] if lines else []

    def _line(self, name: str, digit: str, counts: Mapping[str, ListCount]) -> Entry:
        title, counted = self._context.texts.text(f"list.{name}"), self._context.board.counts_hold
        count = counts.get(self._context.list_key(name), NOTHING)
        count = self._calls.count(count) if name == CALLS else count
        return Entry(title, name, digit, count, counted, self._short(name))

    def _short(self, name: str) -> str:
        return self._context.texts.text(f"list.short.{name}")

    def _heading(self, group: tuple[str, ...], *, digits: bool) -> str:
        name = (
            self.tr("Supervision") if "intake" in group else
            self.tr("Oversight") if group == OVERSIGHT else
            self.tr("Command")
        )  # fmt: skip
        return self.tr("{0}   Ctrl + digit").format(name) if digits else name

    def _local_name(self, name: str) -> str:
        return self.tr("Unsent") if name == UNSENT else self.tr("Conflicts")

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Lines."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name; for a screen reader with its counts, as tool tip when the rail is folded."""
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self._spoken(entry) if entry.list else entry.name
        return None

    def _spoken(self, entry: Entry) -> str:
        words = f"{entry.name} {entry.count.total}" if entry.counted else entry.name
        for lamp, count in (("over", entry.count.over), ("near", entry.count.near)):
            words += f" · {self._context.texts.text('lamp.' + lamp)} {count}" if count else ""
        return words

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen if self.entries[index.row()].list else Qt.ItemFlag.NoItemFlags

    def row_of(self, name: str) -> int:
        """The line of a list, -1 when it is not there."""
        return next((row for row, entry in enumerate(self.entries) if entry.list == name), -1)

    def list_at_digit(self, digit: str) -> str:
        """The list with this digit, "" for none."""
        return next((entry.list for entry in self.entries if entry.digit == digit), "")
