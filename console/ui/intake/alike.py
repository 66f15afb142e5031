"""Beside a report that is being typed: similar cases nearby, and what the same number reported before."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.facts import Answer, Ask, Delta, Denied, Question, Unreachable
from console.ui.context import Context
from console.ui.intake.nearby import Nearby
from console.ui.look.parts import label
from rules.callers import digits, is_whole
from rules.case import Case

WITHIN_M = 100.0
PAUSE = 300  # ms after the last digit of a number that may go on: each look is on record
SHORTEST = 7  # digits: less is no number yet
_ROWS = 4


class Alike(QWidget):
    """`show_near` for a point and a class, `ask_caller` for a number; `case_asked` = somebody wants to see one."""

    case_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._nearby: Nearby | None = None
        self._question: Question | None = None
        self._phone = ""
        self._looked: tuple[tuple[int, int] | None, str] | None = None  # what `near` shows; None = look again
        self.near, self.before = _Rows(context), _Rows(context)
        self.near.setAccessibleName(self.tr("Similar cases nearby"))
        self.before.setAccessibleName(self.tr("Reported from this number before"))
        self._near_head, self._before_head = label(role="two", wrap=True), label(role="two", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for widget in (self._near_head, self.near, self._before_head, self.before):
            column.addWidget(widget)
        self._pause = QTimer(self, interval=PAUSE, singleShot=True)
        self._pause.timeout.connect(self._ask)
        for rows in (self.near, self.before):
            rows.itemClicked.connect(self._tell)
        context.enquiries.answered.connect(self._take)
        self.clear()

    @property
    def says(self) -> tuple[str, str]:
        """The two headings."""
        return self._near_head.text(), self._before_head.text()

    def clear(self) -> None:
        """Begin anew."""
        self._pause.stop()
        self._question, self._phone, self._looked = None, "", None
        self.near.fill((), ())
        self.before.fill((), ())
        self._say(self._near_head, "")
        self._say(self._before_head, "")

    def show_near(self, point: tuple[int, int] | None, category: str) -> None:
        """What is nearby and of this class ("" = any); nothing without a point.

        Every letter of an address asks: it is looked for when point, class or the board are others.
        """
        if self._looked == (point, category):
            return
        self._looked = point, category
        if self._nearby is None:
            self._nearby = Nearby(self._context.board)
            self._context.board.cases_changed.connect(self._follow)
        found = self._nearby.around(*point, WITHIN_M, category) if point else ()
        lines = [f"{round(each.metres)} m · {self._line(each.shown.case)}" for each in found]
        self.near.fill([each.shown.id for each in found], lines)
        self._say(self._near_head, self.tr("Similar within {0} m: is it one of these?").format(100) if found else "")

    @Slot(object)
    def _follow(self, delta: Delta) -> None:
        if self._nearby is not None:
            self._nearby.take(delta)
        self._looked = None

    # -- who calls ------------------------------------------------------------------------------------------------

    @Slot(str)
    def ask_caller(self, phone: str) -> None:
        """A number is typed: look when the hand rests."""
        if digits(phone) == self._phone:
            return
        self._phone, self._question = digits(phone), None
        self.before.fill((), ())
        self._say(self._before_head, "")
        self._pause.stop()
        if is_whole(self._phone):
            self._ask()
        elif len(self._phone) >= SHORTEST:
            self._pause.start()

    @Slot()
    def _ask(self) -> None:
        self._question = self._context.enquiries.ask(Ask.CALLER, args={"phone": self._phone})

    @Slot(object)
    def _take(self, answer: Answer | Unreachable | Denied) -> None:
        if self._question is None or answer.question.id != self._question.id:
            return
        self._question = None
        if isinstance(answer, Answer) and isinstance(answer.content, dict):
            self._show_before(answer.content["cases"])
        elif isinstance(answer, Denied):
            self._say(self._before_head, self._context.say(answer.rule, answer.details))
        else:
            self._say(self._before_head, self.tr("Earlier reports of this number: not known without a line"))

    def _show_before(self, cases: Sequence[Case]) -> None:
        self.before.fill([case.id for case in cases], [self._line(case) for case in cases])
        told = self.tr("%n earlier report(s) from this number", "", len(cases))
        self._say(self._before_head, told if cases else self.tr("First report from this number"))

    # -- rows -----------------------------------------------------------------------------------------------------

    def _line(self, case: Case) -> str:
        names, words = self._context.names, self._context.words
        stage = self._context.texts.text(f"stage.{case.stage}")
        told = (names.number(case.number), names.matter(case), stage, words.at(case.reported_at, self._context.now()))
        return " · ".join((*told, case.address) if case.address else told)

    def _say(self, head: QWidget, words: str) -> None:
        head.setText(words)  # type: ignore[attr-defined]
        head.setVisible(bool(words))

    @Slot(object)
    def _tell(self, item: QListWidgetItem) -> None:
        self.case_asked.emit(item.data(Qt.ItemDataRole.UserRole))


class _Rows(QListWidget):
    """A few lines, each with the id of its case."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._height = context.look.px(26)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay in the field
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def lines(self) -> list[str]:
        """What stands there."""
        return [self.item(row).text() for row in range(self.count())]

    def fill(self, ids: Sequence[str], lines: Sequence[str]) -> None:
        """Show these; none hides it."""
        self.clear()
        for case_id, line in zip(ids, lines, strict=True):
            item = QListWidgetItem(line)
            item.setData(Qt.ItemDataRole.UserRole, case_id)
            item.setToolTip(line)
            self.addItem(item)
        self.setVisible(bool(lines))
        if lines:
            row = max(self.sizeHintForRow(0), self._height)
            self.setFixedHeight(min(len(lines), _ROWS) * row + 2 * self.frameWidth() + 2)
