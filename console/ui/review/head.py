"""The head of the review window: which case, where, its clock, which of how many, who sits here, the time."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout

from console.facts import REVIEW, ShownCase
from console.ui.case_words import CaseWords
from console.ui.context import Context
from console.ui.elided import ElidedLabel, PlaceLabel
from console.ui.layouts import across, clear
from console.ui.look.buttons import button
from console.ui.look.parts import LampLabel, hair, label, set_role
from console.ui.look.tags import TagLabel
from console.ui.yielding import FIRST, YieldingLabel
from rules.deadlines import Lamp

ROLES = {Lamp.OVER: "over13", Lamp.NEAR: "near13"}
HIGH, WIDE = 56, 1500


class ReviewHead(QFrame):
    """`sign_asked` when the person's button is pressed, `main_asked` when the main window is wanted in front."""

    sign_asked = Signal()
    main_asked = Signal()

    def __init__(self, context: Context, words: CaseWords) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setFixedHeight(context.look.px(HIGH))
        self._context, self._words = context, words
        self._lamp = LampLabel(context.look, "none", "", 20)
        self._matter, self._place = ElidedLabel(role="title"), PlaceLabel()
        self._about = ElidedLabel(role="two15")
        self._clock_left, self._count, self._clock = label(role="two"), label(role="two"), label(role="clock")
        self._synthetic = YieldingLabel("two", stays=True)
        self._tags = QHBoxLayout()
        self._tags.setSpacing(6)
        self.person = button(context.look, "", "quiet", "user")
        self.person.clicked.connect(self.sign_asked)
        self.main = button(context.look, self.tr("F8 Desk"), "quiet")
        self.main.clicked.connect(self.main_asked)
        row = across(
            self._lamp, self._matter, self._place, self._tags, self._about, None, self._synthetic,
            self._clock_left, hair(vertical=True), self._count, self.main, self.person, self._clock,
            spacing=12, margins=(16, 0, 16, 0),
        )  # fmt: skip
        row.setStretchFactor(self._synthetic, FIRST)
        self.setLayout(row)

    def show_case(self, shown: ShownCase | None, place: tuple[int, int]) -> None:
        """A case, and which of how many it is."""
        self._matter.setText(self._words.matter(shown) if shown else self.tr("Nothing to review"))
        self._place.show_place(self._words.place(shown) if shown else "", "")
        clear(self._tags)
        for tag in self._words.headed(shown) if shown else ():
            self._tags.addWidget(TagLabel(self._context.look, tag.kind, tag.text))
        stage = self._context.texts.text(f"stage.{shown.case.stage}") if shown else ""
        self._about.setText(
            " · ".join(part for part in (self._context.names.number(shown.number) if shown else "", stage) if part)
        )
        self._show_synthetic()
        self.show_place(place)
        self.tick(shown)

    def _show_synthetic(self) -> None:
        """Synthetic data are marked always; in full in the room that the case leaves, and in the head's tool tip."""
        city = self._context.city
        words = (self.tr("synthetic data"), self.tr("synth.")) if city and city.synthetic else ()
        self._synthetic.show_forms(*words)
        self.setToolTip(self._synthetic.text())

    def show_place(self, place: tuple[int, int]) -> None:
        """Which of how many the case is, from 1."""
        self._count.setText(f"{place[0]} / {place[1]}")

    def tick(self, shown: ShownCase | None) -> None:
        """The time, and what is left for the case."""
        self._clock.setText(self._context.words.clock_seconds(self._context.now()))
        lamp = self._words.lamp(shown) if shown else Lamp.NONE
        self._lamp.show_lamp(lamp.value, self._words.lamp_words(lamp))
        self._clock_left.setText(self._words.clock(shown) if shown else "")
        set_role(self._clock_left, ROLES.get(lamp, "two"))

    @Slot()
    def show_person(self) -> None:
        """Who sits at the review seat."""
        actor = self._context.actor(REVIEW)
        self.person.setText(self._context.people.of(actor) if actor else self.tr("Read only · sign in"))
        self.person.setAccessibleName(self.person.text())

    def follow(self, wide: int) -> None:
        """On a narrow monitor the head leaves out what the side says too."""
        self._about.setVisible(wide >= self._context.look.px(WIDE))
