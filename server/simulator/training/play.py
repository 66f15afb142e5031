"""Plays a script: reports at their minutes, takes them in at once, and lets the units do what the script says of them.

Whatever the dispatcher does, the answer follows from the case's image alone; nobody but the script's people acts.
"""

from collections.abc import Iterator

from rules.assignment import Assignment, LegRole, LegStage, Request
from rules.case import Case, Stage
from rules.commands import Role
from server.simulator.figures import Matter
from server.simulator.incoming import Desk
from server.simulator.places import Places
from server.simulator.plan import SECOND, Hand, Life, Picture, Plan
from server.simulator.reports import Report
from server.simulator.training.script import Scene, Script
from server.simulator.truth import right_unit
from server.simulator.wish import CannotSimulate

ASIDE = 40_000_000  # places of the training have numbers of their own
JITTER_MS = 20_000
TAKE_IN, FETCH, SIGN, ASK, AGAIN, LEAST = 8 * SECOND, 40 * SECOND, 60 * SECOND, 90 * SECOND, 240 * SECOND, 30 * SECOND


class Play:
    """The hour that began at `began` (ms UTC): `cases` are its images so far, `right` says who is responsible."""

    def __init__(self, script: Script, life: Life, places: Places, began: int) -> None:
        self.script, self.began = script, began
        self._life, self._places = life, places
        self._desk = Desk(life.cast, life.chance)
        self.scenes: dict[str, Scene] = {}
        self.cases: dict[str, Case] = {}
        self.right: dict[str, str] = {}
        self._reports = tuple(self._report(number, scene) for number, scene in enumerate(script.scenes))

    def reports(self) -> tuple[Plan, ...]:
        """All reports of the hour, each at its time."""
        return self._reports

    def id_of(self, key: str) -> str:
        """The case of a scene."""
        return next(case_id for case_id, scene in self.scenes.items() if scene.key == key)

    def plans(self, case: Case, _now: int) -> tuple[Plan, ...]:
        """What the script's people will do with a case as it stands; nothing with cases that are not of the script."""
        scene = self.scenes.get(case.id)
        if scene is None:
            return ()
        self.cases[case.id] = case
        hand = Hand(self._life, case)
        if case.stage is Stage.TO_DISPATCH and case.id not in self.right:
            self.right[case.id] = scene.unit or right_unit(hand)
        return tuple(self._steps(hand, scene))

    def _report(self, number: int, scene: Scene) -> Plan:
        found = self._where(scene)
        if found is None or scene.condition not in self._life.city.conditions:
            what = scene.place if found is None else scene.condition
            raise CannotSimulate(
                f"训练脚本 {scene.key}：本市没有 {what}", f"training {scene.key}: no {what} in this city"
            )
        first = self.script.scene(scene.repeats) if scene.repeats else scene
        spot = self._places.at(ASIDE + self.script.scenes.index(first), *found)
        matter = Matter(scene.condition.rpartition("-")[0], 1, "plain", (scene.words,), {})
        shift = round(JITTER_MS * self._life.chance.unit("training", number)) if scene.after else 0
        report = Report(matter, scene.words, scene.source, spot, scene.urgent)
        plan = self._desk.plan(self.began + scene.after + shift, report, f"training {number}")
        self.scenes[plan.case_id] = scene
        return plan

    def _where(self, scene: Scene) -> tuple[int, int] | None:
        """1e-7 degree; None where the city has no such crossing."""
        if scene.point:
            return round(scene.point[0] * 1e7), round(scene.point[1] * 1e7)
        grids = self._life.city.grids
        return grids.find_place(scene.place) if grids else None

    def _steps(self, hand: Hand, scene: Scene) -> Iterator[Plan]:
        case = hand.case
        category = scene.condition.rpartition("-")[0]
        soon = case.stage_since + TAKE_IN
        if case.stage is Stage.REPORTED:
            yield from hand.centre(Role.ACCEPTOR, "accept", soon, "training", category=category)
        elif case.stage is Stage.ACCEPTED:
            yield from hand.centre(Role.SHIFT_LEADER, "file", soon, "training", condition=scene.condition)
        elif case.stage is Stage.WITH_UNITS and not case.suspended_at:
            for leg in case.legs:
                if not leg.parent:
                    yield from self._unit(hand, scene, leg)

    def _unit(self, hand: Hand, scene: Scene, leg: Assignment) -> Iterator[Plan]:
        if leg.stage is LegStage.DELIVERED:
            yield from self._take(hand, scene, leg)
        elif leg.stage in {LegStage.SIGNED, LegStage.WORKING}:
            yield from self._work(hand, scene, leg)

    def _take(self, hand: Hand, scene: Scene, leg: Assignment) -> Iterator[Plan]:
        """Fetch it (a silent unit only once it was called), then sign it or ask to give it back."""
        if not leg.fetched_at:
            if not (scene.silent and not leg.told_at):
                yield from hand.unit(leg, "fetched", max(leg.delivered_at, leg.told_at) + FETCH)
            return
        asked = asked_on(hand.case, leg)
        reason = self._why_not(hand.case, scene, leg)
        if asked and asked[-1].state == "pending":
            return
        if reason and not asked:
            proof = (Picture("proof", solved=False),)
            yield from hand.unit(leg, "ask_return", leg.fetched_at + ASK, reason=reason, pictures=proof)
        else:
            since = max(leg.fetched_at, asked[-1].decided_at if asked else 0)
            yield from hand.unit(leg, "sign", since + SIGN)

    def _why_not(self, case: Case, scene: Scene, leg: Assignment) -> str:
        """Why a unit gives it back, "" = it does not: it is not its work, or the script says so of the first leg."""
        if leg.role is not LegRole.LEAD:
            return ""
        if scene.gives_back:
            first = min((each.sent_at for each in case.legs), default=0)
            return scene.reason if leg.sent_at == first and leg.unit == self.right.get(case.id) else ""
        wrong = case.id in self.right and leg.unit != self.right[case.id]
        return "不属我单位职责范围" if wrong else ""

    def _work(self, hand: Hand, scene: Scene, leg: Assignment) -> Iterator[Plan]:
        """Ask for more time where the script says so, reach milestones, report done."""
        asked = asked_on(hand.case, leg)
        if any(request.state == "pending" for request in asked):
            return
        lead = leg.role is LegRole.LEAD
        if lead and scene.more_time is not None and not asked and not leg.feedback_at:
            yield from hand.unit(leg, "ask_extension", leg.signed_at + ASK, reason=scene.reason)
            return
        done = max([leg.signed_at + scene.work, *(request.decided_at + LEAST for request in asked)])
        milestone = next((m for m in hand.case.milestones if m.assignment == leg.id and not m.reached_at), None)
        if milestone is not None:
            at, pictures = max(leg.signed_at + LEAST, done - 2 * LEAST), (Picture("proof", solved=True),)
            yield from hand.unit(leg, "milestone", at, milestone.key, key=milestone.key, pictures=pictures)
            return
        yield from self._feed_back(hand, scene, leg, leg.feedback_at + AGAIN if leg.feedback_at else done)

    def _feed_back(self, hand: Hand, scene: Scene, leg: Assignment, at: int) -> Iterator[Plan]:
        """The first report as the script says, the next ones true."""
        trick = "" if hand.case.feedback_refused or leg.role is not LegRole.LEAD else scene.closure
        solved = trick in {"", "true", "other_place"}
        picture = Picture("after", solved=solved, trick="" if trick in {"", "true", "unsolved"} else trick)
        yield from hand.unit(leg, "feedback", at, leg.feedback_at, text="已处置完毕", pictures=(picture,))


def asked_on(case: Case, leg: Assignment) -> tuple[Request, ...]:
    """All that was asked for on a leg, the last one last."""
    return tuple(request for request in case.requests if request.assignment == leg.id)
