"""Makes the reports of outage drills: `python -m console.app.drill_paper FOLDER LANGUAGE`, as HTML and PDF.

For each record in the folder that has none yet; a record that was written anew gets a new one. Each file is whole or
not there. Exit code 1, with the reason as the last line of what it says, when one could not be made.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from console.app.drill_files import is_due, read_all
from console.models.disk import Disk
from console.ui.drill.page import DrillPage
from console.ui.look.fonts import load_fonts
from console.ui.paper.printed import as_pdf
from rules.texts import Texts

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
_RANK = 15


def main(arguments: Sequence[str]) -> int:
    """The whole program; its exit code."""
    if sys.platform != "win32":
        os.nice(_RANK)
    application = QGuiApplication(["griddesk-drill"])
    load_fonts(RESOURCES / "fonts")
    try:
        write(Path(arguments[0]), arguments[1])
    except OSError as error:
        sys.stderr.write(": ".join(str(part) for part in (error.filename, error.strerror) if part) + "\n")
        return 1
    finally:
        application.quit()
    return 0


def write(folder: Path, language: str, disk: Disk | None = None) -> tuple[Path, ...]:
    """The pages that were made; a record that cannot be read has none. OSError when one could not be written."""
    disk = disk or Disk()
    texts = Texts((RESOURCES / "texts" / f"{language}.toml").read_bytes())
    records = read_all(folder)
    made = []
    for file, record in records.items():
        if not is_due(file):
            continue
        earlier = [each for each in records.values() if each.began < record.began]
        page = DrillPage(texts, record.zone).html(record, earlier)
        disk.write_whole(file.with_suffix(".html"), page.encode())
        disk.write_whole(file.with_suffix(".pdf"), as_pdf(page))
        made.append(file.with_suffix(".html"))
    return tuple(made)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
