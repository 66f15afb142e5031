"""The forms of all verbs: which words a command's body may hold, of which kind, and what is refused.

Console, terminal, collector page and API all fill in these; `check` is called by `rules.lifecycle.apply` alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from rules.answering import HOWS as ANSWERED
from rules.answering import RESULTS as CALLED
from rules.city import City
from rules.commands import NotAllowed
from rules.kinds import KINDS, LARGEST, is_simple
from rules.ledger import HOWS
from rules.ledger import KINDS as LEDGERS


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `max`: longest text (0 = the city's own limit) or most entries of a list."""

    name: str
    kind: str
    required: bool = False
    max: int = 0
    choices: tuple[str, ...] = ()


def _one(name: str, kind: str = "text", max_: int = 0) -> Field:
    return Field(name, kind, required=True, max=max_)


REASON = Field("reason", "reason")  # required where the step of the table needs a reason
TEXT = Field("text", "text")
PHOTOS = Field("photos", "photos", max=40)
POINT = (Field("lon", "number"), Field("lat", "number"))
UNIT = Field("unit", "unit", required=True)
NOTE = Field("note", "text")
ANSWER = Field("answer", "text")
_WORDED = ("reason", "note", "text", "answer", "words")  # fields that take a sentence, the one that says why first
RECORDED = ("reported", "to_dispatch", "with_units", "closed")
RESULTS = ("true", "false", "solved", "unsolved")

_PLACE = (
    Field("words", "text"),
    Field("address", "text", max=400),
    Field("address_en", "text", max=400),
    *POINT,
    Field("datum", "text", max=40),
    Field("given", "text", max=200),
    Field("category", "category"),
    Field("source", "text", max=80),
    Field("external_number", "text", max=80),
)

