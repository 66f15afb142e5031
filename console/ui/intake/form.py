"""The form by which an acceptor registers a report: words, place, class, source, photos, and who reported it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from console.facts import DESK, Recorded, Refusal
from console.ui.context import Context
from console.ui.forms.drafts import DraftOfForm
from console.ui.forms.editors import category_editor, refill_classes
from console.ui.forms.photo_field import PhotoField
from console.ui.intake.alike import Alike
from console.ui.intake.kept import form_name, restore, save
from console.ui.intake.listening import Listening
from console.ui.intake.place import PlaceField, WrongPoint
from console.ui.intake.second_deadline import SecondDeadline
from console.ui.keys import is_enter
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.parts import hair, label
from rules.case import Case
from rules.hearing import without_phones

WORDS, PLACE = "words", "place"


class IntakeForm(QWidget):
    """Wishes a `report`; `left` when the person goes back, `registered` when it is done; until then all of it stays.

    `slot`: which of the calls at a time.
    """

    left = Signal()
    registered = Signal()

    def __init__(self, context: Context, slot: int = 0) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context, self.slot = context, slot
        self._sending = False  # a report is wished, the answer is not here yet
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(context.look.px(84))
        self.words.setAccessibleName(context.field("words"))
        self.place = PlaceField(context)
        self.source = QComboBox()
        self.external = QLineEdit()
        self.external_due = SecondDeadline(context)
        self.name, self.phone = QLineEdit(), QLineEdit()
        self.urgent = QCheckBox(context.field("urgent"))
        self.wants_answer = QCheckBox(context.field("wants_answer"))
        self.photos = PhotoField(context)
        self.alike = Alike(context)
        self._errors: dict[str, QLabel] = {}
        self._draft = DraftOfForm(context, form_name(slot), lambda: save(self), self)
        self._make_category()
        self._build()
        self.category.changed.connect(self._name_component)
        self.category.changed.connect(self._look_around)
        self.place.changed.connect(self._look_around)
        self.phone.textChanged.connect(self.alike.ask_caller)
        self._listen()
        context.board.recorded.connect(self._recorded)
        context.board.refused.connect(self._refused)
        context.city_changed.connect(self._refill)
        self._keep_draft()
        self.hide()

    def _listen(self) -> None:
        box = self.category.widget
        if isinstance(box, QComboBox):
            self._listening = Listening(self._context, self.words, self.place, box, self.phone)

    @Slot()
    def _look_around(self) -> None:
        self.alike.show_near(self.place.point, str(self.category.value() or ""))

    def _keep_draft(self) -> None:
        """What is typed from now on is kept."""
        boxes = (self.urgent.toggled, self.wants_answer.toggled)
        words = (self.words.textChanged, self.external.textChanged, self.place.changed, self.external_due.changed)
        for changed in (*words, *boxes, self.category.changed, self.source.activated):
            changed.connect(self._draft.typed)

    def _make_category(self) -> None:
        self.category = category_editor(self._context, Case(""))

    def _build(self) -> None:
        look = self._context.look
        self.register = PrimaryButton(look, self.tr("Register"), "Ctrl+Enter")
        self.back = KeyButton(look, self.tr("Back"), "Esc")
        self.register.clicked.connect(self.submit)
        self.back.clicked.connect(self.left)
        column = QVBoxLayout()
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(4)
        self._add(column, self._context.field("words"), self.words, WORDS)
        self._add(column, "", self.place, PLACE)
        column.addWidget(self.alike)
        self._add(column, self._context.field("category"), self.category.widget, "category")
        self._add(column, self._context.field("source"), self.source, "source")
        self._add(column, self._context.field("external_number"), self.external, "external_number")
        self._add(column, "", self.external_due, "external_due")
        column.addLayout(across(self.urgent, self.wants_answer, None))
        self._add(column, self._context.field("photos"), self.photos, "photos")
        column.addWidget(hair())
        column.addWidget(
            label(self.tr("Who reported it: sealed, shown only on request with a reason"), "two", wrap=True)
        )
        self._add(column, self.tr("Name"), self.name, "name")
        self._add(column, self.tr("Phone"), self.phone, "phone")
        column.addStretch(1)
        inner = QWidget()
        inner.setObjectName("panel")
        inner.setLayout(column)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 12)
        whole.addLayout(across(label(self.tr("Register a report"), "head"), None, margins=(16, 0, 16, 0)))
        whole.addWidget(area, 1)
        whole.addLayout(across(self.register, None, self.back, margins=(16, 0, 16, 0)))
        self._fill()

    def _add(self, column: QVBoxLayout, name: str, widget: QWidget, key: str) -> None:
        if name:
            column.addWidget(label(name, "two"))
            widget.setAccessibleName(name)
        column.addWidget(widget)
        self._errors[key] = label(role="over13", wrap=True)
        self._errors[key].hide()
        column.addWidget(self._errors[key])

    @Slot()
    def _fill(self) -> None:
        self.source.clear()
        for code, name in self._context.names.sources().items():
            self.source.addItem(name, code)

    @Slot()
    def _refill(self) -> None:
        """Another version of the city: its sources and classes."""
        self._fill()
        if isinstance(self.category.widget, QComboBox):
            refill_classes(self._context, self.category.widget)

    @Slot()
    def _name_component(self) -> None:
        self.place.show_component_of(str(self.category.value() or ""))

    # -- what it does ---------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Take the focus; what was typed before, and never registered, is here again."""
        draft = self._draft.known()
        if draft is not None and not save(self):
            restore(self, draft.values)
        self.words.setFocus()

    def keep_draft(self) -> None:
        """The window goes: what was typed last is kept."""
        self._draft.stop()

    @Slot(int, int)
    def take_point(self, lon: int, lat: int) -> None:
        """A click on the map, while the form is open."""
        if self.isVisible():
            self.place.take_point(lon, lat)

    def error(self, field: str) -> str:
        """What is wrong with a field, "" when nothing is."""
        shown = self._errors[field]
        return "" if shown.isHidden() else shown.text()

    @Slot()
    def submit(self) -> None:
        """Register it, or say by field what is wrong; nothing typed is lost."""
        body = self._body()
        if body is None or self._sending:
            return
        personal = {"name": self.name.text().strip(), "phone": self.phone.text().strip()}
        blobs = tuple(photo.content for photo in self.photos.photos)
        told = {key: value for key, value in personal.items() if value}
        self._sending = True
        self._context.board.do(DESK, "report", "", "", body, blobs, told)

    def _body(self) -> dict[str, object] | None:
        for shown in self._errors.values():
            shown.hide()
        body: dict[str, object] = {}
        if words := without_phones(self.words.toPlainText()).strip():
            body["words"] = words
        else:
            self._say(WORDS, self.tr("Missing: what was reported"))
        try:
            body |= self.place.body()
        except WrongPoint:
            self._say(PLACE, self.tr("No coordinates in this datum: expected latitude and longitude in degrees"))
        if self.place.is_empty():
            self._say(PLACE, self.tr("Missing: an address, coordinates or a click on the map"))
        if wrong := [field for field, shown in self._errors.items() if not shown.isHidden()]:
            (self.words if wrong[0] == WORDS else self.place.address).setFocus()
            return None
        return body | self._rest()

    def _rest(self) -> dict[str, object]:
        photos = [photo.entry("overview") for photo in self.photos.photos]
        found: dict[str, object] = {
            "category": self.category.value(),
            "source": self.source.currentData(),
            "external_number": self.external.text().strip(),
            "external_due": self.external_due.value(),
            "urgent": self.urgent.isChecked(),
            "wants_answer": self.wants_answer.isChecked(),
            "photos": photos,
        }
        return {key: value for key, value in found.items() if value}

    def _say(self, field: str, words: str) -> None:
        self._errors[field].setText(words)
        self._errors[field].show()

    @Slot(object)
    def _recorded(self, recorded: Recorded) -> None:
        pending = recorded.pending
        if self._sending and (pending.seat, pending.verb) == (DESK, "report"):
            self._sending = False
            self._clear()
            self.registered.emit()

    @Slot(object)
    def _refused(self, refusal: Refusal) -> None:
        if self._sending and (refusal.seat, refusal.verb) == (DESK, "report"):
            self._sending = False
            field = refusal.details.get("field", WORDS)
            self._say(field if field in self._errors else WORDS, self._context.say(refusal.rule, refusal.details))

    def _clear(self) -> None:
        self.words.clear()
        self.place.clear()
        self.external_due.clear()
        for field in (self.external, self.name, self.phone):
            field.clear()
        for box in (self.urgent, self.wants_answer):
            box.setChecked(False)
        self.photos.clear()
        self.alike.clear()
        self._listening.forget()
        if isinstance(self.category.widget, QComboBox):
            self.category.widget.setCurrentIndex(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter registers, Esc goes back; letters are text."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if is_enter(event) and control and not event.isAutoRepeat():
            self.submit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control or event.key() >= Qt.Key.Key_F1:
            event.ignore()
            return
        event.accept()
