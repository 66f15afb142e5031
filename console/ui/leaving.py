"""What is asked when the desk is left with commands that the server has not heard of."""

from PySide6.QtWidgets import QMessageBox, QWidget


class Leaving(QMessageBox):
    """Asks once; `goes` says whether the person leaves. The commands stay on this desk's disk."""

    def __init__(self, unsent: int, parent: QWidget) -> None:
        super().__init__(parent)
        words = self.tr("{n} commands are not sent yet. They stay on this desk's disk and are sent at the next start.")
        self.setWindowTitle(self.tr("Leave"))
        self.setText(words.format(n=unsent))
        self._leave = self.addButton(self.tr("Leave"), QMessageBox.ButtonRole.AcceptRole)
        self.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)

    def goes(self) -> bool:
        """Whether "leave" was chosen."""
        self.exec()
        return self.clickedButton() is self._leave
