"""What a dispatcher's hour was worth: figures and faults, from the cases' images and the script's truth alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median

from rules.assignment import Assignment, LegRole
from rules.case import Case, Stage
from server.simulator.training.script import Scene, Script

JUDGED = frozenset({Stage.TO_VERIFY, Stage.TO_CLOSE, Stage.CLOSED, Stage.FORCED})
FULL = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that went wrong with a case: `key` of the script's faults; `at` ms UTC; what the words need."""

    key: str
    case_id: str
    at: int
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """`points` of 100; `cases` that were to be dispatched; times in ms, None where nothing was dispatched."""

    points: int
    cases: int
    dispatched: int
    median: int | None
    p90: int | None
    urgent: int | None
    counts: Mapping[str, int]
    requests: int
    decided_in_time: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Hour:
    """What there is to judge: the script, its scene of each case, images, responsible units, the present instant."""

    script: Script
    scenes: Mapping[str, Scene]
    cases: Mapping[str, Case]
    right: Mapping[str, str]
    now: int

    def id_of(self, key: str) -> str:
        """The case of a scene, "" before it came."""
        return next((case_id for case_id, scene in self.scenes.items() if scene.key == key), "")


def score(hour: Hour) -> Score:
    """The score so far."""
    filed = [case for case in hour.cases.values() if case.filed_at]
    faults = tuple(sorted((f for case in filed for f in _faults(hour, case)), key=lambda fault: fault.at))
    owed = [case for case in filed if not hour.scenes[case.id].repeats]
    times = {case.id: first.sent_at - case.filed_at for case in owed if (first := first_leg(case))}
    urgent = [took for case_id, took in times.items() if hour.scenes[case_id].urgent]
    counts = {key: sum(fault.key == key for fault in faults) for key in hour.script.points}
    requests = [request for case in filed for request in case.requests if request.kind != "appeal"]
    limit = hour.script.limits["decide"]
    in_time = sum(bool(r.decided_at) and r.decided_at - r.at <= limit for r in requests)
    lost = sum(hour.script.points[fault.key] for fault in faults)
    return Score(
        points=max(0, round(FULL - lost)),
        cases=len(owed),
        dispatched=len(times),
        median=round(median(times.values())) if times else None,
        p90=percentile(list(times.values()), 0.9),
        urgent=round(median(urgent)) if urgent else None,
        counts=counts,
        requests=len(requests),
        decided_in_time=in_time,
        faults=faults,
    )


def percentile(values: list[int], share: float) -> int | None:
    """The smallest value that at least this share does not exceed (nearest rank)."""
    if not values:
        return None
    rank = -(-len(values) * share // 1)
    return sorted(values)[int(rank) - 1]


def first_leg(case: Case) -> Assignment | None:
    """The lead of the first dispatch."""
    leads = [leg for leg in case.legs if leg.role is LegRole.LEAD and not leg.parent and leg.sent_at]
    return min(leads, key=lambda leg: leg.sent_at, default=None)


def _faults(hour: Hour, case: Case) -> Iterator[Fault]:
    scene = hour.scenes[case.id]
    if scene.repeats:
        yield from _repeated(hour, case, scene)
        return
    if case.stage is Stage.DUPLICATE:
        yield Fault("not_a_duplicate", case.id, case.stage_since)
        return
    yield from _dispatch(hour, case, scene)
    yield from _requests(hour, case, scene)
    yield from _closure(hour, case, scene)


def _repeated(hour: Hour, case: Case, scene: Scene) -> Iterator[Fault]:
    """A repeat is to be attached to its first case, not dispatched."""
    first = hour.id_of(scene.repeats)
    late = hour.now - case.filed_at > hour.script.limits["dispatch"]
    if (case.legs and case.duplicate_of != first) or (case.stage is Stage.TO_DISPATCH and late):
        sent = first_leg(case)
        number = hour.cases[first].number if first in hour.cases else ""
        yield Fault("duplicate_missed", case.id, sent.sent_at if sent else hour.now, {"first": number})


def _dispatch(hour: Hour, case: Case, scene: Scene) -> Iterator[Fault]:
    limit = hour.script.limits["urgent" if scene.urgent else "dispatch"]
    sent = first_leg(case)
    took = (sent.sent_at if sent else hour.now) - case.filed_at
    said = {"took": seconds(took), "limit": seconds(limit)}
    if took > limit:
        key = "missed_urgent" if scene.urgent else "late_dispatch" if sent else "not_dispatched"
        yield Fault(key, case.id, case.filed_at + limit, said)
    if sent is None:
        return
    right = hour.right.get(case.id, "")
    if right and sent.unit != right:
        yield Fault("wrong_unit", case.id, sent.sent_at, {"unit": sent.unit, "right": right})
    yield from _call(hour, case, scene, sent)


def _call(hour: Hour, case: Case, scene: Scene, sent: Assignment) -> Iterator[Fault]:
    """An urgent case that its unit does not fetch needs a call."""
    limit = hour.script.limits["told"]
    until = min(at for at in (sent.told_at or hour.now, sent.fetched_at or hour.now, sent.ended_at or hour.now))
    if scene.urgent and scene.silent and until - sent.sent_at > limit:
        said = {"unit": sent.unit, "took": seconds(until - sent.sent_at), "limit": seconds(limit)}
        yield Fault("not_called", case.id, sent.sent_at + limit, said)


def _requests(hour: Hour, case: Case, scene: Scene) -> Iterator[Fault]:
    limit = hour.script.limits["decide"]
    for request in case.requests:
        took = (request.decided_at or hour.now) - request.at
        said = {"unit": request.unit, "kind": request.kind, "took": seconds(took), "limit": seconds(limit)}
        if took > limit:
            yield Fault("request_late", case.id, request.at + limit, said)
        deserved = _deserved(hour, case, scene, request.kind, request.unit)
        if request.state in {"granted", "refused"} and (request.state == "granted") != deserved:
            yield Fault("request_wrong", case.id, request.decided_at, {**said, "decision": request.state})


def _deserved(hour: Hour, case: Case, scene: Scene, kind: str, unit: str) -> bool:
    if kind == "return":
        return scene.gives_back == "rightly" or unit != hour.right.get(case.id, unit)
    return bool(scene.more_time)


def _closure(hour: Hour, case: Case, scene: Scene) -> Iterator[Fault]:
    """A false report is to be refused once, a true one never; either in time."""
    false = scene.closure != "true"
    if false and not case.feedback_refused and case.stage in JUDGED:
        yield Fault("false_passed", case.id, case.stage_since, {"closure": scene.closure})
    if case.feedback_refused > int(false):
        yield Fault("true_refused", case.id, case.stage_since)
    limit = hour.script.limits["confirm"]
    if case.stage is Stage.TO_CONFIRM and hour.now - case.stage_since > limit:
        took = seconds(hour.now - case.stage_since)
        yield Fault("not_judged", case.id, case.stage_since + limit, {"took": took, "limit": seconds(limit)})


def seconds(ms: float) -> str:
    """Minutes and seconds, 3:05."""
    return f"{int(ms) // 60_000}:{int(ms) // 1000 % 60:02d}"
