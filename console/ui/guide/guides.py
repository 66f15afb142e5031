"""Which guides this console has shown to whom: each once per account, and again when it is asked for."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Guides(QObject):
    """Shared by the windows. Off until `allow` says what was seen already; `ended` brings what is to be remembered."""

    ended = Signal(str)
    asked = Signal()  # show them again
    roles_known = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self._on = False
        self.has_roles = False  # a simulator beside this console has roles to take

    def allow(self, seen: Iterable[str]) -> None:
        """Show guides from now on, but for those that were seen."""
        self._on = True
        self._seen |= set(seen)

    def know_roles(self) -> None:
        """From now on roles can be taken: the steps lead to them."""
        self.has_roles = True
        self.roles_known.emit()

    def wants(self, person: str, guide: str) -> bool:
        """Whether the guide is new to the person."""
        return self._on and f"{person} {guide}" not in self._seen

    def end(self, person: str, guide: str) -> None:
        """The person has been through it, or does not want it."""
        self._seen.add(f"{person} {guide}")
        self.ended.emit(f"{person} {guide}")

    def again(self) -> None:
        """Whoever sits here wants to see them once more."""
        self._on = True
        self._seen.clear()
        self.asked.emit()
