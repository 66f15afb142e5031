"""What a case says on a form: its own facts, those of the leg, request or ledger that the form is about.

Times are wall times of the city. A reporter's name and phone are masked unless who may see them has them shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rules.approvals import days_of, row_of
from rules.assignment import LIVE, Assignment, Request
from rules.case import Case, Stage
from rules.city import City
from rules.deed import lead_of
from rules.ledger import Ledger
from rules.paper.page import Filled
from rules.texts import Texts

MASKED = "***"


@dataclass(frozen=True, slots=True)
class Scribe:
    """Who writes: the city, its words, the names of accounts, the print's person and instant (ms UTC).

    `phone` tells the phone of a unit now. `reporter` are name and phone as they may be shown.
    """

    city: City
    texts: Texts
    name: Callable[[str], str]
    phone: Callable[[str], str]
    by: str
    now: int
    reporter: tuple[str, str] = (MASKED, MASKED)

    def at(self, instant: int) -> str:
        """2015-04-22 09:12; "" for none."""
        return self.city.calendar.local(instant).strftime("%Y-%m-%d %H:%M") if instant else ""

    def unit(self, code: str) -> str:
        """A unit's name."""
        unit = self.city.units.get(code)
        return self.texts.name(unit.name, unit.name_en) if unit else code

    def place(self, code: str) -> str:
        """An area's name."""
        return self.texts.name(*self.city.places[code]) if code in self.city.places else code

    def foot(self) -> str:
        """Who printed it and when: it stands on every sheet."""
        return self.texts.text("paper.foot", who=self.by, at=self.at(self.now))


def forms_of(case: Case, city: City, unit: str = "") -> tuple[str, ...]:
    """The keys of the city's forms that there is something to write in; with `unit`, those that concern that unit."""
    own = [leg for leg in case.legs if not unit or leg.unit == unit]
    asked = {request.kind for request in case.requests if not unit or request.unit == unit}
    there = {
        "dispatch": bool(own),
        "notice": bool(case.urged_at) and bool(own),
        "extension": "extension" in asked,
        "suspension": "suspension" in asked,
        "void": case.stage is Stage.VOID and not unit,
        "minutes": bool(case.ledgers) and not unit,
    }
    return tuple(key for key in city.papers if there.get(key, False))


def values_of(key: str, case: Case, scribe: Scribe, unit: str = "") -> Filled:
    """The form of this key for the case; with `unit`, on that unit's leg."""
    leg = _leg(case, unit)
    own, lists = _OWN[key](case, leg, scribe, unit)
    return Filled(_case(case, leg, scribe) | own, lists)


Lists = Mapping[str, tuple[Mapping[str, str], ...]]


def _leg(case: Case, unit: str) -> Assignment | None:
    own = [leg for leg in case.legs if leg.unit == unit]
    return own[-1] if own else lead_of(case.legs)


def _case(case: Case, leg: Assignment | None, s: Scribe) -> dict[str, str]:
    city, texts, at = s.city, s.texts, s.at
    category, condition = city.categories.get(case.category), city.conditions.get(case.condition)
    source, limit = city.policies.sources.get(case.source), case.limit
    reporter, phone = s.reporter if case.personal else ("", "")
    return printed(s) | {
        "number": case.number or case.draft_number,
        "external_number": case.external_number,
        "matter": texts.name(category.name, category.name_en) if category else case.category,
        "category": texts.name(category.major_name, category.major_name_en) if category else "",
        "source": texts.name(*source) if source else case.source,
        "words": case.words,
        "place": texts.name(case.address, case.address_en),
        **{area: s.place(getattr(case, area)) for area in ("district", "street", "community", "duty_grid")},
        "unit_grid": case.unit_grid,
        "condition": texts.name(condition.words, condition.words_en) if condition else "",
        "limit": texts.text(f"limit.{limit.unit}", value=limit.value) if limit else "",
        "stage": texts.text(f"stage.{case.stage}"),
        "urgent": texts.text("mark.urgent") if case.urgent else "",
        "reported_at": at(case.reported_at),
        "filed_at": at(case.filed_at),
        "due": at(leg.due) if leg else "",
        "unit": s.unit(leg.unit) if leg else "",
        "unit_phone": s.phone(leg.unit) if leg else "",
        "reporter": reporter,
        "reporter_phone": phone,
        "recurrence": str(case.recurrence) if case.recurrence else "",
    }


def printed(s: Scribe) -> dict[str, str]:
    """What every form may say of its print."""
    return {"city": s.texts.name(s.city.name, s.city.name_en), "printed_at": s.at(s.now), "printed_by": s.by}


def _legs(case: Case, s: Scribe, unit: str) -> Lists:
    """All legs for the centre; a unit reads of itself and of what it gave on."""
    mine = {leg.id for leg in case.legs if leg.unit == unit}
    shown = [leg for leg in case.legs if not unit or leg.id in mine or leg.parent in mine]
    return {"legs": tuple(_of_leg(leg, s) for leg in shown)}


