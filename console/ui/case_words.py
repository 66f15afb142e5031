"""What is said about a case in one line: its clock, second line, unit, tags. Used by row, panel and review."""

from dataclasses import dataclass

from console.facts import Sending, ShownCase
from console.ui.claims import claim_words, left_lying
from console.ui.context import Context
from console.ui.look.tags import Tag
from console.ui.look.words import TO_THE_SECOND, sentence
from rules.assignment import LIVE, Assignment, LegRole, LegStage
from rules.calendar import MINUTE
from rules.case import ENDED, Case, Stage
from rules.deadlines import Lamp
from rules.lists import unsigned
from rules.urgency import unreached

DOT = "  ·  "


@dataclass(frozen=True, slots=True)
class Said:
    """A tag in words."""

    kind: Tag
    text: str


def lead_leg(case: Case) -> Assignment | None:
    """The lead leg sent last, None before the first dispatch; of two sent at one instant, the later deed."""
    leads = [leg for leg in case.legs if leg.role is LegRole.LEAD]
    return max(reversed(leads), key=lambda leg: (leg.round, leg.sent_at), default=None)


def live_legs(case: Case) -> tuple[Assignment, ...]:
    """The legs that units have in hand."""
    return tuple(leg for leg in case.legs if leg.stage in LIVE)


def waits_for_dispatch(case: Case) -> bool:
    """Whether a unit could be sent it now: a suspended case must be resumed before."""
    return case.stage is Stage.TO_DISPATCH and not case.suspended_at


def rings(shown: ShownCase) -> bool:
    """An urgent case that a unit was sent and nobody has been reached for: it stays on top, sounding."""
    return shown.case.urgent and unreached(shown.case)


