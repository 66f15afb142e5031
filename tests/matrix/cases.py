"""Cases in which every field says whose it is: no two of their words or instants are the same, so none leaks unseen."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import count

from PIL import Image

from rules.alarm import Alarm
from rules.assignment import Assignment, LegRole, LegStage, Request, RequestKind
from rules.case import Case, Event, Photo, PhotoKind, Recorded, Stage
from rules.check import Check, CheckKind, CheckStage
from rules.clock import Limit, LimitUnit
from rules.frozen import changed
from rules.ledger import Ledger, LedgerEntry
from rules.powers import Data
from rules.recurrence import Earlier
from rules.replies import FollowUp, Reply
from rules.showing import FIELDS
from tests.matrix.city import BUREAU, EAST, EASTERN, GRID_EAST, GRID_WEST, STREET, WEST
from tests.server.small_city import NOW

FOUR = Limit(4, LimitUnit.WORK_HOUR)
NONE = "case-none"  # as long as the others: an answer must not differ by that
_PLAIN = frozenset({"id", "version", "stage", "events", "category", "condition", "datum", "district", "duty_grid",
                    "reported_by", "city_version", "calendar_version", "limit", "stage_clock", "legs", "checks",
                    "requests", "photos", "milestones", "recorded", "appeal", "ruled_unit", "suspended_at",
                    "suspended_until", "closed_at", "external_due", "ownership"})  # fmt: skip
_SMALL = frozenset({"rework", "rework_sent", "wrong_dispatches", "shirked", "feedback_refused", "extensions", "rulings",
                    "suspensions", "recurrence", "round"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A case of the world with all that must not be told to everybody."""

    case: Case
    events: tuple[Event, ...]
    photo: bytes
    personal: dict[str, str]
    words: dict[tuple[Data, str], tuple[str, ...]]  # by class and field: how it would show in an answer


def world_cases() -> tuple[Told, ...]:
    """One in each district, and one of the east on which the west helps."""
    numbers = count(NOW + 1_000_001, 7919)  # instants that nothing else has
    return (
        _told("case-west", 1, WEST, (STREET,), GRID_WEST, "collector-west", numbers),
        _told("case-east", 2, EAST, (EASTERN,), GRID_EAST, "collector-east", numbers),
        _told("case-both", 3, EAST, (EASTERN, WEST), GRID_EAST, "somebody", numbers),
    )


def _told(case_id: str, n: int, district: str, units: tuple[str, ...], grid: str, by: str, at: Iterator[int]) -> Told:
    short, photo = case_id.removeprefix("case-"), _picture(n)
    case = Case(
        case_id, 1, Stage.WITH_UNITS, category="event-01-10", condition="event-01-10-1", district=district,
        duty_grid=grid, reported_by=by, limit=FOUR, city_version="small-1", calendar_version="2015",
        legs=tuple(_leg(short, number, unit, at) for number, unit in enumerate(units)),
        checks=(_check(short, grid, at),), requests=(_request(short, units[0], at),),
        photos=(Photo(sha256(photo).hexdigest(), PhotoKind.OVERVIEW, taken_at=next(at), by=by),),
        recorded=Recorded(source_number=f"q{short}recordedq"),
    )  # fmt: skip
    case = changed(case, **(_filled(case, short, at) | _beside(short, at)))
    events = tuple(_events(case, short, at))
    case = changed(case, events=len(events))
    personal = {"name": f"q{short}nameq", "phone": f"1380000{n:04d}"}
    return Told(case, events, photo, personal, _words(case, events, personal))


def _filled(case: Case, short: str, at: Iterator[int]) -> dict[str, object]:
    """Every field that has no value of its own yet."""
    found: dict[str, object] = {}
    for name in Case.__struct_fields__:
        value = getattr(case, name)
        if name in _PLAIN:
            continue
        if isinstance(value, bool):
            found[name] = True
        elif name in _SMALL:
            found[name] = 1
        elif isinstance(value, int):
            found[name] = next(at)
        elif isinstance(value, str):
            found[name] = f"q{short}{name.replace('_', '')}q"
    return found


