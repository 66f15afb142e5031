"""The queue column: alerts, head, strip of what is new, rows, what is unsent, footer."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from console.facts import Line, LinkState, Making
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.layouts import across, holder
from console.ui.look.parts import hair, label
from console.ui.paced import Paced
from console.ui.photo_words import stand_out
from console.ui.queue.delegate import QueueDelegate
from console.ui.queue.filters import Filters
from console.ui.queue.head import QueueHead
from console.ui.queue.mine import Mine
from console.ui.queue.model import QueueModel
from console.ui.queue.outbox import OutboxPanel
from console.ui.queue.strips import Strips
from console.ui.queue.vacant import Vacant
from console.ui.queue.view import QueueView

ALERTS = 3
LOW = 860  # below this height of the column what is unsent stands in its list alone


class QueuePanel(QWidget):
    """One list at a time; `show_list` picks it."""

    arrived = Signal(object)  # a ShownCase that is new on the list shown
    register_asked = Signal()
    old_asked = Signal()  # the person wants to look through the old commands

    def __init__(self, context: Context, words: CaseWords) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        heads = (self.tr("Left"), self.tr("Matter · place"), self.tr("Unit"), self.tr("Marks"))
        self.model = QueueModel(context.board, words, heads, context.ticks)
        self._delegate = QueueDelegate(context.look, words, self.model)
        self.view = QueueView(context, self.model, self._delegate)
        self.alerts = QVBoxLayout()
        self.outbox = OutboxPanel(context)
        self.filters = Filters(context)
        self.head = QueueHead(context, self.filters)
        self._ranging = Paced(self._show_range, self)
        self._was_online = False
        self.strips = Strips(context, words, self.model)
        self.vacant = Vacant(context)  # keeps the keys' place while there are no rows
        self._range, self._mine = label(role="two"), Mine(context)
        self._lay_out()
        self._connect()

    # -- made once ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        foot = across(self._range, None, self._mine, margins=(16, 0, 12, 0))
        self._body = QStackedLayout()
        self._body.addWidget(self.view)
        self._body.addWidget(self.vacant)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.alerts)
        for part in (self.head, hair(), self.strips):
            column.addWidget(part)
        column.addLayout(self._body, 1)
        column.addWidget(self.outbox)
        column.addWidget(hair())
        footer = holder(foot)
        footer.setFixedHeight(self._context.look.px(26))
        column.addWidget(footer)

    def _connect(self) -> None:
        board = self._context.board
        self.head.register_asked.connect(self.register_asked)
        self.head.filtered.connect(self.start)
        board.link_changed.connect(self._show_link)
        board.photos.changed.connect(self._show_outbox)
        board.seats_changed.connect(self._seats_changed)
        self.strips.merge_asked.connect(self.merge)
        self.strips.old_asked.connect(self.old_asked)
        self.model.held_changed.connect(self.strips.show_held)
        self.model.arrived.connect(self.arrived)
        self._context.second.connect(self._tick)
        self._context.city_changed.connect(self._refresh)
        self.view.verticalScrollBar().valueChanged.connect(self._ranging.ask)
        self.view.verticalScrollBar().rangeChanged.connect(self._ranging.ask)
        self.view.resized.connect(self._ranging.ask)
        for changed in (
            self.model.rowsInserted,
            self.model.rowsRemoved,
            self.model.modelReset,
            self.model.layoutChanged,
        ):
            changed.connect(self._rows_changed)
        self._seats_changed()
        self._show_link(board.link)
        self.strips.show_held()

    # -- which list -----------------------------------------------------------------------------------------------

    @property
    def list_name(self) -> str:
        """The list that is shown."""
        return self.model.list_name

    def show_list(self, name: str) -> None:
        """Show a list; its most urgent case is chosen."""
        self.model.show_list(name, self.filters.keeps, self._context.list_key(name))
        self._refresh()

    @Slot()
    def start(self) -> None:
        """What this desk remembers is here, or the filter is another: the most urgent case is chosen."""
        self.show_list(self.list_name)

    @Slot()
    def merge(self) -> None:
        """Let in what waits in the strip."""
        self.view.let_go()
        self.model.merge()

    # -- what it says ---------------------------------------------------------------------------------------------

    @Slot()
    def _refresh(self) -> None:
        self.head.show_list(self.list_name)
        self.view.setAccessibleName(self.tr("queue: {list}").format(list=self.head.name))
        self._show_range()

    def take_focus(self) -> None:
        """The keys are the queue's: of its rows, or of the place where they will come."""
        (self._body.currentWidget() or self.view).setFocus()

    @Slot()
    def _rows_changed(self) -> None:
        """The place of the rows changes at once with the first and the last; their numbers at a pace."""
        if bool(self.model.rowCount()) != (self._body.currentWidget() is self.view):
            self._show_range()
        else:
            self._ranging.ask()

    @Slot()
    def _show_range(self) -> None:
        rows, number = self.model.rowCount(), self._context.words.number
        self._body.setCurrentWidget(self.view if rows else self.vacant)
        self._say_vacant()
        first = max(self.view.rowAt(0), 0)
        last = self.view.last_row()
        none = self.tr("no cases") if self._context.board.counts_hold else ""
        words = self.tr("{first}–{last} of {total}") if rows else none
        self._range.setText(words.format(first=number(first + 1), last=number(last + 1), total=number(rows)))

    def _say_vacant(self) -> None:
        board, named = self._context.board, self.head.name
        if not board.is_loaded:
            self.vacant.say_loading(self.tr("Loading the cases that this desk remembers"))
        elif not board.link.as_of and board.link.line in {Line.STARTING, Line.ONLINE, Line.OFFLINE}:
            self.vacant.say_waiting()
        elif self.model.rowCount():
            self.vacant.rest()
        elif self.filters.active:
            self.vacant.say_empty(self.tr("No case in this list fits the filter"))
        elif not board.link.as_of:
            self.vacant.say_empty(self.tr("No cases have come to this desk yet"))
        elif not board.counts_hold:
            self.vacant.say_empty(self.tr("{list}: shown after sign-in").format(list=named))
        else:
            words = self.tr("{list}: nothing to do. New cases appear here; urgent ones sound")
            self.vacant.say_empty(words.format(list=named), self.list_name)

    def await_city(self, making: Making) -> None:
        """What is made first, while no case can come."""
        self.vacant.making = making
        self._say_vacant()

    @Slot(object)
    def _show_link(self, link: LinkState) -> None:
        if link.online != self._was_online:  # claims are as old as the line
            self._was_online = link.online
            self.view.viewport().update()
        if self._delegate.may_dispatch != self._context.may_dispatch:
            self._show_duty()
        self._say_vacant()
        self.strips.show_link(link)
        self._show_outbox()

    @Slot()
    def _show_outbox(self) -> None:
        """While commands cannot go what waits; at any time photos that do not get through."""
        waits = (self.strips.is_offline or not self._context.may_record) and bool(self._context.board.unsent)
        self.outbox.setVisible((waits or stand_out(self._context)) and not self.low)

    @Slot()
    def _seats_changed(self) -> None:
        self._show_duty()
        self._show_range()

    def _show_duty(self) -> None:
        self._delegate.may_dispatch = self._context.may_dispatch
        self.view.viewport().update()

    @Slot()
    def _tick(self) -> None:
        self.view.tick()
        if self.strips.is_offline:
            self._show_link(self._context.board.link)

    def most_alerts(self) -> int:
        """For how many alerts there is room above the rows."""
        return 1 if self.low else ALERTS

    @property
    def low(self) -> bool:
        """Whether there is too little height to dock anything under the rows: twelve of them go first."""
        return self.height() < self._context.look.px(LOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give rows the height first."""
        super().resizeEvent(event)
        self._show_link(self._context.board.link)

    @property
    def count_label(self) -> QLabel:
        """The count in the head."""
        return self.head.count
