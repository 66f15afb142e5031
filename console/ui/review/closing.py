"""The closing conditions of a case in the review: for what it was filed, and what must hold now, to be ticked."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from console.facts import ShownCase
from console.ui.context import Context
from console.ui.layouts import across, clear
from console.ui.look import Look
from console.ui.look.parts import KeyCap, label


def _cap(look: Look, number: int) -> KeyCap:
    cap = KeyCap(look, str(number))
    policy = cap.sizePolicy()
    policy.setRetainSizeWhenHidden(True)  # the words beside it stay where they are
    cap.setSizePolicy(policy)
    return cap


class ClosingBoxes(QWidget):
    """One box for each condition, with its digit; the digits go while they mean something else."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._context = context
        self.boxes: list[QCheckBox] = []
        self.caps: list[KeyCap] = []
        self._condition = ""
        self._filed, self._head = label(role="two", wrap=True), label(role="head")
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._filed)
        column.addWidget(self._head)
        column.addLayout(self._list)

    def show_case(self, shown: ShownCase | None) -> None:
        """The conditions of another case, none of them ticked."""
        names = self._context.names
        self._condition = shown.case.condition if shown else ""
        filed = names.condition_words(self._condition) if self._condition else ""
        self._filed.setText(self.tr("Filed for: {0}").format(filed) if filed else "")
        self._filed.setVisible(bool(filed))
        self._head.setText(self.tr("Closing conditions") if filed else "")
        clear(self._list)
        self.boxes, self.caps = [], []
        for number, words in enumerate(names.closing(self._condition) if self._condition else (), 1):
            self.boxes.append(QCheckBox(words))
            self.caps.append(_cap(self._context.look, number))
            self._list.addLayout(across(self.caps[-1], self.boxes[-1], None))

    def offer(self, manned: bool, rejecting: bool) -> None:
        """They are ticked by who sits here; by the digits, not while one of them chooses a reason."""
        for box, cap in zip(self.boxes, self.caps, strict=True):
            box.setEnabled(manned)
            cap.setVisible(manned and not rejecting)

    def ticked(self) -> tuple[str, ...]:
        """The conditions that are ticked, in the city's own words."""
        condition = self._context.names.condition(self._condition) if self._condition else None
        kept = condition.closing if condition else ()
        return tuple(words for words, box in zip(kept, self.boxes, strict=True) if box.isChecked())

    def all_ticked(self) -> bool:
        """Whether every closing condition is ticked."""
        return all(box.isChecked() for box in self.boxes)

    def tick(self, number: int) -> bool:
        """Tick or untick the condition with this number; False when there is none."""
        if not 0 < number <= len(self.boxes):
            return False
        self.boxes[number - 1].toggle()
        return True
