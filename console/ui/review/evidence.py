"""What we really know of a closure: when and where each photo was taken, whether it was in time, what a check said."""

from dataclasses import dataclass
from math import hypot

from PySide6.QtCore import QCoreApplication

from console.ui.case_words import lead_leg
from console.ui.context import Context
from rules.assignment import Assignment
from rules.case import Case, Photo, PhotoKind
from rules.check import CheckStage
from rules.clock import on_time

FAR_M = 50  # farther from the point of the case than this is worth a look


@dataclass(frozen=True, slots=True)
class Fact:
    """One line; `look` when a person should look at it. Nothing is judged by itself."""

    words: str
    look: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """The photos of a case before handling, and after it in the present round."""

    before: tuple[Photo, ...]
    after: tuple[Photo, ...]


def sides(case: Case) -> Sides:
    """Which photos stand in which pane."""
    early = {PhotoKind.OVERVIEW, PhotoKind.CLOSE_UP, PhotoKind.REFERENCE}
    before = tuple(photo for photo in case.photos if photo.kind in early and not photo.round)
    late = {PhotoKind.AFTER, PhotoKind.CHECK}
    after = [photo for photo in case.photos if photo.kind in late and photo.round == case.round]
    return Sides(before, tuple(sorted(after, key=lambda photo: photo.kind is PhotoKind.CHECK)))


def facts(context: Context, case: Case) -> tuple[Fact, ...]:
    """The lines, in the order of the deeds."""
    leg = lead_leg(case)
    found = [*_feedback(context, leg)] if leg else []
    for photo in sides(case).after:
        found += _taken(context, photo, leg) + _far(context, case, photo)
    return (*found, *_checks(context, case))


def _feedback(context: Context, leg: Assignment) -> list[Fact]:
    if not leg.feedback_at or not context.city:
        return []
    kept = on_time(leg.clock, context.city.calendar) if leg.clock else None
    word = {
        True: QCoreApplication.translate("Evidence", "in time"),
        False: QCoreApplication.translate("Evidence", "late"),
    }
    said = QCoreApplication.translate("Evidence", "{unit} reported done {at}").format(
        unit=context.names.unit(leg.unit), at=context.words.at(leg.feedback_at, context.now())
    )
    parts = [said, word[kept] if kept is not None else "", f"“{leg.feedback_text}”" if leg.feedback_text else ""]
    comma = QCoreApplication.translate("Evidence", ", ")
    return [Fact(comma.join(part for part in parts if part), kept is False)]


def _taken(context: Context, photo: Photo, leg: Assignment | None) -> list[Fact]:
    kind = context.texts.text(f"photo.{photo.kind}")
    if not photo.taken_at:
        return [Fact(QCoreApplication.translate("Evidence", "{photo}: without a time of its own").format(photo=kind))]
    at = context.words.at(photo.taken_at, context.now())
    if leg and photo.taken_at < leg.sent_at:
        words = QCoreApplication.translate("Evidence", "{photo}: taken {at}, before the dispatch")
        return [Fact(words.format(photo=kind, at=at), look=True)]
    words = QCoreApplication.translate("Evidence", "{photo}: taken {at}, after the dispatch")
    return [Fact(words.format(photo=kind, at=at))]


def _far(context: Context, case: Case, photo: Photo) -> list[Fact]:
    metres = distance_m(context, case, photo)
    if metres is None:
        return []
    words = QCoreApplication.translate("Evidence", "{photo}: {m} m from the point of the case")
    kind = context.texts.text(f"photo.{photo.kind}")
    return [Fact(words.format(photo=kind, m=round(metres)), metres > FAR_M)]


def distance_m(context: Context, case: Case, photo: Photo) -> float | None:
    """How far from the point of the case the photo was taken, in metres; None when one of the points is not known."""
    grids = context.city.grids if context.city else None
    if grids is None or not case.located or not (photo.lon or photo.lat):
        return None
    (x, y), (a, b) = grids.metres(case.lon, case.lat), grids.metres(photo.lon, photo.lat)
    return hypot(x - a, y - b)


def _checks(context: Context, case: Case) -> list[Fact]:
    found = []
    for check in case.checks:
        if check.round != case.round:
            continue
        if check.stage is CheckStage.ANSWERED:
            words = QCoreApplication.translate("Evidence", "field check: {result} {at}")
            at = context.words.at(check.answered_at, context.now())
            said = words.format(result=context.texts.text(f"choice.{check.result}"), at=at)
            found.append(Fact(f"{said} {check.text}".strip(), check.result == "unsolved"))
        elif check.stage is not CheckStage.RECALLED:
            words = QCoreApplication.translate("Evidence", "a field check is out since {at}")
            found.append(Fact(words.format(at=context.words.at(check.sent_at, context.now()))))
    return found
