"""What one city says of itself: units, categories, conditions, duties, calendar, policies, grids; frozen, versioned.

Compiled by `server.city`, carried as a city pack (see `rules.pack`), read by server and console alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from rules.areas import AreaIndex
from rules.calendar import WorkCalendar
from rules.clock import Limit, LimitUnit
from rules.duties import DutyArea, DutyLayer, Ruling, Watch, in_force, in_hours, local_time
from rules.duty_index import DutyIndex
from rules.machines import MachineRules
from rules.notices import NoticeRules
from rules.organisation import NONE as NO_ORGANISATION
from rules.organisation import Organisation
from rules.powers import USUAL, Data, Deed, Right
from rules.services import CitizenRules, Service
from rules.sketch import Sketch

if TYPE_CHECKING:
    from rules.gazetteer import Gazetteer
    from rules.grid import Grids


@dataclass(frozen=True, slots=True)
class Unit:
    """A district, committee, bureau, company, department, street or crew, in a tree by `parent` ("" = the city)."""

    code: str
    name: str
    name_en: str = ""
    parent: str = ""
    kind: str = ""  # district | committee | bureau | company | department | street | crew
    district: str = ""  # division code of the district that it works in; "" = city-wide
    phone: str = ""
    duty: str = ""  # who sits at that phone
    duty_en: str = ""
    pinyin: str = ""  # initials, for typing
    since: int = 0
    until: int = 0
    sub_reports: str = "approve"  # what becomes of a sub-unit's report: approve | pass (by itself)


@dataclass(frozen=True, slots=True)
class Category:
    """A minor class of components or events; `key` = kind-major-minor."""

    key: str
    name: str
    name_en: str = ""
    short: str = ""
    short_en: str = ""
    major_name: str = ""
    major_name_en: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneLimit:
    """A limit of its own inside a condition: arrive, make_safe, repair."""

    key: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Condition:
    """A filing condition (立案条件): it fixes limit, urgency and closing conditions; `key` = category-no."""

    key: str
    category: str
    words: str
    words_en: str = ""
    limit: Limit | None = None
    urgent: bool = False
    closing: tuple[str, ...] = ()
    closing_en: tuple[str, ...] = ()
    milestones: tuple[MilestoneLimit, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of the duty list (权责清单); an empty field or "*" fits all. Rows of a lower `layer` number go first."""

    no: str
    unit: str
    category: str = "*"  # "event-01-10", "event-01-*", "event-*", "*"
    condition: str = ""
    layer: int = 100
    place: str = ""  # code (prefix) of district, street, community, duty grid, unit grid, or of a zone or drawn area
    owner: str = ""
    from_minute: int = 0  # time of day in city time, [from, to); equal = the whole day; may pass midnight
    to_minute: int = 0
    from_day: int = 0  # season as month*100+day, inclusive; 0 = the whole year
    to_day: int = 0
    lead: bool = True
    since: int = 0
    until: int = 0
    days: tuple[str, ...] = ()  # workday, weekend, holiday; none = all
    road: str = ""  # along the road of this name


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approves: a `kind` of `rules.approvals.KINDS`, up to so many days and up to the count-th time (0 = any)."""

    kind: str
    by: str  # dispatcher | shift_leader | leader
    days: int = 0
    count: int = 0
    name: str = ""  # of the level, as the forms say it
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A form of the city: the template's file, and `page`, what is printed of it, with the same placeholders.

    Without templates of their own (`page_en` "") English desks print the other one.
    """

    name: str
    name_en: str
    suffix: str  # docx | xlsx
    body: bytes
    page: str
    suffix_en: str = ""
    body_en: bytes = b""
    page_en: str = ""

    def of(self, language: str) -> tuple[str, bytes, str]:
        """Suffix, file and page in a language."""
        own = language == "en" and self.page_en
        return (self.suffix_en, self.body_en, self.page_en) if own else (self.suffix, self.body, self.page)


_FOUR_WORK_HOURS = Limit(4, LimitUnit.WORK_HOUR)


