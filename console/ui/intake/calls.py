"""Several calls at a time: a form for each, the one in hand in sight, the others a key away; none is lost."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from console.ui.context import Context
from console.ui.intake.form import IntakeForm
from console.ui.intake.kept import form_name, save

MOST = 6
_TITLE = 8  # letters


class Calls(QWidget):
    """`left` when the person goes back; what was typed into any of the forms stays, also through a crash."""

    left = Signal()
    places_changed = Signal(object, int)
    case_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context, self._begun = context, False
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Calls"))
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.setDrawBase(False)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self._add(0)
        self.tabs.currentChanged.connect(self._show)
        self.hide()

    @property
    def forms(self) -> list[IntakeForm]:
        """The open forms, in the order of their tabs."""
        found = [self._stack.widget(n) for n in range(self._stack.count())]
        return [form for form in found if isinstance(form, IntakeForm)]

    @property
    def current(self) -> IntakeForm:
        """The form in sight."""
        return self.forms[self.tabs.currentIndex()]

    def begin(self) -> None:
        """Take the focus; calls that were open when the program ended are open again."""
        if not self._begun:
            self._begun = True
            for slot in range(1, MOST):
                if self._context.board.draft(form_name(slot)) is not None:
                    self._add(slot)
                    self.forms[-1].begin()
        self.current.begin()
        self._name_tabs()

    def another(self) -> None:
        """The next call: a fresh form. One that nobody has typed into yet is taken first."""
        blank = next((n for n, form in enumerate(self.forms) if not save(form) and not form.phone.text()), -1)
        free = next((slot for slot in range(MOST) if slot not in {form.slot for form in self.forms}), None)
        if blank < 0 and free is not None:
            self._add(free)
            blank = self.tabs.count() - 1
        if blank >= 0:
            self.tabs.setCurrentIndex(blank)
        self._name_tabs()
        self.current.begin()

    def keep_draft(self) -> None:
        """The window goes: what was typed last is kept."""
        for form in self.forms:
            form.keep_draft()

    @Slot(int, int)
    def take_point(self, lon: int, lat: int) -> None:
        """A click on the map is of the call in hand."""
        self.current.take_point(lon, lat)

    # -- forms ----------------------------------------------------------------------------------------------------

    def _add(self, slot: int) -> None:
        form = IntakeForm(self._context, slot)
        form.left.connect(self.left)
        form.registered.connect(lambda: self._done(form))
        form.place.places_changed.connect(self.places_changed)
        form.alike.case_asked.connect(self.case_asked)
        form.words.textChanged.connect(self._name_tabs)
        self._stack.addWidget(form)
        self.tabs.addTab("")
        self._name_tabs()

    def _done(self, form: IntakeForm) -> None:
        """Registered: the next call that waits comes into sight; after the last one the queue does."""
        if len(self.forms) == 1:
            self.left.emit()
            return
        at = self.forms.index(form)
        self._stack.removeWidget(form)
        self.tabs.removeTab(at)
        form.deleteLater()
        self._show(self.tabs.currentIndex())
        self._name_tabs()
        self.current.begin()

    @Slot(int)
    def _show(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        if 0 <= at < self._stack.count() and self.isVisible():
            self.current.words.setFocus()
            self.places_changed.emit((), -1)

    @Slot()
    def _name_tabs(self) -> None:
        """One call needs no tab."""
        self.tabs.setVisible(len(self.forms) > 1)
        blank = self.tr("New call")
        for n, form in enumerate(self.forms):
            began = " ".join(form.words.toPlainText().split())[:_TITLE]
            self.tabs.setTabText(n, f"{n + 1}  {began or blank}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+PgDn and Ctrl+PgUp go from call to call; other keys are the window's."""
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        step = steps.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
        else:
            event.ignore()
