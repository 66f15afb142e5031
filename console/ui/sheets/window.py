"""The window of files: which form, which file, what would come of it row by row, and taking it in."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QListWidget, QVBoxLayout, QWidget

from console.facts import DESK, Answer, Ask, Denied, Question, Unreachable
from console.ui.context import Context
from console.ui.keys import without_text
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.parts import label

MOST = 50 * 1024 * 1024  # bytes: no city takes more, and a wrong file is not sent about


class SheetWindow(QDialog):
    """A file is taken in only after it was tried. `taken` once some of it was."""

    taken = Signal(int)  # how many new cases

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._question: Question | None = None
        self._file = b""
        self._codes: tuple[str, ...] = ()
        self.setWindowTitle(self.tr("Take in a file of reports"))
        look = context.look
        self.forms = QComboBox()
        self.forms.setAccessibleName(self.tr("form of the file"))
        self.columns, self.says = label(role="two15", wrap=True), label(role="two15", wrap=True)
        self.problems = QListWidget()
        self.problems.setAccessibleName(self.tr("rows that are wrong"))
        self.problems.setWordWrap(True)
        without_text(self.problems)
        self.choose = KeyButton(look, self.tr("Choose a file …"), "")
        self.take = PrimaryButton(look, self.tr("Take it in"), "Enter")
        self.back = KeyButton(look, self.tr("Close"), "Esc")
        self._lay_out()
        self.forms.currentIndexChanged.connect(self._other_form)
        self.choose.clicked.connect(self._choose)
        self.take.clicked.connect(self._take)
        self.back.clicked.connect(self.reject)
        context.enquiries.answered.connect(self._answered)
        self.resize(look.px(820), look.px(560))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label(self.windowTitle(), "title", wrap=True))
        row = across(self.forms, self.choose)
        row.setStretch(0, 1)
        column.addLayout(row)
        column.addWidget(self.columns)
        column.addWidget(self.problems, 1)
        column.addWidget(self.says)
        column.addLayout(across(self.take, None, self.back))

    def begin(self) -> None:
        """Ask which forms there are; nothing is chosen."""
        self._forget("")
        self._ask(Ask.SHEETS, "", {"lang": self._context.language})

    def _forget(self, words: str) -> None:
        self._file = b""
        self.problems.clear()
        self.says.setText(words)
        self.take.setEnabled(False)

    @Slot()
    def _other_form(self) -> None:
        columns = self.forms.currentData()
        self._forget("")
        listed = ", ".join(columns.values()) if isinstance(columns, dict) else ""
        self.columns.setText(self._context.texts.text("sheet.has_columns", columns=listed) if listed else "")
        self.choose.setEnabled(bool(listed))

    @Slot()
    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.windowTitle(), "", self.tr("Tables (*.csv *.xlsx *.txt)"))
        if name:
            self.read(Path(name))

    def read(self, file: Path) -> None:
        """Try a file: the server says what would come of it."""
        self._forget("")
        try:
            if file.stat().st_size > MOST:
                self.says.setText(self._context.say("rule.too_large", {"field": file.name, "max": str(MOST)}))
                return
            self._file = file.read_bytes()
        except OSError as error:
            self.says.setText(f"{file.name}: {error.strerror}")
            return
        self._send(dry=True)

    @Slot()
    def _take(self) -> None:
        if self.take.isEnabled():
            self._send(dry=False)

    def _send(self, *, dry: bool) -> None:
        self.take.setEnabled(False)
        args = {"file": base64.b64encode(self._file).decode(), "lang": self._context.language}
        self._ask(Ask.SHEET, self._codes[self.forms.currentIndex()], args | ({"dry": "true"} if dry else {}))

    def _ask(self, kind: Ask, about: str, args: Mapping[str, str]) -> None:
        self._question = self._context.enquiries.ask(kind, about, DESK, args)

    @Slot(object)
    def _answered(self, reply: Answer | Unreachable | Denied) -> None:
        if self._question is None or reply.question.id != self._question.id:
            return
        self._question = None
        if isinstance(reply, Denied):
            self.says.setText(reply.text or self._context.say(reply.rule, reply.details))
        elif isinstance(reply, Unreachable):
            self.says.setText(self._context.say(reply.reason, reply.details))
        elif reply.question.kind is Ask.SHEETS and isinstance(reply.content, tuple):
            self._show_forms(reply.content)
        elif isinstance(reply.content, dict):
            self._show_result(reply.content)

    def _show_forms(self, forms: tuple[Mapping[str, Any], ...]) -> None:
        self._codes = tuple(str(each["code"]) for each in forms)
        self.forms.clear()
        for each in forms:
            self.forms.addItem(str(each["name"]), dict(each["columns"]))
        self._other_form()
        if not forms:
            self.says.setText(self._context.texts.text("sheet.no_forms"))

    def _show_result(self, told: Mapping[str, Any]) -> None:
        self.says.setText(str(told["text"]))
        self.problems.clear()
        self.problems.addItems([str(each["text"]) for each in told["problems"]])
        self.take.setEnabled(bool(told["dry"]) and int(told["new"]) > 0)
        if not told["dry"]:
            self.taken.emit(int(told["new"]))