FORMS: Mapping[str, tuple[Field, ...]] = MappingProxyType(
    {
        "report": (
            *_PLACE,
            Field("urgent", "flag"),
            Field("important", "flag"),
            Field("external_due", "instant"),
            Field("wants_answer", "flag"),
            Field("personal", "text", max=80),
            Field("draft_number", "text", max=40),
            PHOTOS,
        ),
        "alarm": (
            *_PLACE,
            Field("urgent", "flag"),
            _one("kind", max_=80),
            _one("sender", max_=80),
            Field("device", "text", max=80),
            Field("model", "text", max=80),
            Field("confidence", "number"),
            Field("at", "instant"),
            Field("sure", "flag"),
            Field("draft_number", "text", max=40),
            PHOTOS,
        ),
        "alarm_again": (_one("count", "number"), _one("at", "instant"), Field("confidence", "number"), PHOTOS),
        "accept_alarm": (Field("category", "category"), TEXT),
        "reject_alarm": (REASON, TEXT),
        "send_check": (Field("collector", "person"), TEXT),
        "answer_check": (Field("result", "choice", required=True, choices=RESULTS), TEXT, PHOTOS, *POINT),
        "accept": (Field("category", "category"), TEXT),
        "decline": (REASON, ANSWER),
        "uphold_decline": (ANSWER, TEXT),
        "answer": (_one("answer"),),
        "answer_reporter": (Field("how", "choice", required=True, choices=ANSWERED), _one("text")),
        "follow_up": (Field("result", "choice", required=True, choices=CALLED), TEXT),
        "keep_closed": (REASON, TEXT),
        "pass_on": (_one("to", max_=200), REASON, ANSWER),
        "acknowledge": (TEXT,),
        "file": (
            Field("category", "category"),
            _one("condition", "condition"),
            Field("urgent", "flag"),
            Field("important", "flag"),
            TEXT,
        ),
        "send_back": (REASON, TEXT),
        "void": (REASON, TEXT),
        "ask_void": (REASON, TEXT, PHOTOS),
        "grant_void": (TEXT,),
        "refuse_void": (REASON, TEXT),
        "dispatch": (UNIT, Field("helpers", "units", max=20), NOTE),
        "recall": (REASON,),
        "sign": (TEXT,),
        "refuse_sign": (REASON, TEXT),
        "sub_dispatch": (UNIT, NOTE),
        "ask_return": (REASON, TEXT, PHOTOS),
        "grant_return": (TEXT,),
        "refuse_return": (REASON, TEXT),
        "reassign": (UNIT, REASON, NOTE),
        "ask_extension": (REASON, Field("days", "number"), TEXT, PHOTOS),
        "grant_extension": (TEXT,),
        "refuse_extension": (REASON, TEXT),
        "ask_suspension": (REASON, _one("until", "instant"), TEXT, PHOTOS),
        "grant_suspension": (Field("until", "instant"), TEXT),
        "refuse_suspension": (REASON, TEXT),
        "suspend": (REASON, _one("until", "instant"), TEXT),
        "resume": (TEXT,),
        "urge": (REASON, TEXT),
        "answer_urge": (_one("text"),),
        "feedback": (TEXT, PHOTOS, *POINT),
        "pass_up": (TEXT,),
        "refuse_up": (REASON, TEXT),
        "confirm_pass": (TEXT,),
        "confirm_refuse": (REASON, TEXT),
        "verify_pass": (REASON, TEXT),
        "verify_fail": (REASON, TEXT, PHOTOS),
        "close": (Field("closing", "words", max=40), TEXT),
        "force_close": (REASON, TEXT),
        "reopen": (REASON, TEXT),
        "appeal": (REASON, TEXT, PHOTOS),
        "grant_appeal": (TEXT,),
        "refuse_appeal": (REASON, TEXT),
        "self_handled": (TEXT, PHOTOS),
        "told": (
            _one("to", max_=80),
            Field("at", "instant"),
            Field("phone", "text", max=80),
            Field("call_back", "instant"),
            TEXT,
        ),
        "fetched": (),
        "note": (_one("text"), PHOTOS),
        "correct": (
            Field("address", "text", max=400),
            Field("urgent", "flag"),
            Field("important", "flag"),
            Field("wants_answer", "flag"),
            Field("was", "was", required=True),
            TEXT,
        ),
        "add_helper": (UNIT, Field("role", "choice", choices=("helper", "make_safe")), NOTE),
        "rate": (_one("rating", "number"), TEXT),
        "seek_owner": (Field("unit", "unit"), NOTE),
        "ruling": (
            UNIT,
            Field("scope", "choice", choices=("category", "class", "kind")),
            Field("area", "area", max=200),
            Field("metres", "number"),
            _one("until", "instant"),
            REASON,
        ),
        "own_number": (_one("number", max_=80),),
        "milestone": (_one("key", max_=40), TEXT, PHOTOS),
        "attach_duplicate": (_one("of", max_=80), TEXT),
        "open_ledger": (
            Field("matter", "choice", required=True, choices=LEDGERS),
            _one("text"),
            Field("by_when", "instant"),
        ),
        "ledger_entry": (
            Field("how", "choice", required=True, choices=HOWS),
            _one("who", max_=200),
            _one("text"),
            Field("by_when", "instant"),
            Field("kept", "flag"),
            Field("at", "instant"),
            PHOTOS,
        ),
        "close_ledger": (_one("text"),),
        "recur": (Field("count", "number", required=True), Field("earlier", "earlier", required=True, max=5)),
        "name_cause": (_one("text"), Field("measure", "text")),
        "record": (
            *_PLACE,
            Field("located", "flag"),
            Field("unit_grid", "text", max=40),
            Field("duty_grid", "text", max=40),
            Field("district", "text", max=40),
            Field("street", "text", max=40),
            Field("community", "text", max=40),
            Field("stage", "choice", required=True, choices=RECORDED),
            _one("reported_at", "instant"),
            Field("closed_at", "instant"),
            Field("due_at", "instant"),
            Field("unit", "unit"),
            Field("department", "text", max=200),
            Field("on_time", "text", max=80),
            Field("closed_reason", "text"),
            Field("source_number", "text", max=80),
            Field("number", "text", max=80),
            Field("row", "number"),
        ),
    }
)

