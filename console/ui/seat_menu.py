"""The menu of the person: sign in or out, take a role, language, theme. The last two make the windows anew."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QUrl, Signal, Slot
from PySide6.QtGui import QActionGroup, QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from console.facts import DESK, SEATS, Ask, Line
from console.ui.context import Context
from rules.commands import Role
from rules.powers import Data, Deed

LANGUAGES = {"zh_CN": "中文", "en": "English"}


class SeatMenu(QObject):
    """`changed` brings the language and theme wished for."""

    changed = Signal(str, str)
    training_asked = Signal()  # how it goes so far
    guide_asked = Signal()  # the first steps once more
    roles_opened = Signal()
    train_asked = Signal()  # a training of its own, beside this console
    handover_asked = Signal()  # the window of hand-over files
    shift_asked = Signal()  # what is handed over to the next shift
    papers_asked = Signal()  # the forms of the chosen case
    leaving = Signal()  # before a sign-out, where there is such a list
    sheets_asked = Signal()  # the window in which files of reports are taken in
    alarms_asked = Signal()  # the window of what machines report
    duties_asked = Signal()  # the window of who is responsible
    drill_asked = Signal()  # the window of outage drills

    def __init__(self, context: Context, window: QWidget, add_notices: Callable[[QMenu], None]) -> None:
        super().__init__(window)
        self._context, self._window, self._add_notices = context, window, add_notices
        self.simulator = ""  # address of the control page of the simulator beside a synthetic city
        self.has_training = False
        self.has_shift = False

    def open(self, at: QPoint) -> None:
        """Open it there."""
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        if self._context.actor(DESK) is None:
            menu.addAction(self.tr("Sign in")).triggered.connect(self.sign_in)
        else:
            menu.addAction(self.tr("Sign out")).triggered.connect(self._sign_out)
        if self.simulator:
            menu.addAction(self.tr("Take a role …")).triggered.connect(self._take_role)
        if self.has_training:
            menu.addAction(self.tr("Training so far …")).triggered.connect(self.training_asked)
        elif self._context.city and self._context.city.synthetic:
            menu.addAction(self.tr("Train for an hour …")).triggered.connect(self.train_asked)
        if self.has_shift:
            menu.addAction(self.tr("Hand-over list …")).triggered.connect(self.shift_asked)
        if self._context.city is not None and self._context.city.papers:
            menu.addAction(self.tr("Forms on paper …")).triggered.connect(self.papers_asked)
        self._add_drill(menu)
        if self._context.reach(Data.REPLIES, Deed.CHANGE):
            menu.addAction(self.tr("Hand-over files for units …")).triggered.connect(self.handover_asked)
        self._add_intake(menu)
        if self._context.reach(Data.DUTIES, Deed.CHANGE).everything:
            menu.addAction(self.tr("Who is responsible …")).triggered.connect(self.duties_asked)
        if self._is_unknown:
            menu.addAction(self.tr("Enrol this desk again …")).triggered.connect(self.enrol)
        self._add_notices(menu.addMenu(self.tr("What was said")))
        menu.addAction(self.tr("Show the first steps")).triggered.connect(self.guide_asked)
        menu.addSeparator()
        language, theme = self._context.language, self._context.look.tokens.name
        self._choices(menu, LANGUAGES, language, 0)
        menu.addSeparator()
        self._choices(menu, {"dark": self.tr("Dark"), "light": self.tr("Light")}, theme, 1)
        menu.popup(at)

    def _add_intake(self, menu: QMenu) -> None:
        """What comes in by no call: alarms, and files of reports."""
        if Role.ACCEPTOR in self._context.reach(Data.MATTER, Deed.CHANGE).roles:
            menu.addAction(self.tr("Alarms of machines …")).triggered.connect(self.alarms_asked)
        if self._context.reach(Data.SHEETS, Deed.CHANGE):
            menu.addAction(self.tr("Take in a file of reports …")).triggered.connect(self.sheets_asked)

    def _add_drill(self, menu: QMenu) -> None:
        """Anybody may end a drill; who may begin one finds its window here."""
        if self._context.board.link.drill_until:
            menu.addAction(self.tr("End the outage drill")).triggered.connect(self._context.board.drills.end)
        if any(self._context.reach(Data.DRILLS, Deed.CHANGE, seat) for seat in SEATS):
            menu.addAction(self.tr("Outage drill …")).triggered.connect(self.drill_asked)

    def _choices(self, menu: QMenu, names: dict[str, str], now: str, place: int) -> None:
        group = QActionGroup(menu)
        for code, name in names.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(code == now)
            group.addAction(action)
            action.triggered.connect(lambda _on, code=code: self._change(place, code))

    def _change(self, place: int, code: str) -> None:
        wished = [self._context.language, self._context.look.tokens.name]
        if wished[place] != code:
            wished[place] = code
            self.changed.emit(*wished)

    @Slot()
    def sign_in(self) -> None:
        """Ask who sits here."""
        from console.ui.sign_in import SignIn

        dialog = SignIn(self._context, DESK, self.tr("Sign in at this desk"), self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @property
    def _is_unknown(self) -> bool:
        return self._context.board.link.line is Line.SIGN_IN

    @Slot()
    def enrol(self) -> None:
        """The server does not know this desk: ask for a code with which it does."""
        from console.ui.enrol import Enrol

        dialog = Enrol(self._context, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def act(self) -> bool:
        """`Ctrl+E`: end the drill that is on; else see the training's score, beside which it is ended; else enrol."""
        drill = self._context.board.link.drill_until > 0
        if drill:
            self._context.board.drills.end()
        elif self.has_training:
            self.training_asked.emit()
        elif self._is_unknown:
            self.enrol()
        return drill or self.has_training or self._is_unknown

    @Slot()
    def _take_role(self) -> None:
        """The simulator's page shows all roles; a browser is where terminals and collectors work, too."""
        QDesktopServices.openUrl(QUrl(self.simulator))
        self.roles_opened.emit()

    @Slot()
    def _sign_out(self) -> None:
        if self.has_shift:
            self.leaving.emit()
            return
        self._context.enquiries.ask(Ask.SIGN_OUT, seat=DESK)
