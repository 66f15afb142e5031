"""Keeps the score of a running training and shows its window: on request, and by itself when the hour is over."""

from PySide6.QtCore import QObject, Signal, Slot

from console.ui.context import Context
from console.ui.look.lines import OfflineStrip
from console.ui.main_window import MainWindow
from console.ui.training.told import Told, told_of
from console.ui.training.window import TrainingWindow


class TrainingDesk(QObject):
    """`end_asked` when the person wants to end the hour now. Without a training it shows nothing."""

    end_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text, self._begins = "", False
        self._window: TrainingWindow | None = None
        self._over = False

    def adopt(self, context: Context, main: MainWindow) -> None:
        """These are the windows now; those before have gone, and their training window with them."""
        self._context, self._main, self._window = context, main, None
        main.seat_menu.has_training = bool(self._text)
        main.seat_menu.training_asked.connect(self.open)
        self.strip = OfflineStrip(context.look, "clock")
        self.strip.hide()
        self.strip.act_asked.connect(self.open)
        main.above.addWidget(self.strip)
        if self._text:
            self._show_strip(told_of(self._text, context.language))
        elif self._begins:
            self.begin()

    def begin(self) -> None:
        """A training is being prepared: the strip says so until the trainer tells its first score."""
        self._begins = True
        self.strip.show_words(self.tr("Training"), self._context.texts.text("training.begins"), "")
        self.strip.show()

    @Slot()
    def give_up(self) -> None:
        """The trainer could not begin, or ended before its time: nothing is being prepared any more."""
        self._begins = False
        if not self._text:
            self.strip.hide()

    @Slot(str)
    def know(self, text: str) -> None:
        """A score, as the trainer's line of JSON says it."""
        self._text = text
        self._main.seat_menu.has_training = True
        told = told_of(text, self._context.language)
        self._show_strip(told)
        if self._window is not None:
            self._window.show_score(told)
        if told.over and not self._over:
            self._over = True
            self.open()

    def _show_strip(self, told: Told) -> None:
        """That this is a training, how long still, what counts, and the score; it is ended beside its score."""
        strong = self.tr("Training · over") if told.over else self.tr("Training · {0} min left").format(told.minutes)
        targets = "" if told.over else self._context.texts.text("training.targets", **told.limits)
        self.strip.show_words(strong, targets, self.tr("{0} of {1} points").format(told.points, told.full))
        self.strip.offer(self.tr("See the score") if told.over else self.tr("End …"))
        self.strip.show()

    @property
    def window(self) -> TrainingWindow | None:
        """The window, once it was opened."""
        return self._window

    @Slot()
    def open(self) -> None:
        """Show how it goes."""
        if not self._text:
            return
        if self._window is None:
            self._window = TrainingWindow(self._context, self._main)
            self._window.end_asked.connect(self.end_asked)
            self._window.case_chosen.connect(self._main.choice.go_to)
        self._window.show_score(told_of(self._text, self._context.language))
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