@dataclass(frozen=True, slots=True)
class Policies:
    """The city's choices where the field is loose; every number is a default of `city.toml`."""

    near_percent: int = 80
    rework_limit: str = "rest"  # rest | new
    confirm: bool = True  # 核对 by the command centre
    recall_seconds: int = 10
    border_m: int = 30
    component_m: int = 20  # how far a component may lie from the point of a case that is about its kind
    road_m: int = 25  # how far from the line of a road its duties reach
    ruling_m: int = 30  # how far around its case a ruling reaches that nobody drew
    owner_leads: bool = True  # the owner of a component answers for it, where it is a unit of the city
    evidence_far_m: int = 50  # a photo taken farther from the point of its case is worth a look
    default_limit: Limit = _FOUR_WORK_HOURS
    extension_max: int = 2
    suspension_max_days: int = 365
    appeal_max: int = 1
    sign_refusal_minutes: int = 480  # of work time; a limit of at most 6 h: the limit itself
    rework_urge: int = 2  # 督办 by itself from this failed verdict on
    rework_leader: int = 3
    recurrence_days: int = 30  # the same class closed at the same place within so many days is a recurrence
    decline_second_look: bool = True  # 不予受理 ends a report once another person of supervision has agreed
    reopen_days: int = 30  # how long after its end a case is opened again; 0 = always
    follow_up_tries: int = 3  # calls back after closing that nobody takes, then it is let be
    recurrence_m: int = 30  # how near is the same place
    recurrence_cause: int = 3  # from so many closed ones on a cause is asked for
    approvals: tuple[Approval, ...] = ()  # in the city's order: the first that fits decides
    report_required_photos: int = 0
    feedback_required_photos: int = 1
    text_max: int = 4000
    combinable: tuple[tuple[str, str], ...] = (("acceptor", "shift_leader"),)
    # review, accept, file, dispatch, pre, confirm, verify, check, close, decide, sign, sign_urgent
    stage_limits: Mapping[str, Limit] = field(default_factory=dict)
    number_pattern: str = "{yy}{mm}{dd}{n:05d}"
    make_safe_unit: str = ""  # 兜底单位
    live_hours: int = 24  # how long a closed case stays in the live scope
    offline_days: int = 14  # how long who signed in at a console may unlock it without a line
    personal_days: int = 180  # how long a reporter's personal data outlive the end of the case
    sources: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # code -> (zh, en)
    reject_reasons: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    decline_reasons: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    phrases: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # 常用语: verb -> (zh, en) each
    urgent_words: tuple[str, ...] = ()  # words of injury that make a case urgent


_OF_CITIZENS = CitizenRules()
_OF_MACHINES = MachineRules()
_OF_NOTICES = NoticeRules()


