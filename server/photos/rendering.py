"""Pages of a PDF as pictures, in a process of its own: whatever a hostile file does to the reader ends with it.

Run with the most pages that are taken, this file reads a PDF from its standard input and writes each page as a JPEG,
its length before it (4 bytes, big-endian). The exit code says why there is none: UNREADABLE, LOCKED, LONG. It imports
nothing of the server's.
"""

import io
import struct
import sys
from typing import Any

WIDE, HIGH = 1400, 2000  # px: a page of A4 is read without a glass
MEMORY = 1 << 30
SECONDS = 15  # of a core
UNREADABLE, LOCKED, LONG = 3, 4, 5


def main(most: int) -> int:
    """0 when all pages were written."""
    _bound()
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        count = len(document)
    except pypdfium2.PdfiumError as error:
        return LOCKED if "password" in str(error).lower() else UNREADABLE
    if count > most:
        return LONG
    try:
        pages = [_picture(document[n]) for n in range(count)]
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return UNREADABLE
    for page in pages:
        sys.stdout.buffer.write(struct.pack(">I", len(page)) + page)
    return 0 if pages else UNREADABLE


def _picture(page: Any) -> bytes:
    width, height = page.get_size()
    bitmap = page.render(scale=min(WIDE / width, HIGH / height), may_draw_forms=False)
    out = io.BytesIO()
    bitmap.to_pil().convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def _bound() -> None:
    """Neither all memory nor all time of the machine, where the system can say so."""
    try:
        import resource
    except ImportError:  # Windows: the parent's own limit of time holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
