"""A page as it is printed: A4, upright, its title and "page n of m" at the foot of each sheet.

Needs an application object and the fonts.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from console.ui.look.fonts import make_font

_PX = 14
_SMALL = 11
_MARGIN = 42  # points
_DPI = 96  # of the measures above: the writer's own are finer
_FOOT = 22  # px kept free for the foot


def as_pdf(page: str) -> bytes:
    """The PDF of an HTML page. OSError when Qt cannot draw it."""
    body = QByteArray()
    buffer = QBuffer(body)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins))
    document = document_of(page)
    title = document.metaInformation(QTextDocument.MetaInformation.DocumentTitle)
    writer.setTitle(title)
    _draw(document, writer, title)
    buffer.close()
    return bytes(body.data())


def document_of(page: str) -> QTextDocument:
    """The page as Qt lays it out, for print and for the screen."""
    document = QTextDocument()
    document.setDefaultFont(make_font(_PX))
    document.setDocumentMargin(0)
    document.setHtml(page)
    return document


def _draw(document: QTextDocument, writer: QPdfWriter, foot: str) -> None:
    scale = writer.resolution() / _DPI
    width, height = writer.width() / scale, writer.height() / scale - _FOOT
    document.setPageSize(QSizeF(width, height))
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError("QPdfWriter")
    pages = document.pageCount()
    for number in range(pages):
        if number:
            writer.newPage()
        painter.save()
        painter.scale(scale, scale)
        _foot(painter, QRectF(0, height, width, _FOOT), foot, f"{number + 1}/{pages}")
        painter.translate(0, -number * height)
        document.drawContents(painter, QRectF(0, number * height, width, height))
        painter.restore()
    painter.end()


def _foot(painter: QPainter, box: QRectF, foot: str, number: str) -> None:
    painter.setFont(make_font(_SMALL))
    bottom = Qt.AlignmentFlag.AlignBottom
    painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | bottom), foot)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | bottom), number)