_SHORT = 40  # no field's longest text is shorter
MOST_PERSONAL, LONGEST_PERSONAL = 20, 400  # entries of a personal record, characters of each
_EXACT = {"text": str, "reason": str, "person": str, "flag": bool, "number": int, "instant": int}


def _told(field: Field) -> tuple[Field, type | None, int]:
    """A field; the type whose values fit without another look; up to which length its texts, from where its numbers."""
    exact = None if field.choices else _EXACT.get(field.kind)
    if exact is int:
        return field, int, 0 if field.kind == "instant" else -LARGEST
    return field, exact, field.max or _SHORT


_KNOWN = {verb: {field.name: _told(field) for field in form} for verb, form in FORMS.items()}
_REQUIRED: Mapping[str, tuple[Field, ...]] = {
    verb: tuple(f for f in form if f.required) for verb, form in FORMS.items()
}
_EMPTY = (None, "")


def form_of(verb: str, *, needs_reason: bool) -> tuple[Field, ...]:
    """The form as a button shows it: the reason is required where the step of the table needs one."""
    form = FORMS[verb]
    return tuple(Field("reason", "reason", required=True) if f is REASON and needs_reason else f for f in form)


def worded(verb: str) -> str:
    """The field of a form beside which the city's phrases (常用语) stand; "" = no sentence is asked for."""
    names = {field.name for field in FORMS[verb] if field.kind in {"text", "reason"}}
    return next((name for name in _WORDED if name in names), "")


def check(verb: str, body: Mapping[str, Any], city: City, *, needs_reason: bool = False) -> None:
    """Refuse a body that does not fit its form.

    Raises `NotAllowed`: "rule.field" with `field` and `expected` (a kind, or the choices), "rule.reason" for a missing
    reason, "rule.too_large" with `field` and `max`.
    """
    known = _KNOWN[verb]
    for name, value in body.items():
        if name not in known:
            raise NotAllowed("rule.field", field=name, expected="none")
        field, exact, edge = known[name]
        fits = type(value) is exact
        if fits and (
            (exact is str and len(value) <= edge and is_simple(value))
            or (exact is int and edge <= value <= LARGEST)
            or exact is bool
        ):
            continue  # most fields of an imported row
        if value is not None and value != "":
            _fits(field, value, city)
    if needs_reason and not body.get("reason"):
        raise NotAllowed("rule.reason", field="reason", expected="reason")
    for field in _REQUIRED[verb]:
        if body.get(field.name) in _EMPTY:
            raise NotAllowed("rule.field", field=field.name, expected=field.kind)


def _fits(field: Field, value: Any, city: City) -> None:
    if not KINDS[field.kind](value, city):
        raise NotAllowed("rule.field", field=field.name, expected=field.kind)
    if field.choices and value not in field.choices:
        raise NotAllowed("rule.field", field=field.name, expected=" | ".join(field.choices))
    if isinstance(value, str | list | tuple):
        longest = field.max or city.policies.text_max
        if len(value) > longest:
            raise NotAllowed("rule.too_large", field=field.name, max=longest)


def check_personal(personal: Mapping[str, str]) -> None:
    """Refuse a personal record that is too large; it travels beside its command, and in the form of none.

    Raises `NotAllowed`: "rule.too_large" with `field` and `max`.
    """
    if len(personal) > MOST_PERSONAL:
        raise NotAllowed("rule.too_large", field="personal", max=MOST_PERSONAL)
    for name, text in personal.items():
        if len(name) > _SHORT or len(text) > LONGEST_PERSONAL:
            raise NotAllowed("rule.too_large", field=name[:_SHORT], max=LONGEST_PERSONAL)
