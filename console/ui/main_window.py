"""The panels of the main window: top bar, rail, queue, map above the case, status line, and what ties them."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.facts import DESK, Refusal
from console.ui.alerts import Alerts
from console.ui.arrangement import Arrangement
from console.ui.arrivals import Arrivals
from console.ui.asides import Asides
from console.ui.case.claim_keys import ClaimKeys
from console.ui.case.panel import CasePanel
from console.ui.case_words import CaseWords
from console.ui.choice import Choice
from console.ui.context import Context
from console.ui.guide import Guides, GuideStrip
from console.ui.keys import takes_text
from console.ui.layouts import across
from console.ui.leaving import Leaving
from console.ui.ledger_dues import LedgerDues
from console.ui.local_list import LocalList
from console.ui.look.parts import hair
from console.ui.main_keys import MainKeys
from console.ui.map.view import MapView
from console.ui.map_link import MapLink
from console.ui.photos import Photos
from console.ui.promised_calls import PromisedCalls
from console.ui.queue.panel import QueuePanel
from console.ui.queue.row_menu import RowMenu
from console.ui.rail import Rail
from console.ui.seat_menu import SeatMenu
from console.ui.sounds import SwitchedSounds
from console.ui.status_line import StatusLine
from console.ui.top_bar import TopBar
from console.ui.watermark import Watermark


class MainWindow(QWidget):
    """The desk seat's window, inside its `Frame`. `close` asks when commands are unsent, and says whether it goes."""

    review_asked = Signal()
    stopping = Signal()

    def __init__(self, context: Context, sounds: SwitchedSounds, guides: Guides | None = None) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self.words = CaseWords(context)
        self.photos = Photos(context.enquiries, DESK, self)
        self.top = TopBar(context, sounds)
        calls = PromisedCalls(context, self)
        LedgerDues(context, self)
        self.rail = Rail(context, calls)
        self.queue = QueuePanel(context, self.words)
        self.local = LocalList(context, self.words)
        self.map = MapView(context.look, context.texts, context.language)
        self.case = CasePanel(context, self.words, self.photos)
        self.claims = ClaimKeys(context, self.case)
        self.status = StatusLine(context, self.tr("? keys"))
        self._guides = guides or Guides(self)
        self.guide = GuideStrip(context, self._guides, DESK, self)
        self.alerts = Alerts(context, self.words, calls, self.queue.alerts, self.queue.most_alerts, self)
        self.arrivals = Arrivals(context)
        self.seat_menu = SeatMenu(context, self, lambda menu: self.case.notices.log.put_into(menu, self.choice.go_to))
        self._keys = MainKeys(self)
        self._map_link = MapLink(context, self.words, self.map)
        self._back_to: QWidget | None = None
        self._lay_out()
        self._connect()
        self.choice.show_list(self.rail.first())
        self._name_window()
        self.watermark = Watermark(context, DESK, self)

    def _lay_out(self) -> None:
        middle = across(spacing=0)
        self.arrangement = Arrangement(self._context, self.rail, self.queue, self.local, self.map, self.case)
        for part, stretch in ((self.rail, 0), (hair(vertical=True), 0), (self.arrangement, 1)):
            middle.addWidget(part, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        self.above = QVBoxLayout()  # a training says there that it is one
        column.addLayout(self.above)
        column.addLayout(middle, 1)
        column.addWidget(self.guide)
        column.addWidget(self.status)
        self.setMinimumSize(self._context.look.px(720), self._context.look.px(480))
        self.asides = Asides(self._context, self.photos, self.arrangement, self.map, self.case, self)
        self.choice = Choice(
            self._context, self.rail, self.queue, self.local, self.map, self.case, self.arrangement, self.asides
        )
        for before, after in ((self.queue.view, self.map), (self.map, self.case), (self.case, self.rail)):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        board = self._context.board
        for picked in (self.rail.picked, self.top.command.open_list):
            picked.connect(self.choice.pick_list)
        self.queue.view.picked.connect(self.case.pages.leave_conflict)
        self.queue.view.picked.connect(self.guide.chose)
        self.seat_menu.guide_asked.connect(self._guides.again)
        self.queue.view.dispatch_asked.connect(self.case.dispatch)
        self._row_menu = RowMenu(self._context, self.queue.view, self.case, self.claims)
        self.queue.outbox.recall_asked.connect(self.recall)
        self.map.case_chosen.connect(self.choice.go_to)
        self.map.dispatch_asked.connect(self.case.dispatch)
        self.case.doing.connect(self.queue.model.expect_own)
        self.case.focus_back.connect(self._to_queue)
        self.asides.left.connect(self._to_queue)
        self.photos.follow(board)
        self.case.asks.connect(self._case_asks)
        self.case.offers_known.connect(self.top.command.offer)
        self.queue.register_asked.connect(self.asides.register)
        self.queue.old_asked.connect(self.choice.show_old)
        self.queue.strips.enrol_asked.connect(self.seat_menu.enrol)
        self.local.case_chosen.connect(self.choice.go_to)
        self.local.conflict_chosen.connect(self.choice.open_conflict)
        self.top.command.go_to.connect(self.choice.go_to)
        self.top.command.do.connect(self.case.ask)
        self.top.command.closed.connect(self._give_back)
        self.top.review_asked.connect(self.review_asked)
        self.top.layout_picked.connect(self.arrangement.show_layout)
        self.top.person_asked.connect(self._open_seat_menu)
        self.alerts.go_to.connect(self._go_to_alert)
        self.local.shown.connect(self.choice.show_beside_own)
        self.arrangement.column_changed.connect(self._move_alerts)
        self._move_alerts()
        self.alerts.counted.connect(self.status.show_alerts)
        board.refused.connect(self._refused)
        board.loaded.connect(self._loaded)
        self._context.city_changed.connect(self._name_window)
        if board.conflicts:
            self.case.show_conflicts(board.conflicts)

    # -- what is shown --------------------------------------------------------------------------------------------

    @Slot(str)
    def follow(self, case_id: str) -> None:
        """The review window shows this case and the two are linked; a form that is open here goes before."""
        if not self.case.busy and not self._types():
            self.choice.go_to(case_id)

    @Slot(str)
    def _go_to_alert(self, case_id: str) -> None:
        self.choice.go_to(case_id)
        self._to_queue()

    @Slot()
    def _move_alerts(self) -> None:
        """Above the list that has a column of its own; else above everything, where no tab hides them."""
        column = self.arrangement.column
        lists = (self.queue, self.local)
        self.alerts.move(next((each.alerts for each in lists if each is column), self.arrangement.alerts))

    @Slot()
    def _loaded(self) -> None:
        self.queue.start()

    @Slot()
    def _case_asks(self) -> None:
        self.asides.close_photos()
        if self.case.pages.shows_conflict:
            self.choice.mark_on_map()
            self.arrangement.arrange()
            if not self._types():
                self.case.pages.conflict.choices.first.button.setFocus()

    def _types(self) -> bool:
        """Whether the keys go into a text: what comes by itself must not take them away."""
        keys = self.focusWidget()
        return keys is not None and takes_text(keys)

    @Slot(object)
    def _refused(self, refusal: Refusal) -> None:
        self.queue.model.forget_own(refusal.case_id)

    @Slot()
    def _name_window(self) -> None:
        city = self._context.city
        mark = self.tr("synthetic data") if city and city.synthetic else ""
        names = (self.tr("Griddesk"), self._context.names.city(), mark)
        self.setWindowTitle(" · ".join(name for name in names if name))

    # -- keys -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the focused surface did not take. Text fields have taken theirs before they come here."""
        if event.isAutoRepeat() or not self._keys.take(event):
            super().keyPressEvent(event)
        else:
            event.accept()

    @Slot()
    def recall(self) -> None:
        """`U`: take back the last command of this desk, while its time lasts."""
        self._context.board.recall_last(DESK)

    def show_on_map(self) -> None:
        """`M`: the chosen case in the middle of the map."""
        if self.case.case_id:
            self.asides.close_photos()
            self.arrangement.show_map_tab()
            self.map.centre_on(self.case.case_id)

    def go_to_alert(self) -> None:
        """`G`: the case of the most urgent alert; from there, that of the next."""
        if found := self.alerts.after(self.case.case_id):
            self._go_to_alert(found)

    def open_command(self) -> None:
        """`/`: the command field; afterwards the keys go back to where they were."""
        self._back_to = self.focusWidget()
        self.top.command.open()

    @Slot()
    def _give_back(self) -> None:
        (self._back_to or self.queue.view).setFocus()

    @Slot()
    def _to_queue(self) -> None:
        self.queue.take_focus()

    def escape(self) -> None:
        """Leave what is open, back to the queue; from there, let go of the case."""
        if self.queue.view.hasFocus():
            self.claims.let_go()
        self.choice.show_queue()
        self.asides.close_photos()
        self.case.leave_form()

    @Slot()
    def _open_seat_menu(self) -> None:
        below = self.top.person.rect().bottomLeft()
        self.seat_menu.open(self.top.person.mapToGlobal(below))

    # -- size and end ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self.arrangement.follow(self.width())
        self.top.narrow(self.width() < self._context.look.px(1360))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leaving with unsent commands is asked once; they stay on this desk's disk."""
        if (unsent := len(self._context.board.unsent)) and not Leaving(unsent, self).goes():
            event.ignore()
            return
        self._stop()
        super().closeEvent(event)

    def retire(self) -> None:
        """Another window takes this one's place: end its threads without asking anything."""
        self._stop()
        self.hide()
        self.deleteLater()

    def _stop(self) -> None:
        """Keep what is being typed, and end the threads."""
        self.stopping.emit()
        self.case.forms.close_all()
        self.asides.keep_drafts()
        self.map.stop()
        self.photos.stop()
