"""The top bar: product and city, the command field, layouts, sound, the person, date and clock."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from console.facts import DESK
from console.ui.command_bar import CommandField
from console.ui.context import Context
from console.ui.layouts import across
from console.ui.look.buttons import Segments, button
from console.ui.look.parts import IconLabel, label
from console.ui.look.sizes import Height
from console.ui.sounds import PLAYERS, SwitchedSounds


class TopBar(QFrame):
    """`layout_picked` 0 desk, 1 map, 2 watch; `person_asked` opens the person's menu, `review_asked` that window."""

    layout_picked = Signal(int)
    review_asked = Signal()
    person_asked = Signal()

    def __init__(self, context: Context, sounds: SwitchedSounds) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setFixedHeight(context.look.px(Height.TOP_BAR))
        self._context, self._sounds, self._narrow = context, sounds, False
        look = context.look
        self._product, self._city = label(self.tr("Griddesk"), "head"), label(role="two")
        self.command = CommandField(context)
        self.layouts = Segments((self.tr("F5 Desk"), self.tr("F6 Map"), self.tr("F7 Watch")), self.tr("layouts"))
        self.layouts.chosen.connect(self.layout_picked)
        self.review = button(look, self.tr("F8 Review"), "quiet")
        self.review.clicked.connect(self.review_asked)
        self._sound = self._quiet("sound", self._toggle_sound)
        self.person = self._quiet("user", self.person_asked)
        self._date, self._clock = label(role="two"), label(role="clock")
        row = across(
            IconLabel(look, "grid", "accent", 22), self._product, self._city, None, self.command, None,
            self.layouts, self.review, self._sound, self.person, self._date, self._clock,
            spacing=10, margins=(16, 0, 16, 0),
        )  # fmt: skip
        row.setStretchFactor(self.command, 100)
        self.setLayout(row)
        context.second.connect(self._tick)
        context.city_changed.connect(self._show_city)
        context.board.seats_changed.connect(self._show_person)
        context.people.changed.connect(self._show_person)
        self._show_city()
        self._show_person()
        self._show_sound()
        self._tick()

    def _quiet(self, icon: str, deed: object) -> QPushButton:
        made = button(self._context.look, "", "quiet", icon)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.clicked.connect(deed)
        return made

    def narrow(self, narrow: bool) -> None:
        """On a narrow window names, the date and the word beside the sound give way; synthetic data stay marked."""
        self._narrow = narrow
        self._date.setVisible(not narrow)
        self._product.setVisible(not narrow)
        self._show_city()
        self._show_sound()

    @property
    def clock(self) -> QLabel:
        """The clock."""
        return self._clock

    @Slot()
    def _show_city(self) -> None:
        city = self._context.city
        mark = self.tr("synthetic data") if city and city.synthetic else ""
        name = "" if self._narrow else self._context.names.city()
        self._city.setText(" · ".join(part for part in (name, mark) if part))

    @Slot()
    def _show_person(self) -> None:
        actor = self._context.actor(DESK)
        self.person.setText(self._context.people.of(actor) if actor else self.tr("Sign in"))
        self.person.setAccessibleName(self.person.text())

    @Slot()
    def _toggle_sound(self) -> None:
        self._sounds.on = not self._sounds.on
        self._show_sound()

    def _sound_words(self) -> str:
        if not self._sounds.can_play:
            return self.tr("No sound")
        return self.tr("Sound on") if self._sounds.on else self.tr("Urgent only")

    def _show_sound(self) -> None:
        self._sound.setText("" if self._narrow else self._sound_words())
        self._sound.setAccessibleName(self._sound_words())
        heard = self._sounds.on and self._sounds.can_play
        self._sound.setIcon(self._context.look.icon("sound" if heard else "mute", "text2", 18))
        self._sound.setEnabled(self._sounds.can_play)
        none = self.tr("This machine has no program that plays sounds: {players}. Urgent cases are seen, not heard")
        names = " | ".join(player for player, *_ in PLAYERS)
        self._sound.setToolTip("" if self._sounds.can_play else none.format(players=names))
        self._sound.setAccessibleDescription(self._sound.toolTip())

    @Slot()
    def _tick(self) -> None:
        """Nothing before the city is known: until then the time of its zone is not."""
        now, known = self._context.now(), self._context.city is not None
        self._clock.setText(self._context.words.clock_seconds(now) if known else "")
        self._date.setText(self._context.words.date(now) if known else "")