def _beside(short: str, at: Iterator[int]) -> dict[str, object]:
    step = LedgerEntry(f"q{short}entryq", next(at), f"q{short}entrybyq", "call", f"q{short}whoq", f"q{short}agreedq")
    ledger = Ledger(f"q{short}ledgerq", "duty", f"q{short}subjectq", next(at), f"q{short}openedbyq", (step,))
    seen = {"device": f"q{short}deviceq", "model": f"q{short}modelq", "first_at": next(at), "last_at": next(at)}
    return {
        "alarm": Alarm(f"q{short}kindq", f"q{short}sourceq", state="accepted", **seen),
        "replies": (Reply(f"q{short}replyq", next(at), f"q{short}repliedbyq", "phone", f"q{short}replytextq"),),
        "follow_ups": (FollowUp(f"q{short}followq", next(at), f"q{short}followbyq", "unreached", f"q{short}saidq"),),
        "ledgers": (ledger,),
        "recurs": (Earlier(f"q{short}earlierq", f"q{short}earliernoq", BUREAU, next(at)),),
        "closing": (f"q{short}closingq",),
        "hands": (f"q{short}handq",),
        "dispatchers": (f"q{short}dispatcherq",),
        "wants_answer": True,
        "located": False,
        "lon": 0,
        "lat": 0,
        "self_handled": False,
    }


def _leg(short: str, n: int, unit: str, at: Iterator[int]) -> Assignment:
    role = LegRole.HELPER if n else LegRole.LEAD
    return Assignment(
        f"leg-{short}-{n}", 1, unit, role, stage=LegStage.SIGNED, limit=FOUR, due=next(at), sent_at=next(at),
        delivered_at=next(at), fetched_at=next(at), signed_at=next(at), note=f"q{short}note{n}q",
        sent_by=f"q{short}sentby{n}q",
    )  # fmt: skip


def _check(short: str, grid: str, at: Iterator[int]) -> Check:
    return Check(
        f"check-{short}", CheckKind.PRE, grid, 0, CheckStage.ANSWERED, next(at), text=f"q{short}checkq", result="true"
    )


def _request(short: str, unit: str, at: Iterator[int]) -> Request:
    said = (f"q{short}askerq", unit, next(at), f"q{short}askedq")
    return Request(f"request-{short}", RequestKind.EXTENSION, f"leg-{short}-0", *said, state="granted")


def _events(case: Case, short: str, at: Iterator[int]) -> Iterator[Event]:
    verbs = ("report", "accept", "file", "dispatch", "answer_reporter", "ledger_entry", "note")
    for n, verb in enumerate(verbs, 1):
        yield Event(case.id, n, verb, next(at), next(at), f"q{short}actor{n}q", "dispatcher", text=f"q{short}event{n}q")


def _picture(n: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (32, 24), (n * 60, 90, 30)).save(out, "JPEG")
    return out.getvalue()


def _words(case: Case, events: tuple[Event, ...], personal: dict[str, str]) -> dict[tuple[Data, str], tuple[str, ...]]:
    from rules.showing import EVENTS

    found = {(data, name): tuple(_in(getattr(case, name))) for name, data in FIELDS.items() if name != "id"}
    for event in events:
        found[EVENTS.get(event.verb, Data.HISTORY), f"event {event.verb}"] = (event.text, event.actor)
    found |= {(Data.PERSONAL, name): (value,) for name, value in personal.items()}
    return found


def _in(value: object) -> Iterator[str]:
    """The words and instants in a value that stand nowhere else."""
    if isinstance(value, str) and value.startswith("q") and value.endswith("q"):
        yield value
    elif isinstance(value, int) and value > NOW + 1_000_000:
        yield str(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _in(each)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            if not (isinstance(value, Photo) and name == "sha256"):
                yield from _in(getattr(value, name))
