"""The head of the queue: its list, how many cases are on it and how urgent they are, the filters, and `Register`."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from console.ui.context import Context
from console.ui.layouts import across, chip
from console.ui.lists import may_register
from console.ui.look.buttons import KeyButton
from console.ui.look.parts import LampLabel, label
from console.ui.look.sizes import Height
from console.ui.paced import Paced
from console.ui.queue.filters import Filters


class QueueHead(QWidget):
    """Tells of the list of `show_list`; `filtered` after the person narrowed or widened it."""

    register_asked = Signal()
    filtered = Signal()

    def __init__(self, context: Context, filters: Filters) -> None:
        super().__init__()
        self._context, self._filters, self._list = context, filters, ""
        look, texts = context.look, context.texts
        self._name, self.count = label(role="head"), label(role="head")
        self._over_lamp = LampLabel(look, "over", texts.text("lamp.over"), 14)
        self._near_lamp = LampLabel(look, "near", texts.text("lamp.near"), 14)
        self._over, self._near = label(role="over13"), label(role="near13")
        self._source, self._area = chip(""), chip("")
        self._register = KeyButton(look, self.tr("Register"), "Ctrl+N", kind="chip")
        self._lay_out()
        self._register.clicked.connect(self.register_asked)
        self._source.clicked.connect(self._pick_source)
        self._area.clicked.connect(self._pick_area)
        self._counting = Paced(self.show_counts, self)
        context.board.counts_changed.connect(self._counting.ask)
        context.board.seats_changed.connect(self._show_register)
        context.board.link_changed.connect(self._show_register)
        self._show_register()

    def _lay_out(self) -> None:
        self.setFixedHeight(self._context.look.px(Height.PANEL_HEAD))
        said = (self._name, self.count, 8, self._over_lamp, self._over, self._near_lamp, self._near)
        pressed = (self._register, self._source, self._area)
        self.setLayout(across(*said, None, *pressed, spacing=6, margins=(16, 0, 12, 0)))

    # -- what it says ---------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The list's name, in words."""
        return self._name.text()

    def show_list(self, name: str) -> None:
        """Tell of this list, "" for none, and of what it is narrowed to."""
        self._list = name
        self._name.setText(self._context.texts.text(f"list.{name}") if name else "")
        self._source.setText(self.tr("Source: {0}").format(self._filters.source_name()))
        self._area.setText(self.tr("Area: {0}").format(self._filters.area_name()))
        self.show_counts()

    @Slot()
    def show_counts(self) -> None:
        """Follow the board: how many cases are on the list, and how many of them are over or near their limit."""
        count = self._context.board.counts().get(self._context.list_key(self._list))
        total, near, over = (count.total, count.near, count.over) if count else (0, 0, 0)
        number = self._context.words.number
        self.count.setText(number(total) if self._context.board.counts_hold else "")
        for lamp, words, value in ((self._over_lamp, self._over, over), (self._near_lamp, self._near, near)):
            lamp.setVisible(value > 0)
            words.setVisible(value > 0)
            words.setText(number(value))

    @Slot()
    def _show_register(self) -> None:
        self._register.setVisible(self._context.may_record and may_register(self._context.roles()))

    # -- which cases ----------------------------------------------------------------------------------------------

    @Slot()
    def _pick_source(self) -> None:
        self._pick(self._filters.sources(), self._filters.set_source, self._source)

    @Slot()
    def _pick_area(self) -> None:
        self._pick(self._filters.areas(), self._filters.set_area, self._area)

    def _pick(self, choices: dict[str, str], chosen: Callable[[str], None], under: QWidget) -> None:
        menu = QMenu(self)
        for code, name in choices.items():
            action = menu.addAction(name)
            action.setData(code)
        menu.triggered.connect(lambda action: self._filtered(chosen, str(action.data())))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))

    def _filtered(self, chosen: Callable[[str], None], code: str) -> None:
        chosen(code)
        self.filtered.emit()
