"""A case as a page tells it: matter, place, names, photos by round, history. The templates only say it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rules import corrections
from rules.assignment import LIVE, Assignment, LegStage
from rules.case import Case, Event, Photo, PhotoKind, Stage
from rules.charge_words import sent_words
from rules.citizens import channel_of
from rules.city import City
from rules.lists import OF_LEG
from rules.machines import kind_of
from rules.paper_deeds import unit_of
from rules.reasons import naming, why_words
from server.pages.remarks import Said
from server.pages.visit import Visit

_HIDDEN = frozenset({"fetched"})  # noise in a history: it stands beside the leg


@dataclass(frozen=True, slots=True)
class Shown:
    """A photo with its marks and what it says of itself; `sha256` is the picture to show."""

    sha256: str
    photo: Photo
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoGroup:
    """Photos of one step of one round; round 0 = of the report."""

    round: int
    kind: str  # original | after | check | marked | proof
    photos: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event with the names in it put into words."""

    event: Event
    who: str
    unit: str
    words: str


class Teller:
    """Words and names of one city in the language of one visit."""

    def __init__(self, visit: Visit, city: City, names: Mapping[str, tuple[str, str]], now: int) -> None:
        self._visit = visit
        self._city = city
        self._names = names
        self.now = now

    def unit(self, code: str) -> str:
        """A unit's name; its code when the city no longer has it."""
        unit = self._city.units.get(code)
        return self._visit.name(unit.name, unit.name_en) if unit else code

    def leg(self, leg: Assignment) -> str:
        """The state of a leg in the word of its tab, so that tab, row and case agree; an ended one says that it was."""
        tab = OF_LEG.get(leg.stage) if leg.stage is not LegStage.ENDED else None
        return self._visit.texts.text(f"page.tab.{tab}" if tab else f"leg.{leg.stage}")

    def standing(self, case: Case, leg: Assignment | None) -> tuple[str, ...]:
        """The state of the visitor's leg, and beside it the case's stage once that says more than "dispatched"."""
        stage = self._visit.texts.text(f"stage.{case.stage}")
        if leg is None:
            return (stage,)
        return (self.leg(leg),) if case.stage is Stage.WITH_UNITS else (self.leg(leg), stage)

    def duty(self, code: str) -> tuple[str, str]:
        """Who sits at a unit's phone, and its number; "" where the city does not say."""
        watch = self._city.watch_of(code, self.now)
        own = watch if watch is not None and watch.unit == code else None
        return (self._visit.name(own.name, own.name_en), own.phone) if own else ("", "")

    def why(self, leg: Assignment) -> str:
        """Why it went to this unit: layer, row and dates of the list, a ruling; "" where that was not kept."""
        texts = self._visit.texts
        return why_words(leg.why, texts, naming(self._city, texts))

    def person(self, login: str) -> str:
        """A member of staff, or a unit that has no account."""
        if login == "system":
            return self._visit.texts.text("role.system")
        if unit := unit_of(login):  # it answered on paper
            return self.unit(unit)
        if channel := channel_of(login):
            return self._visit.texts.text(f"machine.{kind}" if (kind := kind_of(channel)) else "role.public")
        return self._visit.name(*self._names.get(login, (login, "")))

    def matter(self, case: Case) -> str:
        """The minor class, or that it was not said yet."""
        category = self._city.categories.get(case.category)
        if category is None:
            return self._visit.texts.text("page.unclassed")
        return self._visit.name(category.name, category.name_en)

    def place(self, case: Case) -> str:
        """The address, else the nearest crossing, else that nobody knows."""
        if case.address:
            return self._visit.name(case.address, case.address_en)
        grids = self._city.grids
        near = grids.nearby(case.lon, case.lat) if grids and case.located else None
        return near.text(self._visit.language) if near else self._visit.texts.text("page.no_place")

    def condition(self, case: Case) -> tuple[str, tuple[str, ...]]:
        """The filing condition and what must hold to close; empty before filing."""
        condition = self._city.conditions.get(case.condition)
        if condition is None:
            return "", ()
        english = self._visit.language == "en" and condition.closing_en
        return self._visit.name(
            condition.words, condition.words_en
        ), condition.closing_en if english else condition.closing

    def reason(self, code: str) -> str:
        """A coded reason of the city in words; a free one as it was typed."""
        known = self._city.reason_named(code)
        key = f"page.reason.{code}"
        if known is None and key in self._visit.texts:
            return self._visit.texts.text(key)
        return self._visit.name(*known) if known else code

    def history(self, events: Sequence[Event]) -> tuple[HistoryLine, ...]:
        """The events, newest first."""
        shown = [event for event in reversed(events) if event.verb not in _HIDDEN]
        return tuple(HistoryLine(e, self.person(e.actor), self.unit(e.unit), self._words(e)) for e in shown)

    def _words(self, event: Event) -> str:
        corrected = corrections.words(dict(event.data), self._visit.texts.text)
        sent = sent_words(event, self._visit.texts, self.person)
        parts = (sent, corrected, self.reason(event.reason) if event.reason else "", event.text)
        return " · ".join(dict.fromkeys(part for part in parts if part))


def own_leg(case: Case, units: frozenset[str], city: City) -> Assignment | None:
    """The leg that a unit's list shows: its own last one that is live, else its own last, else a live one below it."""
    own = [leg for leg in case.legs if leg.unit in units and leg.stage is not LegStage.RECALLED]
    live = [leg for leg in own if leg.stage in LIVE]
    below = [leg for leg in case.legs if leg.stage in LIVE and not units.isdisjoint(city.above(leg.unit))]
    return (live or own or below or [None])[-1]  # type: ignore[list-item]


_GROUPS = {
    PhotoKind.AFTER: "after",
    PhotoKind.CHECK: "check",
    PhotoKind.MARKED: "marked",
    PhotoKind.PROOF: "proof",
}
_TAKEN_LATER = frozenset({"after", "check", "proof"})


def photo_groups(case: Case, say: Callable[[Photo], tuple[Said, ...]] = lambda _: ()) -> tuple[PhotoGroup, ...]:
    """The report's photos first, then round by round in the order in which the steps come; `say` remarks on each."""
    found: dict[tuple[int, str], list[Shown]] = {}
    for photo in case.photos:
        kind = _GROUPS.get(photo.kind, "original") if photo.owner else "original"
        shown = Shown(photo.of or photo.sha256, photo, say(photo) if kind in _TAKEN_LATER else ())
        found.setdefault((photo.round if kind != "original" else 0, kind), []).append(shown)
    order = ("original", "proof", "after", "check", "marked")
    ordered = sorted(found.items(), key=lambda item: (item[0][0], order.index(item[0][1])))
    return tuple(PhotoGroup(round_, kind, tuple(photos)) for (round_, kind), photos in ordered)


def people_in(case: Case, events: Sequence[Event]) -> set[str]:
    """Everybody whose name the page says."""
    legs = {login for leg in case.legs for login in (leg.sent_by, leg.told_by, leg.signed_by, leg.feedback_by)}
    sent = {dict(event.data).get("collector", "") for event in events if event.verb == "send_check"}
    return legs | sent | {event.actor for event in events} | {request.decided_by for request in case.requests}
