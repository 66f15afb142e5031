"""Where queue, map and case stand: side by side, or one place with tabs, by the logical width and the layout chosen."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from console.ui.case.panel import CasePanel
from console.ui.context import Context
from console.ui.layouts import WIDEST
from console.ui.look.buttons import Segments
from console.ui.look.parts import hair
from console.ui.map.view import MapView
from console.ui.proportions import CASE, CASE_BESIDE, CONFLICT, FOLDS, LOW, ONE_COLUMN, QUEUE, QUEUE_NARROW, SHARES
from console.ui.queue.panel import QueuePanel
from console.ui.rail import Rail

DESK, MAP, WATCH = range(3)
QUEUE_TAB, MAP_TAB, CASE_TAB = range(3)


class Arrangement(QWidget):
    """`follow` the width of the window; `show_layout` 0 desk, 1 map (no queue), 2 watch (no map).

    In the map's layout the map has the whole height: the case stands beside it, or behind a tab where there is no room.

    `alerts` is a place above all of it, for what must be seen whichever part is shown.
    """

    column_changed = Signal()
    instead_changed = Signal()

    def __init__(
        self, context: Context, rail: Rail, queue: QueuePanel, local: QWidget, map_view: MapView, case: CasePanel
    ) -> None:
        super().__init__()
        self._context = context
        self._rail, self._queue, self._others, self._map, self._case = rail, queue, [local], map_view, case
        self._layout_no, self._tab, self._wide = DESK, CASE_TAB, FOLDS
        self._instead: QWidget | None = None
        self._over: QWidget | None = None
        self._told_column: QWidget | None = None
        self._stands_beside = False
        self.alerts = QVBoxLayout()
        self._tabs_two = Segments((self.tr("Map"), self.tr("Case")), self.tr("what is shown here"))
        self._tabs_three = Segments((self.tr("Queue"), self.tr("Map"), self.tr("Case")), self.tr("what is shown here"))
        self._tabs_two.chosen.connect(self._pick_of_two)
        self._tabs_three.chosen.connect(self._pick)
        case.asks.connect(self.show_case_tab)
        case.page_changed.connect(self.arrange)  # a conflict card is higher than a case
        self._line, self._between, self._beside = hair(vertical=True), hair(), hair(vertical=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addLayout(self.alerts, 0, 0, 1, 3)
        grid.addWidget(self._tabs_three, 1, 0, 1, 3)
        grid.addWidget(queue, 2, 0, 4, 1)
        grid.addWidget(local, 2, 0, 4, 1)
        grid.addWidget(self._line, 2, 1, 4, 1)
        grid.addWidget(self._tabs_two, 2, 2)
        grid.addWidget(map_view, 3, 2)
        grid.addWidget(self._between, 4, 2)
        grid.addWidget(self._beside, 2, 3, 4, 1)
        grid.addWidget(case, 5, 2)
        grid.setRowStretch(3, 1)
        grid.setColumnStretch(2, 1)
        self._grid = grid
        self.arrange()

    def follow(self, wide: int) -> None:
        """The window is so many px wide."""
        self._wide = wide
        self.arrange()

    @Slot(int)
    def show_layout(self, number: int) -> None:
        """Another layout; whoever wants the map's sees the map, also behind tabs."""
        self._layout_no = number
        if number == MAP:
            self.show_map_tab()
        self.arrange()

    def add(self, other: QWidget) -> None:
        """One more that can stand in the queue's place; not shown yet."""
        self._others.append(other)
        self._grid.addWidget(other, 2, 0, 4, 1)
        self.arrange()

    def show_instead(self, other: QWidget | None) -> None:
        """One of the others in the queue's place, or the queue (None)."""
        changed, self._instead = other is not self._instead, other
        self.arrange()
        if changed:
            self.instead_changed.emit()

    @property
    def instead(self) -> QWidget | None:
        """What stands in the queue's place, None for the queue itself."""
        return self._instead

    @property
    def column(self) -> QWidget | None:
        """What has the queue's column, always in sight; None where there is none, or tabs hide it."""
        hidden = self._below(ONE_COLUMN) or self._layout_no == MAP
        return None if hidden else self._instead or self._queue

    def show_over(self, other: QWidget | None) -> None:
        """Something in the place of map and case, or these two again (None)."""
        if self._over is not None:
            self._over.hide()
        self._over = other
        if other is not None:
            self._grid.addWidget(other, 3, 2, 3, 3)
            self.show_case_tab()
        self.arrange()

    def show_case_tab(self) -> None:
        """Where map and case share a place, show the case."""
        self._show_tab(CASE_TAB)

    def show_map_tab(self) -> None:
        """Where map and case share a place, show the map."""
        self._show_tab(MAP_TAB)

    def _show_tab(self, tab: int) -> None:
        if self._shares():
            self._pick(tab)

    @Slot(int)
    def _pick(self, tab: int) -> None:
        self._tab = tab
        self.arrange()

    @Slot(int)
    def _pick_of_two(self, tab: int) -> None:
        self._pick(tab + 1)

    def _below(self, wide: int) -> bool:
        return self._wide < self._context.look.px(wide)

    def _shares(self) -> bool:
        low = self.height() < self._context.look.px(LOW) and self._layout_no != MAP
        return self._below(SHARES) or low

    @Slot()
    def arrange(self) -> None:
        """Show and size everything by width, layout and tab."""
        px, one, shared = self._context.look.px, self._below(ONE_COLUMN), self._shares()
        self._rail.fold(self._below(FOLDS))
        self._tabs_three.setVisible(one)
        self._tabs_two.setVisible(shared and not one and self._layout_no != WATCH)
        self._tabs_three.set_current(self._tab)
        self._tabs_two.set_current(max(self._tab - 1, 0))
        queue = self._tab == QUEUE_TAB if one else self._layout_no != MAP
        self._queue.setVisible(queue and self._instead is None)
        for other in self._others:
            other.setVisible(queue and self._instead is other)
        shows_map, shows_case = self._right_side(one, shared)
        if self._over is not None:
            self._over.setVisible(shows_map or shows_case)
            shows_map = shows_case = False
        over = self._over is not None and not self._over.isHidden()
        self._map.setVisible(shows_map)
        self._case.setVisible(shows_case)
        beside = self._layout_no == MAP and shows_map and shows_case
        self._stand_case(beside)
        self._between.setVisible(shows_map and shows_case and not beside)
        self._line.setVisible(queue and (shows_map or shows_case or over))
        wide = px(QUEUE_NARROW if self._below(FOLDS) else QUEUE)
        for part in (self._queue, *self._others):
            part.setMinimumWidth(0 if one else wide)
            part.setMaximumWidth(WIDEST if one else wide)
        high = px(CONFLICT if self._case.pages.shows_conflict else CASE) if shows_map and not beside else 0
        self._case.setMinimumHeight(min(high, max(0, self.height() - px(200))) if high else 0)
        self._case.setMaximumHeight(high or WIDEST)
        self._grid.setRowStretch(3, 1 if shows_map or over else 0)
        self._grid.setRowStretch(5, 0 if shows_map or over else 1)
        self._grid.setColumnStretch(0, 1 if one and queue else 0)
        self._grid.setColumnStretch(2, 1 if shows_map or shows_case or over else 0)
        self._tell_column()

    def _stand_case(self, beside: bool) -> None:
        """Right of the map at its full height, or below it."""
        wide = self._context.look.px(CASE_BESIDE)
        self._case.setMinimumWidth(wide if beside else 0)
        self._case.setMaximumWidth(wide if beside else WIDEST)
        self._beside.setVisible(beside)
        if beside != self._stands_beside:
            self._stands_beside = beside
            self._grid.addWidget(self._case, *((2, 4, 4, 1) if beside else (5, 2, 1, 1)))

    def _tell_column(self) -> None:
        if self.column is not self._told_column:
            self._told_column = self.column
            self.column_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the case its height anew."""
        super().resizeEvent(event)
        self.arrange()

    def _right_side(self, one: bool, shared: bool) -> tuple[bool, bool]:
        """Whether map and case are shown."""
        if one:
            return self._tab == MAP_TAB, self._tab == CASE_TAB
        if self._layout_no == WATCH:
            return False, True
        if shared:
            return self._tab == MAP_TAB, self._tab != MAP_TAB
        return True, True
