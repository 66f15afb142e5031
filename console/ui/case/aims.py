"""Deeds that may be done to several legs, checks or requests: one button each, and a menu that says to which."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from console.ui.context import Context
from console.ui.look.words import sentence
from console.ui.offers import Action
from rules.case import Case


def heads(found: Iterable[Action]) -> tuple[Action, ...]:
    """The first deed of each verb: what has a button."""
    first: dict[str, Action] = {}
    for action in found:
        first.setdefault(action.verb, action)
    return tuple(first.values())


def alike(found: Iterable[Action], action: Action) -> tuple[Action, ...]:
    """All offered deeds of the same verb: the same may be done to several."""
    return tuple(each for each in found if each.verb == action.verb)


def aim_words(context: Context, case: Case, target: str) -> str:
    """What a deed is done to: a unit with its part and stage, or a check; "" for the case itself."""
    texts = context.texts
    for leg in case.legs:
        if leg.id == target:
            part, stage = texts.text(f"leg_role.{leg.role}"), texts.text(f"leg.{leg.stage}")
            unit = texts.text("console.in_brackets", words=context.names.unit(leg.unit), more=part)
            return f"{unit} · {stage}"
    for check in case.checks:
        if check.id == target:
            return f"{texts.text(f'check_kind.{check.kind}')} {context.words.at(check.sent_at, context.now())}"
    return ""


class AimMenu(QMenu):
    """One line a deed, each with a digit as its key; goes by itself when it was used or left."""

    def __init__(
        self, found: tuple[Action, ...], words: Callable[[Action], str], chosen: Callable[[Action], None],
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        for number, action in enumerate(found, 1):
            digit = f"&{number}  " if number < 10 else ""
            entry = self.addAction(f"{digit}{sentence(words(action))}")
            entry.triggered.connect(lambda _on=False, action=action: chosen(action))
        self.aboutToHide.connect(self.deleteLater)

    def open_at(self, place: QPoint) -> None:
        """Show it there, its first line chosen."""
        self.popup(place)
        if entries := self.actions():
            self.setActiveAction(entries[0])
