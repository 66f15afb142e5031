"""What the notices of a window said: each is in sight for some seconds, and stands here until the program ends."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

KEPT = 30  # a menu is not longer than a screen
LONGEST = 90  # characters of a line


@dataclass(frozen=True, slots=True)
class Said:
    """One notice: when (ms UTC), in words, and the case that it is about, "" = none."""

    at: int
    words: str
    case_id: str = ""


class NoticeLog:
    """The newest notices; `moment` words an instant."""

    def __init__(self, moment: Callable[[int], str]) -> None:
        self._moment = moment
        self._said: deque[Said] = deque(maxlen=KEPT)

    def add(self, said: Said) -> None:
        """One more."""
        self._said.append(said)

    def put_into(self, menu: QMenu, go_to: Callable[[str], None]) -> None:
        """As a menu of its own, newest first; one that is about a case leads there."""
        menu.setToolTipsVisible(True)
        for said in reversed(self._said):
            action = menu.addAction(_line(f"{self._moment(said.at)}  {said.words}"))
            action.setToolTip(said.words)
            if said.case_id:
                action.triggered.connect(lambda _on=False, case_id=said.case_id: go_to(case_id))
        if not self._said:
            menu.addAction(QCoreApplication.translate("NoticeLog", "Nothing was said yet")).setEnabled(False)


def _line(words: str) -> str:
    """Of a menu: short, and no letter of it a key."""
    short = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    return short.replace("&", "&&")
