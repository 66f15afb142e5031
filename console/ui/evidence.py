"""What we really know of a closure: when and where each photo was taken, whether it was in time, what a check said."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from console.ui.case_words import lead_leg
from console.ui.context import Context
from rules.assignment import Assignment
from rules.case import Case, Photo, PhotoKind
from rules.check import CheckStage
from rules.clock import on_time
from rules.evidence import Remark, distance_m, remarks


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


def newest_first(case: Case) -> tuple[int, ...]:
    """Places of a case's photos as they are looked at: the last round's, newest first, those from before, older rounds.

    Where work came back, what is wrong now stands first, and what it was like beside it.
    """
    rounds = [photo.round for photo in case.photos]
    places, last = range(len(rounds)), max(rounds, default=0)
    before = [at for at in places if not rounds[at]]
    newest = [at for at in reversed(places) if rounds[at] == last] if last else []
    older = [at for at in reversed(places) if 0 < rounds[at] < last]
    return (*newest, *before, *older)


def facts(context: Context, case: Case) -> tuple[Fact, ...]:
    """The lines, in the order of the deeds."""
    leg = lead_leg(case)
    found = [*_feedback(context, leg)] if leg else []
    for photo in sides(case).after:
        found += _said(context, case, photo)
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


def _said(context: Context, case: Case, photo: Photo) -> list[Fact]:
    """What is remarked on a photo, to be looked at; and its time and place as far as nothing is remarked on them."""
    if context.city is None:
        return []
    found = remarks(case, photo, context.city)
    lines = [] if any(remark.than for remark in found) else [_taken(context, photo)]
    lines += [(_words(context, remark), True) for remark in found]
    metres = distance_m(case, photo)
    if metres is not None and not any(remark.metres for remark in found):
        most = context.city.policies.evidence_far_m
        lines.append((context.texts.text("evidence.place", metres=metres, most=most), False))
    kind = context.texts.text(f"photo.{photo.kind}")
    between = QCoreApplication.translate("Evidence", "{photo}: {words}")
    return [Fact(between.format(photo=kind, words=words), look) for words, look in lines]


def _taken(context: Context, photo: Photo) -> tuple[str, bool]:
    if not photo.taken_at:
        return context.texts.text("evidence.no_time"), False
    return context.texts.text("evidence.taken", at=context.words.at(photo.taken_at, context.now())), False


def _words(context: Context, remark: Remark) -> str:
    now = context.now()
    details = {"at": context.words.at(remark.at, now), "than": context.words.at(remark.than, now)}
    return context.texts.text(f"evidence.{remark.key}", **details, metres=remark.metres)


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
