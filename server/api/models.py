"""What goes over HTTP beside the bodies of `rules.protocol`: frozen values, which make the OpenAPI document."""

from dataclasses import dataclass, field
from typing import Literal

from rules.case import Case, Event
from rules.commands import Outcome


@dataclass(frozen=True, slots=True)
class CityWord:
    """The city in force; `version` names its pack."""

    version: str
    name: str
    name_en: str
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Hello:
    """Who answers here, and in which epoch; times are ms UTC."""

    name: str
    proto: str
    version: str
    epoch_no: int
    epoch_id: str
    city: CityWord
    server_time: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was refused: `rule` is a key, `text` is in the language that was asked for."""

    rule: str
    text: str
    details: dict[str, str] = field(default_factory=dict)
    field: str = ""
    expected: str = ""
    epoch: str = ""  # with rule "snapshot": the epoch to take a snapshot of


@dataclass(frozen=True, slots=True)
class Enrol:
    """A console's request for a credential, against a one-time token."""

    enrol: str
    name: str
    console_id: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The workstation's bearer token."""

    token: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """A person's sign-in at a seat."""

    login: str
    password: str
    seat: Literal["desk", "review", "page", "api"] = "desk"


@dataclass(frozen=True, slots=True)
class GrantWord:
    """A duty; `until` 0 = open."""

    role: str
    unit: str = ""
    since: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True)
class ActorWord:
    """A person with the duties granted."""

    id: str
    name: str
    unit: str
    grants: tuple[GrantWord, ...] = ()
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Offline:
    """A session for commands made without a line, counting until then; no sign-out ends it, and it opens nothing."""

    session: str
    key: str
    until: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session; `key` (hex) makes the MAC of commands, `token` is the bearer; `offline` at workstations."""

    session: str
    key: str
    token: str
    actor: ActorWord
    expires_at: int
    server_time: int
    offline: Offline | None = None


@dataclass(frozen=True, slots=True)
class Do:
    """One command of a page or a program; `id` is a UUID made when the form was made, so it is safe to repeat.

    `role` may be left out where the person holds exactly one duty that may do it. `over`: why in spite of somebody
    else's claim on the case.
    """

    id: str
    verb: str
    case_id: str
    target: str = ""
    body: dict[str, object] = field(default_factory=dict)
    base_version: int = 0
    role: str = ""
    over: str = ""
    personal: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome of a command."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Report:
    """A matter reported by another system or a page; point in 1e-7 degree of `datum`, 0 0 = unknown."""

    words: str
    id: str = ""
    address: str = ""
    lon: int = 0
    lat: int = 0
    datum: str = "cgcs2000"
    category: str = ""
    source: str = ""
    external_number: str = ""
    external_due: int = 0
    wants_answer: bool = False
    personal: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reported:
    """The case that a report became."""

    case_id: str
    number: str


@dataclass(frozen=True, slots=True)
class Begin:
    """A photo of so many bytes is to come, piece by piece."""

    size: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo that is kept."""

    sha256: str
    mime: str


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """One case with its history."""

    case: Case
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of cases, newest first; `total` counts all pages."""

    total: int
    page: int
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases stand on each list that the person may see."""

    lists: dict[str, int]
    server_time: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who holds a duty."""

    id: str
    name: str
    name_en: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class People:
    """Who holds a duty now."""

    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Reveal:
    """The request to see personal data, with its reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class CallerAsked:
    """The number of who is on the line."""

    phone: str


@dataclass(frozen=True, slots=True)
class CallerCases:
    """Earlier cases of a caller, the newest first; nothing of who they are."""

    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class RevealedWord:
    """Personal data of a case's reporter; the look is on record."""

    case_id: str
    at: int
    data: dict[str, str]


@dataclass(frozen=True, slots=True)
class EvaluationWord:
    """Indicators of [since, until), ms UTC; a rate as (numerator, denominator), so that nothing is rounded away."""

    since: int
    until: int
    rates: dict[str, tuple[int, int]]
    counts: dict[str, int]
