"""What is asked and not changed (way d), and its answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from console.facts.line import DESK


class Ask(StrEnum):
    """Kinds of questions. `args` in brackets; `content` of the answer after the arrow."""

    SIGN_IN = "sign_in"  # [login, password] → SeatState
    SIGN_OUT = "sign_out"  # → SeatState
    EVENTS = "events"  # about a case → tuple[Event, ...]
    PHOTO = "photo"  # about a sha256 [size: thumb | full] → bytes
    HISTORY = "history"  # [q, from, to, unit, list, page] → {total, page, cases: tuple[Case, ...]}
    EVALUATION = "evaluation"  # [from, to] → mapping
    PERSONAL = "personal"  # about a case [reason] → mapping
    MASKED = "masked"  # about a case → mapping: the same, masked
    STAFF_PHONE = "staff_phone"  # about a member of staff, by code [reason] → {staff, phone, at}
    CALLER = "caller"  # [phone] → {cases: tuple[Case, ...]}: what was reported from this number before
    PEOPLE = "people"  # [role] → tuple of {id, name, name_en, role, unit}
    DRILL = "drill"  # about a drill [record: its JSON] → nothing: the server is told
    PAPER = "paper"  # about a key of a form [form: its values as JSON] → bytes of the document
    REPLY = "reply"  # [reply: the text of a reply file] → ReplyTaken
    SHIFT = "shift"  # [take: "1" = the seat's person has the desk from now on] → ShiftFacts, answered here
    EXPORT = "export"  # about a case [lang] → str
    ENROL = "enrol"  # [code: a one-time token] → nothing: this desk is a workstation of the server's from now on
    PLACES = "places"  # [q, datum] → Places: what an address may mean; the store answers, from the city's own layers
    ADDRESS = "address"  # [lon, lat: 1e-7 degree CGCS2000] → Written | None; answered here likewise
    DUTY_TRIAL = "duty_trial"  # [edits: JSON of rules.duty_edits.Edits] → Trial
    DUTY_FORCE = "duty_force"  # [edits] → InForce: what was drawn up is put in force by the server
    SHEETS = "sheets"  # → tuple of {code, name, columns, by_file}: the forms in which files of reports are taken
    SHEET = "sheet"  # about a form [file: its bytes as base64, dry: "true" = only tried] → {rows, new, known, …}
    CLAIM = "claim"  # about a case [how: take | release | take_over, reason, token] → ClaimAnswer


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked and not changed; `id` ties the answer to it."""

    id: str
    kind: Ask
    seat: str = DESK
    about: str = ""
    args: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer; `from_cache` when the server could not be reached, `as_of` then says how old it is."""

    question: Question
    content: object
    as_of: int = 0
    from_cache: bool = False


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No answer: the line is down and nothing is kept here. `reason` is a key of the texts."""

    question: Question
    reason: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Denied:
    """The server's own no to a question: a wrong password, a missing right. `rule` is a key of the texts."""

    question: Question
    rule: str
    details: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
