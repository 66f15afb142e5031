"""What the tree says: for each leg its unit, stage, clock and what happened to it; below it its milestones."""

from collections.abc import Iterator
from dataclasses import dataclass

from console.ui.case.legs.tree import branches
from console.ui.case.preview import leg_due
from console.ui.case.proposal_words import leg_reason
from console.ui.context import Context
from console.ui.look.words import sentence
from rules.assignment import LIVE, Assignment, LegStage, Request
from rules.case import Case, Milestone
from rules.clock import Clock, on_time
from rules.deadlines import Deadline, Lamp, deadline


@dataclass(frozen=True, slots=True)
class LegLine:
    """One line: a leg with a second line below, or (without `below`) one of its milestones. `lamp` is a shape.

    `leg` is the leg's id; `proof` the sha256 of a milestone's photo, "" for none.
    """

    leg: str
    depth: int
    lamp: str
    strong: str
    words: str
    right: str
    below: str = ""
    proof: str = ""

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        return " · ".join(part for part in (self.strong, self.words, self.right, self.below) if part)


class LegWords:
    """Puts the legs of a case into lines."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def lines(self, case: Case) -> tuple[LegLine, ...]:
        """The tree as it stands now."""
        return tuple(line for branch in branches(case) for line in self._of(case, branch.leg, branch.depth))

    def _of(self, case: Case, leg: Assignment, depth: int) -> Iterator[LegLine]:
        texts = self._context.texts
        words = f"{texts.text(f'leg_role.{leg.role}')} · {texts.text(f'leg.{leg.stage}')}"
        lamp, right = self._clock(case, leg)
        yield LegLine(leg.id, depth, lamp, self._context.names.unit(leg.unit), words, right, self._below(case, leg))
        for milestone in case.milestones:
            if milestone.assignment == leg.id:
                yield self._milestone(milestone, leg, depth + 1)

    # -- its clock ------------------------------------------------------------------------------------------------

    def _clock(self, case: Case, leg: Assignment) -> tuple[str, str]:
        """The lamp of a leg, and what its clock says; one that ended says how it was judged."""
        if leg.stage not in LIVE or leg.stage is LegStage.DONE:
            return ("done" if leg.feedback_at else "none"), self._judged(leg)
        ends = self._deadline("handle", leg.clock)
        return (ends.lamp(self._context.now()).value if ends else "none"), self._due(case, leg, ends)

    def _deadline(self, name: str, clock: Clock | None) -> Deadline | None:
        city = self._context.city
        return deadline(name, clock, city.calendar, city.policies.near_percent) if city else None

    def _due(self, case: Case, leg: Assignment, ends: Deadline | None) -> str:
        texts, words, city, now = self._context.texts, self._context.words, self._context.city, self._context.now()
        if ends is not None:
            return self._said(ends)  # until when stands below: beside it the leg's stage would have no room
        at = leg_due(case, leg.id, city, now) if city and leg.stage is LegStage.SENT else 0
        return texts.text("console.due", at=words.due(at)) if at else ""

    def _left(self, ends: Deadline) -> str:
        """Due and left; of a clock that stands still, what is left of it."""
        return " · ".join(part for part in (self._until(ends), self._said(ends)) if part)

    def _until(self, ends: Deadline | None) -> str:
        if ends is None or ends.paused:
            return ""
        return self._context.texts.text("console.due", at=self._context.words.due(ends.due))

    def _said(self, ends: Deadline) -> str:
        texts, words, now = self._context.texts, self._context.words, self._context.now()
        lamp = ends.lamp(now)
        how = "left" if lamp in {Lamp.IN_TIME, Lamp.NEAR} else str(lamp)
        name, left = self._context.say(f"clock.{ends.name}"), words.left(ends.time_left(now))
        return sentence(texts.text(f"console.clock_{how}", name=name, left=left))

    def _judged(self, leg: Assignment) -> str:
        city = self._context.city
        kept = on_time(leg.clock, city.calendar) if leg.clock and leg.feedback_at and city else None
        return "" if kept is None else self._context.texts.text("console.on_time" if kept else "console.late")

    # -- what happened to it --------------------------------------------------------------------------------------

    def _below(self, case: Case, leg: Assignment) -> str:
        """Fetched, told, signed, reported, the promised call, what is asked for; what waits for a person goes first."""
        asked = [self._request(each) for each in case.requests if each.assignment == leg.id and each.state == "pending"]
        told = self._at("console.told", leg.told_at, to=leg.told_to) if leg.told_at else ""
        promised = leg.call_back_at if leg.stage in LIVE else 0
        left = self._context.words.left(promised - self._context.now()) if promised else ""
        runs = leg.stage in LIVE and leg.stage is not LegStage.DONE
        parts = (
            *asked,
            leg_reason(self._context, leg),
            self._at("console.call_back", promised, left=left),
            self._until(self._deadline("handle", leg.clock)) if runs else "",
            self._at("console.sent", leg.sent_at),
            self._at("console.fetched", leg.fetched_at),
            told,
            self._at("console.signed", leg.signed_at),
            self._at("console.reported", leg.feedback_at),
            f"“{leg.feedback_text}”" if leg.feedback_text else "",
        )
        return " · ".join(part for part in parts if part)

    def _at(self, key: str, instant: int, **details: str) -> str:
        at = self._context.words.at(instant, self._context.now()) if instant else ""
        return self._context.texts.text(key, at=at, **details) if at else ""

    def _request(self, request: Request) -> str:
        kind = self._context.texts.text(f"request.{request.kind}")
        return self._at("console.asked", request.at, kind=kind)

    def _milestone(self, milestone: Milestone, leg: Assignment, depth: int) -> LegLine:
        texts = self._context.texts
        ends = self._deadline(milestone.key, milestone.clock)
        now = self._context.now()
        name = sentence(self._context.say(f"clock.{milestone.key}"))
        if milestone.reached_at:
            words = self._at("console.reached", milestone.reached_at)
            kept = on_time(milestone.clock, self._context.city.calendar) if self._context.city else None
            right = "" if kept is None else texts.text("console.on_time" if kept else "console.late")
            return LegLine(leg.id, depth, "done", name, words, right, proof=milestone.proof)
        lamp = ends.lamp(now).value if ends else "none"
        return LegLine(leg.id, depth, lamp, name, "", self._left(ends) if ends else "")
