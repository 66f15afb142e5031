"""When the hand-over list is shown: by itself to who takes a desk over from another, before a sign-out, and on request.

Where there is nothing to hand over, or nobody had the desk before, it does not come by itself.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from console.facts import DESK, Answer, Ask, Denied, Question, Unreachable
from console.facts.shift import ShiftFacts
from console.ui.context import Context
from console.ui.main_window import MainWindow
from console.ui.shift.form import city_page
from console.ui.shift.page import page_of
from console.ui.shift.words import ShiftWords

if TYPE_CHECKING:
    from console.ui.shift.window import ShiftWindow

COMES, LEAVES, LOOKS = "comes", "leaves", "looks"


class ShiftDesk(QObject):
    """Of the desk seat. `print_asked` brings the list as a page."""

    print_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._window: ShiftWindow | None = None
        self._who: str | None = None  # account of who sits at the desk; None = this window has not looked yet
        self._question: Question | None = None
        self._why = LOOKS
        self._page = ""

    def adopt(self, context: Context, main: MainWindow) -> None:
        """These are the windows now; those before have gone, and their list with them."""
        self._context, self._main, self._window, self._question = context, main, None, None
        self._words = ShiftWords(context, main.words)
        menu = main.seat_menu
        menu.has_shift = True
        menu.shift_asked.connect(self.open)
        menu.leaving.connect(self._leave)
        context.board.seats_changed.connect(self._see)
        context.enquiries.answered.connect(self._take)
        self._see()

    @property
    def window(self) -> "ShiftWindow | None":
        """The window, once it was opened."""
        return self._window

    # when ------------------------------------------------------------------------------------------------------------
    @Slot()
    def open(self) -> None:
        """Somebody wants to see it."""
        self._ask(LOOKS)

    @Slot()
    def _leave(self) -> None:
        """Who signs out sees first what is left to the next."""
        self._ask(LEAVES)

    @Slot()
    def _see(self) -> None:
        """Somebody sat down, or left."""
        actor = self._context.actor(DESK)
        who, before = actor.id if actor else "", self._who
        self._who = who
        if who and who != before:
            self._ask(COMES)

    def _ask(self, why: str, take: str = "") -> None:
        self._why = why
        self._question = self._context.enquiries.ask(Ask.SHIFT, seat=DESK, args={"take": take})

    @Slot(object)
    def _take(self, reply: Answer | Unreachable | Denied) -> None:
        if self._question is None or reply.question.id != self._question.id:
            return
        self._question = None
        if isinstance(reply, Answer) and isinstance(reply.content, ShiftFacts):
            self._know(reply.content)
        elif self._why == LEAVES:  # a list that cannot be read keeps nobody here
            self._sign_out()
        elif self._window is not None and isinstance(reply, Denied | Unreachable):
            rule = reply.rule if isinstance(reply, Denied) else reply.reason
            self._window.say(self._context.say(rule, reply.details))

    def _know(self, facts: ShiftFacts) -> None:
        sections = self._words.sections(facts)
        from_another = bool(facts.by) and facts.by != self._who
        if self._why == COMES and not (from_another and sections):
            if facts.by != self._who:
                self._context.enquiries.ask(Ask.SHIFT, seat=DESK, args={"take": "1"})
        elif self._why == LEAVES and not sections:
            self._sign_out()
        else:
            self._show(facts)

    # what ------------------------------------------------------------------------------------------------------------
    def _show(self, facts: ShiftFacts) -> None:
        context, window = self._context, self._made()
        head, sections = self._words.head(facts), self._words.sections(facts)
        at = context.words.at(context.now(), 0)  # on paper with its whole date
        self._page = city_page(context, facts, sections) or page_of(
            context.texts, context.names.city(), head, at, sections, self._foot(at)
        )
        takes = bool(self._who) and facts.by != self._who
        window.show_list(head, sections, takes=takes, leaves=self._why == LEAVES)
        window.show()
        window.raise_()
        if self._why != COMES:  # the keys of who has just sat down are the queue's
            window.activateWindow()

    def _made(self) -> "ShiftWindow":
        if self._window is None:
            from console.ui.shift.window import ShiftWindow

            window = self._window = ShiftWindow(self._context, self._main)
            window.taken.connect(self._taken)
            window.left.connect(self._sign_out)
            window.print_asked.connect(self._print)
            window.go_to.connect(self._main.choice.go_to)
        return self._window

    @Slot()
    def _taken(self) -> None:
        """From now on a new list."""
        self._context.enquiries.ask(Ask.SHIFT, seat=DESK, args={"take": "1"})
        self._made().hide()

    @Slot()
    def _sign_out(self) -> None:
        if self._window is not None:
            self._window.hide()
        self._context.enquiries.ask(Ask.SIGN_OUT, seat=DESK)

    def _foot(self, at: str) -> str:
        """Who prints it and when; nobody when nobody sits there."""
        actor = self._context.actor()
        return self._context.texts.text("paper.foot", who=self._context.people.of(actor), at=at) if actor else ""

    @Slot()
    def _print(self) -> None:
        self.print_asked.emit(self._page)

    def know_paper(self, file: str) -> None:
        """The list lies there as a PDF."""
        if self._window is not None:
            self._window.say(self._context.texts.text("shift.printed", file=file), file)