class CaseWords:
    """The words for a case in the windows' language."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def minute(self) -> int:
        """Which minute it is: what is said of instants changes with none smaller, but for the time left."""
        return self._context.now() // MINUTE

    def lamp(self, shown: ShownCase) -> Lamp:
        """The lamp now."""
        return shown.deadline.lamp(self._context.now()) if shown.deadline else Lamp.NONE

    def lamp_words(self, lamp: Lamp) -> str:
        """The lamp in words."""
        return self._context.texts.text(f"lamp.{lamp}")

    def left(self, shown: ShownCase) -> str:
        """Time left; "–" without a deadline."""
        ends = shown.deadline
        return self._context.words.left(ends.time_left(self._context.now()) if ends else None)

    def matter(self, shown: ShownCase) -> str:
        """The short name of the matter."""
        return self._context.names.matter(shown.case)

    def place(self, shown: ShownCase) -> str:
        """The address, or the point as coordinates when nobody gave one."""
        case = shown.case
        named = self._context.names.place(case)
        return named or (f"{case.lat / 1e7:.5f}, {case.lon / 1e7:.5f}" if case.located else "")

    def origin(self, shown: ShownCase) -> tuple[str, str]:
        """The second line: district and street, which may be cut; and source, time, last five digits of the number."""
        case, context = shown.case, self._context
        since = f"{context.names.source_short(case.source)} {context.words.at(case.reported_at, context.now())}".strip()
        return context.names.areas(case), DOT.join(part for part in (since, self.short_number(shown)) if part)

    def short_number(self, shown: ShownCase) -> str:
        """What a row has room for: the last five digits, or the whole number of a draft."""
        drafted = not shown.number[:1].isdigit()
        return self._context.names.number(shown.number) if drafted else shown.number[-5:]

    def unit_code(self, shown: ShownCase) -> str:
        """The unit that a dispatch would go to; after it, the one that has the case; "" when there is none."""
        case, proposal = shown.case, shown.proposal
        if case.stage is Stage.TO_DISPATCH:
            return (proposal.unit if proposal else "") or ""
        leg = lead_leg(case)
        return leg.unit if leg else ""

    def unit(self, shown: ShownCase) -> str:
        """Its name, or that one must be chosen."""
        code = self.unit_code(shown)
        if code:
            return self._context.names.unit(code)
        return self._context.texts.text("proposal.choose") if shown.case.stage is Stage.TO_DISPATCH else ""

    def why(self, shown: ShownCase) -> str:
        """Under the unit: the ground of the proposal, or where its leg stands; an ended case says how it ended."""
        case, texts = shown.case, self._context.texts
        if case.stage is Stage.TO_DISPATCH:
            proposal = shown.proposal
            return texts.text(f"ground.{proposal.ground}") if proposal and proposal.ground else ""
        leg = lead_leg(case)
        if case.stage in ENDED or leg is None:
            return texts.text(f"stage.{case.stage}")
        if rings(shown):
            phone = self._context.names.phone(leg.unit)
            return " · ".join(part for part in (texts.text("list.undelivered"), phone) if part)
        if late := self._unsigned(case, leg):
            names = self._context.names
            told = (
                texts.text("list.unsigned"),
                names.unit(late.unit) if late is not leg else "",
                names.phone(late.unit),
            )
            return " · ".join(part for part in told if part)
        return self._stands(leg) if case.stage is Stage.WITH_UNITS else texts.text(f"stage.{case.stage}")

    def _unsigned(self, case: Case, lead: Assignment) -> Assignment | None:
        """The leg that was not signed in time, the lead's first: its phone stands where one looks for the unit."""
        city, now = self._context.city, self._context.now()
        legs = (lead, *(leg for leg in case.legs if leg is not lead))
        return next((leg for leg in legs if unsigned(leg, case, now, city)), None) if city is not None else None

    def _stands(self, leg: Assignment) -> str:
        """Where a leg stands; a call does not deliver it: until its terminal is reached both are said."""
        texts, now = self._context.texts, self._context.now()
        if leg.stage is not LegStage.SENT or not leg.told_at or leg.fetched_at:
            return texts.text(f"leg.{leg.stage}")
        told = texts.text("console.told_at", at=self._context.words.at(leg.told_at, now))
        return f"{told} · {texts.text('list.undelivered')}"

    def left_because(self, shown: ShownCase) -> str:
        """Why a case has left a list by somebody else's deed: who sent it, else where it stands now, and with whom."""
        unit = self._context.names.unit(self.unit_code(shown)) if self.unit_code(shown) else ""
        leg = lead_leg(shown.case)
        who = self._context.people.name(leg.sent_by) if leg and shown.case.stage is Stage.WITH_UNITS else ""
        if who:
            return self._context.texts.text("console.taken", who=who, unit=unit)
        return " · ".join(part for part in (self._context.texts.text(f"stage.{shown.case.stage}"), unit) if part)

    def clock_name(self, shown: ShownCase) -> str:
        """Which clock drives the lamp: 派遣, 处置, 核查 …; "" for none and for one without a name."""
        name = shown.deadline.name if shown.deadline else ""
        return self._context.texts.text(f"clock.{name}") if name else ""

    def clock(self, shown: ShownCase) -> str:
        """The clock with its name: 派遣剩 04:12, 派遣超 04:12, 处置停表; "" without a deadline."""
        lamp = self.lamp(shown)
        if lamp is Lamp.NONE:
            return ""
        how = "left" if lamp in {Lamp.IN_TIME, Lamp.NEAR} else str(lamp)
        words = self._context.texts.text(f"console.clock_{how}", name=self.clock_name(shown), left=self.left(shown))
        return sentence(words.strip())

    def tags(self, shown: ShownCase) -> tuple[Said, ...]:
        """Every tag, the strongest first."""
        case, texts = shown.case, self._context.texts
        failed = any(pending.state is Sending.CONFLICT for pending in shown.pending)
        found = (
            (bool(shown.conflict) or failed, Tag.CONFLICT, "mark.conflict", 0),
            (case.urgent, Tag.URGENT, "mark.urgent", 0),
            (shown.unsent and not failed, Tag.UNSENT, "mark.unsent", 0),
            (bool(case.urged_at), Tag.URGED, "mark.urged", 0),
            (case.rework > 0, Tag.REWORK, "mark.rework", case.rework),
            (case.wrong_dispatches > 0, Tag.RETURNED, "mark.returned", case.wrong_dispatches),
            (case.feedback_refused > 0, Tag.PLAIN, "mark.feedback_refused", case.feedback_refused),
            (case.recurrence > 0, Tag.PLAIN, "mark.recurrence", case.recurrence),
            (bool(case.external_number), Tag.PLAIN, "mark.hotline", 0),
            (case.alarm is not None, Tag.PLAIN, "mark.machine", case.alarm.count if case.alarm else 0),
        )
        return tuple(Said(kind, texts.text(key, n=n)) for holds, kind, key, n in found if holds)

    def claim(self, shown: ShownCase) -> str:
        """Who has the case in hand, and since when: 李敏 10:26; one's own says so, one left lying too. "" = nobody."""
        if shown.claim is None:
            return ""
        others = "claim.row_stale" if left_lying(self._context, shown) else "claim.row"
        key = "claim.row_here" if shown.claim.here else others
        return self._context.texts.text(key, **claim_words(self._context, shown.claim))

    @property
    def claims_are_old(self) -> bool:
        """Whether who has a case in hand is only what was told before the line was lost."""
        return not self._context.board.link.online

    def headed(self, shown: ShownCase) -> tuple[Said, ...]:
        """The tags of a case where there is room for all: with who has it in hand."""
        claim = self.claim(shown)
        return (*self.tags(shown), *((Said(Tag.CLAIMED, claim),) if claim else ()))

    def spoken(self, shown: ShownCase, gone: str = "") -> str:
        """The whole row for a screen reader, its second line too; of a case that left the list first why, no clock."""
        areas, rest = self.origin(shown)
        parts = [
            gone or self._spoken_clock(shown),
            self.matter(shown),
            self.place(shown),
            areas,
            *rest.split(DOT),
            self.unit(shown),
            self.why(shown),
            *(tag.text for tag in self.tags(shown)),
            self._spoken_claim(shown),
        ]
        comma = ", " if self._context.names.english else "，"
        return comma.join(part for part in parts if part)

    def _spoken_claim(self, shown: ShownCase) -> str:
        if shown.claim is None:
            return ""
        key = "claim.by_stale" if left_lying(self._context, shown) else "claim.by"
        return self._context.texts.text(key, **claim_words(self._context, shown.claim))

    def _spoken_clock(self, shown: ShownCase) -> str:
        """已超时 4 分 12 秒: the lamp tells on which side of the deadline it is."""
        lamp, words = self.lamp(shown), self._context.words
        if lamp is Lamp.NONE or shown.deadline is None:
            return ""
        left = shown.deadline.time_left(self._context.now())
        said = words.span(abs(left)) if abs(left) < TO_THE_SECOND else words.left(abs(left))
        return f"{self.lamp_words(lamp)} {said}"
