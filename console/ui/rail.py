"""The rail of lists: a list view with a delegate; each line has its digit, name, worst lamp and counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from console.facts import ListCount
from console.ui.context import Context
from console.ui.keys import without_text
from console.ui.lists import lists_for
from console.ui.look import draw_lamp
from console.ui.look.sizes import Height, Type

Index = QModelIndex | QPersistentModelIndex
WIDE, FOLDED = 184, 64
UNSENT, CONFLICTS = "unsent", "conflicts"
LOCAL = {UNSENT: "unsent", CONFLICTS: "conflict"}  # kept on this desk -> its mark
NO_PARENT = QModelIndex()
CENTRE = Qt.AlignmentFlag.AlignVCenter


NOTHING = ListCount()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the rail: a heading (no `list`), a list of cases, or one of this desk's own."""

    name: str
    list: str = ""
    digit: str = ""
    count: ListCount = NOTHING


class RailModel(QAbstractListModel):
    """The lines for the person who sits here."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.entries: tuple[Entry, ...] = ()
        board = context.board
        for signal in (board.seats_changed, board.outbox_changed, board.conflicts_changed, board.counts_changed):
            signal.connect(self.refresh)
        context.city_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Count anew; the lines themselves change only with the person or when something waits on this desk."""
        entries = tuple(self._build(self._context.board.counts()))
        same = [entry.list for entry in entries] == [entry.list for entry in self.entries]
        if same and [e.name for e in entries] == [e.name for e in self.entries]:
            self.entries = entries
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
        else:
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()

    def _build(self, counts: Mapping[str, ListCount]) -> list[Entry]:
        digits = iter("1234567890")
        made = []
        for group in lists_for(self._context.roles()):
            made.append(Entry(self._heading(group)))
            for name in group:
                title = self._context.texts.text(f"list.{name}")
                made.append(Entry(title, name, next(digits, ""), counts.get(name, ListCount())))
        board = self._context.board
        local = {UNSENT: len(board.outbox), CONFLICTS: len(board.conflicts)}
        if any(local.values()):
            made.append(Entry(self.tr("This desk")))
            made += [Entry(self._local_name(name), name, "", ListCount(n)) for name, n in local.items()]
        return made

    def _heading(self, group: tuple[str, ...]) -> str:
        name = self.tr("Supervision") if "intake" in group else self.tr("Command")
        return self.tr("{0}   Ctrl + digit").format(name)

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
        words = f"{entry.name} {entry.count.total}"
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


