"""Prints a page: `python -m console.app.sheet FILE.pdf` reads HTML from its input, and the file is whole or not there.

It tells the file that it has written. Exit code 1, with the reason as the last line of what it says, when it could not.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from console.models.disk import Disk
from console.ui.look.fonts import load_fonts
from console.ui.paper.printed import as_pdf

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def main(arguments: Sequence[str]) -> int:
    """The whole program; its exit code."""
    application = QGuiApplication(["griddesk-sheet"])
    load_fonts(RESOURCES / "fonts")
    file = Path(arguments[0])
    try:
        body = as_pdf(sys.stdin.buffer.read().decode())
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        Disk().write_whole(file, body)
    except (OSError, UnicodeDecodeError) as error:
        words = (getattr(error, "filename", None), getattr(error, "strerror", None))
        sys.stderr.write((": ".join(str(part) for part in words if part) or str(error)) + "\n")
        return 1
    finally:
        application.quit()
    sys.stdout.write(f"{file}\n")
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    raise SystemExit(main(sys.argv[1:]))
