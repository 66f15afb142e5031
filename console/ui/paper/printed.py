"""A page as it is printed: A4, upright. Needs an application object and the fonts."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from console.ui.look.fonts import make_font

_PX = 14
_MARGIN = 42  # points


def as_pdf(page: str) -> bytes:
    """The PDF of an HTML page."""
    body = QByteArray()
    buffer = QBuffer(body)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins))
    document = QTextDocument()
    document.setDefaultFont(make_font(_PX))
    document.setHtml(page)
    document.print_(writer)
    buffer.close()
    return bytes(body.data())