def _of_leg(leg: Assignment, s: Scribe) -> dict[str, str]:
    return {
        "unit": s.unit(leg.unit),
        "part": s.texts.text(f"leg_role.{leg.role}"),
        "stage": s.texts.text(f"leg.{leg.stage}"),
        "phone": s.phone(leg.unit),
        "sent_at": s.at(leg.sent_at),
        "due": s.at(leg.due),
    }


def _dispatch(case: Case, leg: Assignment | None, s: Scribe, unit: str) -> tuple[dict[str, str], Lists]:
    if leg is None:
        return {}, {}
    own = {"part": s.texts.text(f"leg_role.{leg.role}"), "sent_at": s.at(leg.sent_at), "sent_by": s.name(leg.sent_by)}
    return own | {"note": leg.note, "round": str(leg.round)}, _legs(case, s, unit)


def _notice(case: Case, leg: Assignment | None, s: Scribe, unit: str) -> tuple[dict[str, str], Lists]:
    late = leg is not None and leg.stage in LIVE and 0 < leg.due < s.now
    reason = case.urged_reason if case.urged_by != "system" else s.texts.text("paper.urged_rework", n=case.rework)
    own = {"urged_at": s.at(case.urged_at), "urged_by": s.name(case.urged_by), "urged_reason": reason}
    return own | {"overdue": s.texts.text("lamp.over") if late else ""}, _legs(case, s, unit)


def _request(kind: str) -> Callable[[Case, Assignment | None, Scribe, str], tuple[dict[str, str], Lists]]:
    def own(case: Case, leg: Assignment | None, s: Scribe, unit: str) -> tuple[dict[str, str], Lists]:  # noqa: ARG001
        asked = [each for each in case.requests if each.kind == kind and (not unit or each.unit == unit)]
        if not asked:
            return {}, {}
        last = next((each for each in asked if each.state == "pending"), asked[-1])
        return _asked(case, last, len(asked), s), {"requests": tuple(_line(each, s) for each in asked)}

    return own


def _asked(case: Case, request: Request, count: int, s: Scribe) -> dict[str, str]:
    leg = next((leg for leg in case.legs if leg.id == request.assignment), None)
    usual = days_of(leg.limit, s.city.calendar) if leg else 1
    days = request.days or (usual if request.kind == "extension" else -(-(request.until - request.at) // 86_400_000))
    return _line(request, s) | {
        "asked_by": s.name(request.by),
        "reason": request.reason,
        "days": str(days),
        "until": s.at(request.until),
        "count": str(count),
        "level": level_words(request, days, count, s),
        "decided_at": s.at(request.decided_at),
        "answer": request.answer,
    }


def _line(request: Request, s: Scribe) -> dict[str, str]:
    return {
        "kind": s.texts.text(f"request.{request.kind}"),
        "asked_at": s.at(request.at),
        "unit": s.unit(request.unit),
        "state": s.texts.text(f"request_state.{request.state}"),
        "decided_by": s.name(request.decided_by) if request.decided_by else "",
    }


def level_words(request: Request, days: int, count: int, s: Scribe) -> str:
    """Who decides it: the city's name for the row that fits and says so, else the duty."""
    row, level = row_of(s.city, request.kind, days, count), request.level or "dispatcher"
    if row is not None and row.by == level and row.name:
        return s.texts.name(row.name, row.name_en)
    return s.texts.text(f"role.{level}")


def _void(case: Case, leg: Assignment | None, s: Scribe, unit: str) -> tuple[dict[str, str], Lists]:  # noqa: ARG001
    own = {"reason": case.ended_reason, "decided_at": s.at(case.closed_at or case.stage_since), "decided_by": ""}
    return own, _legs(case, s, unit)


def _minutes(case: Case, leg: Assignment | None, s: Scribe, unit: str) -> tuple[dict[str, str], Lists]:  # noqa: ARG001
    if not case.ledgers:
        return {}, {}
    ledger = case.ledgers[-1]
    own = {
        "subject": ledger.subject,
        "subject_kind": s.texts.text(f"choice.{ledger.kind}"),
        "opened_at": s.at(ledger.opened_at),
        "opened_by": s.name(ledger.opened_by),
        "closed_at": s.at(ledger.closed_at),
        "closed_by": s.name(ledger.closed_by) if ledger.closed_by else "",
        "result": ledger.result,
    }
    return own, {"entries": _entries(ledger, s)}


def _entries(ledger: Ledger, s: Scribe) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "at": s.at(entry.at),
            "how": s.texts.text(f"choice.{entry.how}"),
            "who": entry.who,
            "agreed": entry.agreed,
            "by_when": s.at(entry.by_when),
            "kept": s.texts.text("paper.kept") if entry.kept else "",
            "by": s.name(entry.by),
        }
        for entry in ledger.entries
    )


_OWN: Mapping[str, Callable[[Case, Assignment | None, Scribe, str], tuple[dict[str, str], Lists]]] = {
    "dispatch": _dispatch,
    "notice": _notice,
    "extension": _request("extension"),
    "suspension": _request("suspension"),
    "void": _void,
    "minutes": _minutes,
}
