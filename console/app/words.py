"""What is said before there are windows: each text in both languages, on stderr, or in a box where there is none."""

import sys
from collections.abc import Mapping
from pathlib import Path

from rules.texts import Texts

LANGUAGES = ("zh_CN", "en")


def both(resources: Path, key: str, details: Mapping[str, str]) -> str:
    """The text in both languages, one line each."""
    lines = []
    for language in LANGUAGES:
        catalogue = (resources / "texts" / f"{language}.toml").read_bytes()
        lines.append(Texts(catalogue).say(key, details))
    return "\n".join(lines)


def tell(text: str) -> None:
    """Say it where the person sees it."""
    if sys.stderr is not None:
        sys.stderr.write(text + "\n")
        return
    from PySide6.QtWidgets import QApplication, QMessageBox

    application = QApplication.instance() or QApplication([])
    QMessageBox.critical(None, "Griddesk 网格派遣台", text)
    application.processEvents()
