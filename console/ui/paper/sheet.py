"""The emergency pack on paper: A4 across, a section for each unit under its phone in large type, page n of m."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter

from console.facts.pack import PackHead, PackLine
from console.ui.look.fonts import make_font
from console.ui.paper.words import COLUMNS, PackWords, Section

DPI = 144  # units of everything below: half points
TOP, HEADING, ROW, FOOT = 40, 64, 24, 28
TITLE, PHONE, TEXT = 22, 26, 15
SHARES = (0.10, 0.12, 0.25, 0.11, 0.07, 0.10, 0.10, 0.10)  # of the width, as `COLUMNS`
MARKS = 0.05  # of the width, before them
_GAP = 6


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on one page of a section."""

    section: Section
    lines: tuple[PackLine, ...]
    goes_on: bool = False  # begun on an earlier page


def paged(sections: Iterable[Section], height: int) -> list[list[Part]]:
    """The parts of each page of this height; a heading never stands without a row. At least one page."""
    pages: list[list[Part]] = [[]]
    room = height
    for section in sections:
        rest = section.lines
        while rest:
            fits = (room - HEADING - ROW) // ROW
            if fits < 1:
                pages.append([])
                room = height
                continue
            pages[-1].append(Part(section, rest[:fits], len(rest) < len(section.lines)))
            room -= HEADING + ROW * (1 + len(rest[:fits]))
            rest = rest[fits:]
    return pages


def draw(head: PackHead, sections: Sequence[Section], words: PackWords) -> tuple[bytes, int]:
    """The PDF and how many pages it has. Needs an application object and the fonts. OSError when Qt cannot draw it."""
    body = QByteArray()
    buffer = QBuffer(body)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle(words.say("title", city=head.city))
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(28, 28, 28, 28))
    )
    pages = paged(sections, writer.height() - TOP - FOOT)
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError("QPdfWriter")
    sheet = _Sheet(painter, writer.width(), writer.height(), words)
    for number, parts in enumerate(pages, 1):
        if number > 1:
            writer.newPage()
        sheet.page(head, parts, f"{number}/{len(pages)}")
    painter.end()
    buffer.close()
    return bytes(body.data()), len(pages)


class _Sheet:
    """Draws one page after the other."""

    def __init__(self, painter: QPainter, width: int, height: int, words: PackWords) -> None:
        self._painter, self._width, self._height, self._words = painter, width, height, words
        self._fonts = {(px, bold): make_font(px, bold) for px in (TITLE, PHONE, TEXT) for bold in (False, True)}
        self._metrics = {key: QFontMetricsF(font, painter.device()) for key, font in self._fonts.items()}

    def page(self, head: PackHead, parts: Iterable[Part], number: str) -> None:
        """Title and age of the data on top, what is said of the pack below."""
        words, width = self._words, self._width
        self._say(words.say("title", city=head.city), QRectF(0, 0, width * 0.6, TOP), TITLE, bold=True)
        self._say(words.as_of(), QRectF(width * 0.6, 0, width * 0.4, TOP), TITLE, bold=True, right=True)
        top = float(TOP)
        for part in parts:
            top = self._part(part, top)
        if top <= TOP:
            self._say(words.say("empty"), QRectF(0, top, width, ROW), TEXT)
        foot = QRectF(0, self._height - ROW, width, ROW)
        self._say(words.say("foot"), foot, TEXT)
        self._say(words.say("page", page=number), foot, TEXT, right=True)

    def _part(self, part: Part, top: float) -> float:
        words, first, width = self._words, part.section.first, self._width
        name = words.name(first) + (words.say("goes_on") if part.goes_on else "")
        count = words.say("count", n=len(part.section.lines))
        line = QRectF(0, top + _GAP, width, HEADING - 2 * _GAP)
        self._say(f"{name}  ·  {count}", QRectF(0, line.y(), width * 0.55, line.height()), TITLE, bold=True)
        reached = f"{first.answers or words.say('column.phone')}  {first.phone}" if first.phone else ""
        self._say(reached, QRectF(width * 0.55, line.y(), width * 0.45, line.height()), PHONE, bold=True, right=True)
        self._painter.drawLine(0, round(top + HEADING), width, round(top + HEADING))
        top = self._row("", [words.say(f"column.{name}") for name in COLUMNS], top + HEADING, bold=True)
        for each in part.lines:
            top = self._row(words.marks(each), words.cells(each), top, bold=words.is_over(each))
        return top

    def _row(self, marks: str, cells: Sequence[str], top: float, *, bold: bool) -> float:
        left = 0.0
        for share, cell in zip((MARKS, *SHARES), (marks, *cells), strict=True):
            wide = share * self._width / (MARKS + sum(SHARES))
            self._say(cell, QRectF(left, top, wide - _GAP, ROW), TEXT, bold=bold)
            left += wide
        return top + ROW

    def _say(self, text: str, box: QRectF, px: int, *, bold: bool = False, right: bool = False) -> None:
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self._painter.setFont(self._fonts[px, bold])
        cut = self._metrics[px, bold].elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self._painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), cut)
