"""Commands: what somebody wants done, who they are, and what came of it. The verbs' forms stand in `rules.forms`."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The duties of the work; a person holds them by grants (role × unit × from–to)."""

    COLLECTOR = "collector"
    ACCEPTOR = "acceptor"
    SHIFT_LEADER = "shift_leader"
    DISPATCHER = "dispatcher"
    UNIT = "unit"
    INSPECTOR = "inspector"
    LEADER = "leader"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    PUBLIC = "public"  # citizens by the public page or another program: `rules.citizens`
    SYSTEM = "system"  # timers, imports: commands of the server's own system console


@dataclass(frozen=True, slots=True)
class Grant:
    """A duty for a time: `unit` "" = the whole city, a district code or a unit code otherwise; `until` 0 = open."""

    role: Role
    unit: str = ""
    since: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts; for a unit's person `unit` is the unit of the sign-in."""

    id: str
    name: str = ""
    grants: tuple[Grant, ...] = ()
    unit: str = ""
    name_en: str = ""

    def holds(self, role: Role, now: int) -> bool:
        """Whether a grant of this duty is in force at `now`."""
        return any(g.role == role and g.since <= now and (not g.until or now < g.until) for g in self.grants)


@dataclass(frozen=True, slots=True)
class Command:
    """One wish, immutable once issued. `hash` is over the wire bytes of exactly these fields, see `rules.wire`."""

    id: str  # UUIDv7
    verb: str
    case_id: str
    actor: str
    role: Role
    issued_at: int  # corrected clock, ms UTC
    target: str = ""  # assignment, check or request id that it is about
    body: dict[str, object] = field(default_factory=dict)
    verb_v: int = 1
    base_version: int = 0
    from_stage: str = ""
    after_id: str = ""  # the command before it in a chain made offline
    supersedes: str = ""
    city_version: str = ""
    session: str = ""
    quality: str = "corrected"  # of the clock; "offline" = issued without the line
    claim: int = 0  # the token of the issuer's claim on the case, 0 = none
    over: str = ""  # why in spite of another's claim; "second_enter", for one


class NotAllowed(Exception):
    """An expected refusal; `rule` is a key of the texts ("rule.duty_separation"), `details` fill its placeholders."""

    def __init__(self, rule: str, **details: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.details = {key: str(value) for key, value in details.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The server's one final answer to a command, stored and immutable."""

    command: str
    state: str  # accepted | already_done | superseded | refused | quarantined | withdrawn
    rule: str = ""  # refused: the key of the rule
    details: dict[str, str] = field(default_factory=dict)
    feed: str = ""
    seq: int = 0
    version: int = 0
    at: int = 0
    due: int = 0  # the deadline that the server gave, where the verb gives one
    due_changed: bool = False  # another city version changed it against the console's