class RailDelegate(QStyledItemDelegate):
    """Paints a line; folded, it is lamp and count alone."""

    def __init__(self, context: Context, model: RailModel) -> None:
        super().__init__()
        self._look, self._words, self._model = context.look, context.words, model
        self.folded = False
        self.current = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """36 px, headings the same."""
        return QSize(10, self._look.px(Height.LIST_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        entry = self._model.entries[index.row()]
        painter.save()
        if not entry.list:
            self._paint_heading(painter, option.rect, entry, first=index.row() == 0)
        else:
            self._paint_entry(painter, option, entry)
        painter.restore()

    def _paint_heading(self, painter: QPainter, line: QRect, entry: Entry, first: bool) -> None:
        px = self._look.px
        if not first:
            painter.fillRect(line.adjusted(px(16), px(5), -px(16), -line.height() + px(6)), self._look.colour("line"))
        if not self.folded:
            self._text(painter, QRectF(line).adjusted(px(16), px(6), 0, 0), entry.name, Type.SECOND, False, "text3")

    def _paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        px, line, chosen = self._look.px, option.rect, entry.list == self.current
        if chosen:
            painter.fillRect(line, self._look.colour("sel"))
            painter.fillRect(line.x(), line.y(), 4, line.height(), self._look.colour("sel_line"))
        mark = LOCAL.get(entry.list, "")
        number = self._words.number(entry.count.total)
        right = line.right() - px(self._edge())
        wide = self._look.metrics(Type.MAIN, chosen).horizontalAdvance(number)
        ink = mark if mark and entry.count.total else "text"
        self._text(painter, QRectF(right - wide, line.y(), wide + 1, line.height()), number, Type.MAIN, chosen, ink)
        left = self._paint_lamp(painter, line, entry, right - wide)
        if not self.folded:
            self._text(painter, QRectF(line).adjusted(px(12), 0, 0, 0), entry.digit, Type.SMALL, False, "text3")
            name = QRectF(line.x() + px(32), line.y(), left - line.x() - px(36), line.height())
            self._text(painter, name, entry.name, Type.MAIN, chosen, ink)
        if mark:
            box = QRectF(line.x() + px(10), line.y() + (line.height() - px(16)) / 2, px(16), px(16))
            draw_lamp(painter, self._look.tokens, mark, box)

    def _edge(self) -> int:
        return 6 if self.folded else 14

    def _paint_lamp(self, painter: QPainter, line: QRect, entry: Entry, right: float) -> float:
        """The worst lamp with its own count, left of the count; returns where it begins."""
        px = self._look.px
        lamp = "over" if entry.count.over else "near" if entry.count.near else ""
        if not lamp or entry.list == lamp:
            return right
        side, gap = px(12), px(6)
        count = self._words.number(getattr(entry.count, lamp))
        wide = 0.0 if self.folded else self._look.metrics(Type.SMALL, True).horizontalAdvance(count) + 1
        name = self._look.metrics(Type.MAIN, True).horizontalAdvance(entry.name)
        if right - gap - wide - side - px(8) < line.x() + px(32) + name:
            wide = 0.0  # the name goes before the count of the lamp; the tool tip has both
        left = right - gap - wide
        if wide:
            self._text(painter, QRectF(left, line.y(), wide, line.height()), count, Type.SMALL, True, lamp)
        box = QRectF(left - side - px(3), line.y() + (line.height() - side) / 2, side, side)
        draw_lamp(painter, self._look.tokens, lamp, box)
        return box.left()

    def _text(self, painter: QPainter, place: QRectF, text: str, size: int, bold: bool, ink: str) -> None:
        painter.setFont(self._look.font(size, bold))
        painter.setPen(self._look.colour(ink))
        shown = self._look.metrics(size, bold).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, CENTRE, shown)


class Rail(QListView):
    """Says which list was picked; `Ctrl+digit` comes from the window."""

    picked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._look = context.look
        self._model = RailModel(context)
        self._delegate = RailDelegate(context, self._model)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setObjectName("ground")
        self.setAccessibleName(self.tr("lists"))
        self.setStyleSheet(f"QListView {{ background: {context.look.tokens.ground}; }}")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        without_text(self)
        self.clicked.connect(self._clicked)
        self._model.modelReset.connect(self._show_current)
        self.fold(False)

    def fold(self, folded: bool) -> None:
        """Fold to lamps and counts, or unfold."""
        self._delegate.folded = folded
        self.setFixedWidth(self._look.px(FOLDED if folded else WIDE))
        self.viewport().update()

    def show_current(self, name: str) -> None:
        """Mark the list that the queue shows."""
        self._delegate.current = name
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        row = self._model.row_of(self._delegate.current)
        index = self._model.index(row) if row >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.viewport().update()

    def list_at_digit(self, digit: str) -> str:
        """The list of `Ctrl+digit`."""
        return self._model.list_at_digit(digit)

    def has(self, name: str) -> bool:
        """Whether this person has the list."""
        return self._model.row_of(name) >= 0

    def first(self) -> str:
        """The first list of this person."""
        return next(entry.list for entry in self._model.entries if entry.list)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if entry := self._model.entries[index.row()].list:
            self.picked.emit(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down pick a list; letters go on to the window."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}:
            super().keyPressEvent(event)
            self._clicked(self.currentIndex())
        else:
            event.ignore()