@dataclass(frozen=True)
class City:
    """One version of a city; `grids` is the geometry, absent only in tests of pure rules."""

    version: str  # first 16 hex digits of the pack's sha256
    code: str
    name: str
    name_en: str
    zone: str
    synthetic: bool
    calendar: WorkCalendar
    valid_from: int = 0
    units: Mapping[str, Unit] = field(default_factory=dict)
    categories: Mapping[str, Category] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()
    policies: Policies = Policies()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # language -> text key -> the city's own word
    grids: "Grids | None" = None
    papers: Mapping[str, Paper] = field(default_factory=dict)  # key of `rules.paper.fields.FIELDS` -> the city's form
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # division or grid code -> (name, name_en)
    gazetteer: "Gazetteer | None" = None  # house numbers, places with a name, components; absent where not surveyed
    services: Mapping[str, Service] = field(default_factory=dict)  # by code; none: each category is one
    citizens: CitizenRules = _OF_CITIZENS
    machines: MachineRules = _OF_MACHINES
    sketch: Sketch | None = None  # of `grids`: so long as these are not read, the little that is known of them
    layers: tuple[DutyLayer, ...] = ()
    areas: tuple[DutyArea, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    roster: tuple[Watch, ...] = ()
    organisation: Organisation = NO_ORGANISATION  # grids of levels, exclusive and micro, staff and posts, six elements
    notices: NoticeRules = _OF_NOTICES
    amendments: int = 0  # how many of those made at the centre are in it (see `rules.amending`)
    rights: tuple[Right, ...] = ()  # the city's own table of rights; none = the usual one, see `rules.powers`

    def zones_at(self, lon: int, lat: int) -> tuple[str, ...] | None:
        """Codes of all zones over a point; None = only the geometry tells, and that is not read yet."""
        told = self.sketch.zones_at(lon, lat) if self.sketch is not None else None
        if told is not None:
            return told
        if self.grids is None:
            return () if self.sketch is None else None
        return self.grids.zones_at(lon, lat)

    def is_inner(self, lon: int, lat: int) -> bool:
        """Whether a point is known to lie farther from every other district than both sides must be shown."""
        return self.sketch is not None and self.sketch.is_inner(lon, lat, self.policies.border_m)

    def coded_reasons(self, verb: str) -> Mapping[str, tuple[str, str]]:
        """The reasons with which a deed is done, code -> (zh, en); none where any words will do."""
        of_verb = {
            "verify_fail": self.policies.reject_reasons,
            "decline": self.policies.decline_reasons,
            "reject_alarm": self.machines.reject_reasons,
        }
        return of_verb.get(verb, {})

    def reason_named(self, code: str) -> tuple[str, str] | None:
        """A coded reason in both languages; None for one that was said in free words."""
        lists = (self.policies.reject_reasons, self.policies.decline_reasons, self.machines.reject_reasons)
        return next((table[code] for table in lists if code in table), None)

    def unit_named(self, owner: str) -> str | None:
        """The unit whose code or name an owner is (权属单位 as a component's data tell it)."""
        return owner if owner in self.units else self._unit_names.get(owner)

    @cached_property
    def _unit_names(self) -> dict[str, str]:
        return {unit.name: code for code, unit in self.units.items()}

    def top_unit(self, unit: str) -> str:
        """The unit directly under the city that this unit belongs to."""
        while unit in self.units and self.units[unit].parent:
            unit = self.units[unit].parent
        return unit

    def above(self, unit: str) -> tuple[str, ...]:
        """The chain of units from this one up to its top, itself first."""
        chain = [unit]
        while chain[-1] in self.units and self.units[chain[-1]].parent:
            chain.append(self.units[chain[-1]].parent)
        return tuple(chain)

    @cached_property
    def rights_by(self) -> Mapping[tuple[Data, Deed], tuple[Right, ...]]:
        """The rows of the table of rights by what is done with what; the usual table where the city has none."""
        found: dict[tuple[Data, Deed], list[Right]] = {}
        for row in self.rights or USUAL:
            for data in row.data:
                for deed in row.deeds:
                    found.setdefault((data, deed), []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def duty_index(self) -> DutyIndex:
        """The duty list by matter and place."""
        return DutyIndex(self.duties)

    @cached_property
    def area_index(self) -> AreaIndex:
        """The drawn areas by place."""
        return AreaIndex({area.code: area.rings for area in self.areas})

    @cached_property
    def ruling_index(self) -> AreaIndex:
        """The rulings by place."""
        return AreaIndex({ruling.no: ruling.rings for ruling in self.rulings})

    @cached_property
    def ruling_by_no(self) -> Mapping[str, Ruling]:
        """The rulings by number."""
        return {ruling.no: ruling for ruling in self.rulings}

    @cached_property
    def area_codes(self) -> frozenset[str]:
        """Codes of the drawn areas."""
        return frozenset(area.code for area in self.areas)

    @cached_property
    def zone_codes(self) -> frozenset[str]:
        """Codes of the zones."""
        return frozenset(self.sketch.whole) if self.sketch is not None else frozenset()

    @cached_property
    def layer_by_number(self) -> Mapping[int, DutyLayer]:
        """The named layers."""
        return {layer.number: layer for layer in self.layers}

    @cached_property
    def _watches(self) -> Mapping[str, tuple[Watch, ...]]:
        found: dict[str, list[Watch]] = {}
        for watch in self.roster:
            found.setdefault(watch.unit, []).append(watch)
        return {unit: tuple(watches) for unit, watches in found.items()}

    def watch_of(self, unit: str, now: int) -> Watch | None:
        """Who has the duty phone of a unit, or of the nearest unit above that names somebody, at this instant.

        The roster goes before the phone of the unit itself. None: neither is known.
        """
        at = local_time(self.calendar, now)
        for code in self.above(unit):
            for watch in self._watches.get(code, ()):
                hours = (watch.from_minute, watch.to_minute, watch.days)
                if in_force(watch.since, watch.until, now) and in_hours(*hours, at):
                    return watch
            known = self.units.get(code)
            if known and known.phone:
                return Watch("", code, known.duty, known.phone, known.duty_en)
        return None

    def names(self, language: str) -> dict[str, str]:
        """What a refusal names, in one language: units by code, closing conditions by their Chinese words."""
        if language != "en":
            return {unit.code: unit.name for unit in self.units.values()}
        closing = [zip(each.closing, each.closing_en, strict=False) for each in self.conditions.values()]
        words = {zh: en for pairs in closing for zh, en in pairs if en}
        return words | {unit.code: unit.name_en or unit.name for unit in self.units.values()}
