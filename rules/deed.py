"""A deed: one command at work on one case. It gives guards and effects what they need and collects what they change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rules.assignment import LIVE, Assignment, LegRole, Request, RequestKind
from rules.case import Case, Event
from rules.check import Check, CheckStage
from rules.city import City
from rules.clock import Clock, due
from rules.commands import Actor, Command, NotAllowed, Role
from rules.frozen import changed

EARLY = 2_000  # a console's clock may run ahead by this many ms; what is later is clamped
OPEN_CHECKS = frozenset({CheckStage.SENT, CheckStage.FETCHED})
_BLANK = Case("")


@dataclass(frozen=True, slots=True)
class Also:
    """An event beside the command's own: what followed by itself."""

    verb: str
    target: str = ""
    unit: str = ""
    reason: str = ""
    data: tuple[tuple[str, str], ...] = ()
    at: int = 0  # 0 = with the command's own
    before: str = ""
    after: str = ""


class Deed:
    """`before` is the case as found (None for a new one), `case` as it stands now, `body` is None while only asked.

    `at` is when it was done (the actor's corrected clock, never after `now`); `now` is when it takes effect.
    """

    __slots__ = (
        "_case", "_changes", "actor", "also", "at", "before", "body", "check_id", "city", "command", "facts", "leg_id",
        "now", "quality", "request_id", "role",
    )  # fmt: skip

    def __init__(self, case: Case | None, command: Command, actor: Actor, city: City, now: int) -> None:
        self.before = self._case = case
        self._changes: dict[str, Any] = {}
        self.command, self.actor, self.city, self.now = command, actor, city, now
        self.role: Role = command.role
        self.body: Mapping[str, Any] | None = command.body
        self.at = min(command.issued_at, now) if command.issued_at else now
        self.quality = command.quality
        self.leg_id = self.check_id = self.request_id = ""
        self.facts: dict[str, str] = {}
        self.also: list[Also] = []

    # --- reading

    @property
    def case(self) -> Case:
        """The case with everything changed so far."""
        if self._case is None:
            raise NotAllowed("rule.unknown_case")
        if self._changes:
            self._case = changed(self._case, **self._changes)
            self._changes = {}
        return self._case

    def said(self, name: str, default: Any = "") -> Any:
        """A field of the command's body, `default` when it is absent or empty."""
        value = self.body.get(name) if self.body else None
        return default if value is None or value == "" else value

    @property
    def leg(self) -> Assignment:
        """The leg that the command is about."""
        return self.leg_of(self.leg_id)

    def leg_of(self, leg_id: str) -> Assignment:
        """A leg of the case by its id."""
        for leg in self.legs:
            if leg.id == leg_id:
                return leg
        raise NotAllowed("rule.target")

    @property
    def legs(self) -> tuple[Assignment, ...]:
        """All legs as they stand now."""
        found: tuple[Assignment, ...] = self._changes.get("legs") or (self._case.legs if self._case else ())
        return found

    def lead(self) -> Assignment | None:
        """The lead leg that was given last and not recalled."""
        return lead_of(self.legs)

    def live(self, parent: str | None = None) -> Iterator[Assignment]:
        """Live legs; with `parent`, those given by that leg ("" = by the city)."""
        return (leg for leg in self.legs if leg.stage in LIVE and (parent is None or leg.parent == parent))

    @property
    def check(self) -> Check:
        """The check that the command is about."""
        for check in self.case.checks:
            if check.id == self.check_id:
                return check
        raise NotAllowed("rule.target")

    @property
    def request(self) -> Request:
        """The request that the command is about."""
        for request in self.case.requests:
            if request.id == self.request_id:
                return request
        raise NotAllowed("rule.no_request")

    def pending(self, leg_id: str, kind: RequestKind | None = None) -> Request | None:
        """The pending request on a leg, of this kind or of any."""
        requests = self._case.requests if self._case else ()
        for request in requests:
            if request.state == "pending" and request.assignment == leg_id and kind in {None, request.kind}:
                return request
        return None

    def due(self, clock: Clock | None) -> int:
        """The deadline to store: 0 while there is none."""
        return due(clock, self.city.calendar) or 0 if clock else 0

    # --- changing

    def begin(self, **fields: Any) -> None:
        """Start a new case with these fields."""
        self._case, self._changes = _BLANK, fields

    def set(self, **changes: Any) -> None:
        """Change fields of the case."""
        self._changes.update(changes)

    def put(self, leg: Assignment) -> Assignment:
        """Store a leg: in the place of the one with its id, or at the end."""
        legs = self.legs
        known = any(each.id == leg.id for each in legs)
        self._changes["legs"] = tuple(leg if each.id == leg.id else each for each in legs) if known else (*legs, leg)
        return leg

    def change_leg(self, leg: Assignment, **changes: Any) -> Assignment:
        """Change fields of a leg; a changed clock brings its deadline."""
        if "clock" in changes:
            changes["due"] = self.due(changes["clock"])
        return self.put(changed(leg, **changes))

    def change_check(self, **changes: Any) -> None:
        """Change fields of the check that the command is about."""
        new = changed(self.check, **changes)
        self.set(checks=tuple(new if each.id == new.id else each for each in self.case.checks))

    def change_request(self, request: Request, **changes: Any) -> None:
        """Change fields of a request."""
        new = changed(request, **changes)
        self.set(requests=tuple(new if each.id == new.id else each for each in self.case.requests))

    def follow(self, also: Also) -> None:
        """Record what follows by itself as an event of its own."""
        self.also.append(also)

    def events(self) -> tuple[Event, ...]:
        """The command's own event, then what followed by itself."""
        case = self.case
        before = self.before.stage if self.before else ""
        first = (self.before.events if self.before else 0) + 1
        own = Event(
            case.id, first, self.command.verb, self.at, self.now, self.actor.id, self.role,
            target=self.leg_id or self.check_id or self.request_id,
            unit=self.facts.pop("unit", "") or (self.leg.unit if self.leg_id else ""),
            before=before, after=case.stage, reason=self.said("reason"),
            text=self.said("text") or self.facts.pop("text", ""),
            quality=self.quality, command=self.command.id, data=tuple(sorted(self.facts.items())),
        )  # fmt: skip
        return (own, *(self._following(case, n, each) for n, each in enumerate(self.also, first + 1)))

    def _following(self, case: Case, n: int, each: Also) -> Event:
        return Event(
            case.id, n, each.verb, each.at or self.at, self.now, "system", Role.SYSTEM, each.target, each.unit,
            before=each.before or case.stage, after=each.after or case.stage, reason=each.reason, quality=self.quality,
            command=self.command.id, data=each.data,
        )  # fmt: skip


def lead_of(legs: tuple[Assignment, ...]) -> Assignment | None:
    """The lead leg that was given last and not recalled."""
    for leg in reversed(legs):
        if leg.role is LegRole.LEAD and leg.stage != "recalled":
            return leg
    return None
