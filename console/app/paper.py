"""Writes one emergency pack: `python -m console.app.paper FOLDER` reads it from its input, as CSV and PDF.

Each file is whole or not there, and the older ones stay until a new one is. Exit code 1, with the reason as the last
line of what it says, when nothing could be written. It runs at low rank: people at the windows come first.
"""

import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtGui import QGuiApplication

from console.facts.pack import PackCut, PackHead, PackLine, read_pack
from console.models.disk import Disk
from console.ui.look.fonts import load_fonts
from console.ui.paper.sheet import draw
from console.ui.paper.table import as_csv
from console.ui.paper.words import PackWords

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
KEPT = 12
"""Packs that stay: those of the last hour."""
_RANK = 15


def main(arguments: Sequence[str]) -> int:
    """The whole program; its exit code."""
    if sys.platform != "win32":
        os.nice(_RANK)
    application = QGuiApplication(["griddesk-paper"])
    load_fonts(RESOURCES / "fonts")
    try:
        head, lines = read_pack(sys.stdin.buffer.read())
        pages = write(Path(arguments[0]), head, lines)
    except (OSError, PackCut) as error:
        sys.stderr.write(f"{_reason(error)}\n")
        return 1
    finally:
        application.quit()
    sys.stdout.write(json.dumps({"as_of": head.as_of, "pages": pages}) + "\n")
    return 0


def write(folder: Path, head: PackHead, lines: Sequence[PackLine], disk: Disk | None = None) -> int:
    """Both files, for their owner alone, then the oldest go. The pages of the PDF; OSError when it was not done."""
    disk = disk or Disk()
    words = PackWords(head, (RESOURCES / "texts" / f"{head.language}.toml").read_bytes())
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    pdf, pages = draw(head, words.sections(lines), words)
    name = datetime.fromtimestamp(head.at // 1000, ZoneInfo(head.zone)).strftime("pack-%Y%m%d-%H%M%S")
    disk.write_whole(folder / f"{name}.pdf", pdf)
    disk.write_whole(folder / f"{name}.csv", as_csv(words.sections(lines), words))
    _tidy(folder, disk)
    return pages


def _tidy(folder: Path, disk: Disk) -> None:
    """Keep the last ones; what a program that was ended had begun goes too."""
    old = [*folder.glob("pack-*.new")]
    for kind in ("csv", "pdf"):
        old += sorted(folder.glob(f"pack-*.{kind}"))[:-KEPT]
    for file in old:
        disk.remove(file)


def _reason(error: Exception) -> str:
    """Plain words of the system with the name of the file."""
    if isinstance(error, OSError):
        return ": ".join(str(part) for part in (error.filename, error.strerror) if part) or str(error)
    return "incomplete"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
