"""What who reported may know of a case: where it stands in plain steps, since when, and what was answered."""

from dataclasses import dataclass

from rules.case import ENDED, Case, PhotoKind, Stage
from rules.services import CitizenRules

STEPS = ("received", "accepted", "in_hand", "checked", "closed")
_AT = {
    Stage.REPORTED: 0,
    Stage.PRE_CHECK: 0,
    Stage.ACCEPTED: 0,
    Stage.TO_DISPATCH: 1,
    Stage.WITH_UNITS: 2,
    Stage.TO_CONFIRM: 2,
    Stage.TO_VERIFY: 3,
    Stage.TO_CLOSE: 3,
    Stage.CLOSED: 4,
}
SIDE_ENDS = ENDED - {Stage.CLOSED}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a key of the texts, when it was reached (ms UTC, 0 = not yet or not known), whether it is the last."""

    key: str
    at: int
    is_done: bool
    is_now: bool


def steps(case: Case) -> tuple[Step, ...]:
    """The steps of a case in order; one that ended otherwise has its end in the place of those it never came to."""
    reached = (case.reported_at, case.filed_at, case.first_dispatched_at, case.feedback_at, case.closed_at)
    if case.stage in SIDE_ENDS:
        done = [key for key, at in zip(STEPS[:4], reached, strict=False) if at]
        ended = [Step(key, at, True, False) for key, at in zip(done, [at for at in reached[:4] if at], strict=True)]
        return (*ended, Step(case.stage.value, case.stage_since, True, True))
    here = _AT[case.stage]
    return tuple(
        Step(key, at if n <= here else 0, n <= here, n == here)
        for n, (key, at) in enumerate(zip(STEPS, reached, strict=True))
    )


def is_told(case: Case, rules: CitizenRules) -> bool:
    """Whether the number is told and the case may be listed: at once, or once somebody has looked at it.

    Beyond a network gate a case has no number until the centre has answered.
    """
    return bool(case.number) and (
        rules.number_when == "reported" or case.stage not in {Stage.REPORTED, Stage.PRE_CHECK}
    )


def shown_photos(case: Case, rules: CitizenRules) -> tuple[str, ...]:
    """The photos (by sha256) that who reported sees: the own ones, and those after handling once it has ended."""
    own = [photo.sha256 for photo in case.photos if photo.by == case.reported_by]
    after = [photo.sha256 for photo in case.photos if photo.kind is PhotoKind.AFTER]
    shown = own + (after if rules.after_photos and case.stage in ENDED else [])
    return tuple(dict.fromkeys(shown))
