"""The window of forms: which there are for the case, how one looks, print it, save it as the city's own document."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QListWidget, QTextBrowser, QVBoxLayout, QWidget

from console.facts import DESK, Answer, Ask, Denied, Question, ShownCase, Unreachable
from console.facts.papers import PaperWish
from console.ui.context import Context
from console.ui.keys import is_enter, is_plain, key_of, without_text
from console.ui.layouts import across
from console.ui.look.buttons import KeyButton, PrimaryButton
from console.ui.look.fonts import make_font
from console.ui.look.parts import label, set_role
from console.ui.papers.words import Form, Forms

_NO_NAME = re.compile(r'[\\/:*?"<>|\s]+')
FONT = 13  # px: the page on the screen, so that a sheet fits
PAPER = "QTextBrowser { background: #ffffff; color: #000000; padding: 24px; }"  # paper is white in every theme


class PaperWindow(QDialog):
    """`print_asked` brings the page with the file that was chosen."""

    print_asked = Signal(object)  # PaperWish

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._writing = context, Forms(context)
        self._shown: ShownCase | None = None
        self._forms: tuple[Form, ...] = ()
        self._reporter: Mapping[str, str] | None = None
        self._question: Question | None = None
        self._file = Path()
        self.setWindowTitle(self.tr("Forms on paper"))
        look = context.look
        self.forms = QListWidget()
        self.forms.setAccessibleName(self.tr("Forms of this case"))
        self.forms.setMaximumWidth(look.px(220))
        without_text(self.forms)
        self.preview = QTextBrowser()
        self.preview.setAccessibleName(self.tr("How it is printed"))
        self.preview.setStyleSheet(PAPER)
        self.preview.setOpenLinks(False)
        self.preview.document().setDefaultFont(make_font(FONT))
        self.print = PrimaryButton(look, self.tr("Print …"), "Enter")
        self.pdf = KeyButton(look, self.tr("Save as PDF …"), "P")
        self.document = KeyButton(look, self.tr("Save the document …"), "S")
        self.reveal = KeyButton(look, self.tr("With the reporter …"), "R")
        self.back = KeyButton(look, self.tr("Close"), "Esc")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Reason, kept on record; Enter shows"))
        self.reason.setAccessibleName(self.tr("Reason for looking"))
        self.says = label(role="two15", wrap=True)
        self._title = label(self.windowTitle(), "title", wrap=True)
        self._lay_out()
        self._connect()
        self.resize(look.px(960), look.px(820))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(self._title)
        row = across(self.forms, self.preview)
        row.setStretch(1, 1)
        column.addLayout(row, 1)
        column.addWidget(self.reason)
        column.addWidget(self.says)
        column.addLayout(across(self.print, self.pdf, self.document, None, self.reveal, self.back))
        self.reason.hide()

    def _connect(self) -> None:
        self.forms.currentRowChanged.connect(self._show_form)
        self.print.clicked.connect(self._print)
        self.pdf.clicked.connect(self._save_pdf)
        self.document.clicked.connect(self._save_document)
        self.reveal.clicked.connect(self._ask_reason)
        self.reason.returnPressed.connect(self._reveal)
        self.back.clicked.connect(self.close)
        self._context.enquiries.answered.connect(self._answered)

    # what is shown ----------------------------------------------------------------------------------------------------
    def show_case(self, shown: ShownCase | None) -> None:
        """The forms of this case; another one masks the reporter again."""
        if shown is None or self._shown is None or shown.id != self._shown.id:
            self._reporter = None
        self._shown = shown
        self.reason.hide()
        self._say("")
        self._refresh()

    def _refresh(self) -> None:
        chosen = max(0, self.forms.currentRow())
        self._forms = self._writing.of(self._shown.case, self._reporter) if self._shown else ()
        self.forms.clear()
        self.forms.addItems([form.name for form in self._forms])
        self.forms.setCurrentRow(min(chosen, len(self._forms) - 1))
        for made in (self.print, self.pdf, self.document):
            made.setEnabled(bool(self._forms))
        case = self._shown.case if self._shown else None
        may = case is not None and self._context.may_reveal(case)
        self.reveal.setVisible(bool(case and case.personal) and may and self._reporter is None)
        if not self._forms:
            self.preview.clear()
            self._say(self._nothing())
        self._title.setText(self._head())

    def _head(self) -> str:
        if self._shown is None:
            return self.windowTitle()
        names = self._context.names
        return f"{self.windowTitle()} · {names.number(self._shown.number)} {names.matter(self._shown.case)}"

    def _nothing(self) -> str:
        if self._shown is None:
            return self.tr("Choose a case in the queue first.")
        if self._context.city is not None and not self._context.city.papers:
            return self.tr("This city has no forms.")
        return self.tr("There is no form for this case yet: it was not dispatched.")

    @Slot(int)
    def _show_form(self, row: int) -> None:
        if 0 <= row < len(self._forms):
            self.preview.setHtml(self._forms[row].page)

    def say_printed(self, file: str) -> None:
        """The PDF lies there."""
        self._say(self._context.texts.text("shift.printed", file=file))

    def _say(self, words: str, role: str = "two15") -> None:
        set_role(self.says, role)
        self.says.setText(words)

    @property
    def _form(self) -> Form | None:
        row = self.forms.currentRow()
        return self._forms[row] if 0 <= row < len(self._forms) else None

    # what is wished ---------------------------------------------------------------------------------------------------
    @Slot()
    def _print(self) -> None:
        """As a PDF that the system shows: there a printer is chosen."""
        if self._form is not None:
            self.print_asked.emit(PaperWish(self._form.page, Path(self._name("pdf")), show=True))

    @Slot()
    def _save_pdf(self) -> None:
        if self._form is not None and (file := self._chosen("pdf")):
            self.print_asked.emit(PaperWish(self._form.page, file.absolute()))

    @Slot()
    def _save_document(self) -> None:
        """The server fills the city's template: it alone has it whole."""
        form = self._form
        if form is None or not (file := self._chosen(form.suffix)):
            return
        self._file = file
        told = {"values": dict(form.filled.values), "lists": {k: list(v) for k, v in form.filled.lists.items()}}
        args = {"form": json.dumps(told | {"lang": self._context.language}, ensure_ascii=False)}
        self._question = self._context.enquiries.ask(Ask.PAPER, form.key, DESK, args)

    def _name(self, suffix: str) -> str:
        number = self._context.names.number(self._shown.number) if self._shown else ""
        name = self._form.name if self._form else ""
        return _NO_NAME.sub("_", f"{name}-{number}") + f".{suffix}"

    def _chosen(self, suffix: str) -> Path | None:
        place = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        title, kinds = self.tr("Save the form"), f"{suffix.upper()} (*.{suffix})"
        file, _ = QFileDialog.getSaveFileName(self, title, str(place / self._name(suffix)), kinds)
        if not file:
            return None
        return Path(file) if Path(file).suffix else Path(file).with_suffix(f".{suffix}")

    @Slot()
    def _ask_reason(self) -> None:
        self.reason.clear()
        self.reason.show()
        self.reason.setFocus()

    @Slot()
    def _reveal(self) -> None:
        if self._shown is not None and (words := self.reason.text().strip()):
            self.reason.hide()
            self._question = self._context.enquiries.ask(Ask.PERSONAL, self._shown.id, DESK, {"reason": words})

    @Slot(object)
    def _answered(self, reply: Answer | Unreachable | Denied) -> None:
        if self._question is None or reply.question.id != self._question.id:
            return
        self._question = None
        if not isinstance(reply, Answer):
            rule = reply.rule if isinstance(reply, Denied) else reply.reason
            self._say(self._context.say(rule, reply.details), "over13")
        elif reply.question.kind is Ask.PAPER and isinstance(reply.content, bytes):
            self._keep(reply.content)
        elif isinstance(reply.content, Mapping) and self._shown and reply.question.about == self._shown.id:
            self._reporter = dict(reply.content.get("data", {}))
            self._refresh()

    def _keep(self, body: bytes) -> None:
        """The document is as the person named it, or the reason is said."""
        try:
            self._file.write_bytes(body)
        except OSError as error:
            self._say(f"{self._file}: {error.strerror}", "over13")
        else:
            self._say(self.tr("Saved: {file}").format(file=self._file))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter prints, letters are the other buttons; Esc is the dialog's own."""
        keys = {"P": self.pdf, "S": self.document, "R": self.reveal}
        if event.isAutoRepeat():
            event.ignore()
        elif is_enter(event):
            self.print.click()
        elif is_plain(event) and key_of(event) in keys and not keys[key_of(event)].isHidden():
            keys[key_of(event)].click()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
