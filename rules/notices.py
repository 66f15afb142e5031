"""What a city lays down about notices: who is told of what, by which way, in which words, and when nobody is disturbed.

Compiled from `notices.toml` by `server.city.notices`; a city without that file tells nobody anything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from string import Formatter
from zoneinfo import ZoneInfo


class On(StrEnum):
    """What a notice is about."""

    UNDELIVERED = "undelivered"  # sent, and neither fetched by the unit nor told by phone
    UNSIGNED = "unsigned"
    DEADLINE_NEAR = "deadline_near"
    DEADLINE_OVER = "deadline_over"
    SUPERVISION = "supervision"  # 督办
    ANSWER = "answer"  # a text to who reported


OF_LEGS = frozenset({On.UNDELIVERED, On.UNSIGNED, On.DEADLINE_NEAR, On.DEADLINE_OVER})
FIELDS = (
    "number", "matter", "words", "place", "unit", "phone", "due", "minutes", "reason", "answer", "city", "urgent",
)  # fmt: skip
UNIT, ABOVE, REPORTER, ROLE = "unit", "above", "reporter", "role:"


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """One row: `to` are "unit", "above", "role:NAME" or "reporter"; `by` ways (sms, mail, …), all that have an address.

    `after_minutes` since it is so, `before_minutes` before the deadline; `times` in all, `every_minutes` from one to
    the next. `urgent`: "yes", "no" or "" (both). `sources`: of the case, none = all. `quiet`: waits for the morning.
    """

    key: str
    on: On
    to: tuple[str, ...]
    by: tuple[str, ...]
    template: str
    after_minutes: int = 0
    before_minutes: int = 0
    every_minutes: int = 0
    times: int = 1
    urgent: str = ""
    sources: tuple[str, ...] = ()
    quiet: bool = True


@dataclass(frozen=True, slots=True)
class NoticeTemplate:
    """Words in both languages with {fields} of FIELDS; English ones may be missing."""

    subject: str
    text: str
    subject_en: str = ""
    text_en: str = ""

    def of(self, language: str) -> tuple[str, str]:
        """Subject and text in a language."""
        english = language == "en" and self.text_en
        return (self.subject_en or self.subject, self.text_en) if english else (self.subject, self.text)


@dataclass(frozen=True, slots=True)
class Contact:
    """Where somebody is told by one way; `to`: a unit's code, or "role:NAME"."""

    to: str
    by: str
    address: str
    language: str = "zh_CN"


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """All of it; the quiet hours run in the city's time, may pass midnight, and equal = there are none."""

    rules: tuple[NoticeRule, ...] = ()
    templates: Mapping[str, NoticeTemplate] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    duty_phone: tuple[str, ...] = ()  # ways by which a unit is told at its duty phone of the hour
    quiet_from: int = 0  # minutes of the day
    quiet_to: int = 0

    def rule(self, key: str) -> NoticeRule | None:
        """A rule by its key."""
        return next((each for each in self.rules if each.key == key), None)

    def quiet_until(self, now: int, zone: str) -> int:
        """When the quiet hours end in which `now` (ms UTC) lies; 0 = it lies in none."""
        if self.quiet_from == self.quiet_to:
            return 0
        here = datetime.fromtimestamp(now / 1000, ZoneInfo(zone))
        minute = here.hour * 60 + here.minute
        passes = self.quiet_from > self.quiet_to
        is_late, is_early = minute >= self.quiet_from, minute < self.quiet_to
        if not ((is_late or is_early) if passes else (is_late and is_early)):
            return 0
        ends = here.replace(hour=self.quiet_to // 60 % 24, minute=self.quiet_to % 60, second=0, microsecond=0)
        if ends <= here:
            ends += timedelta(days=1)
        return int(ends.timestamp() * 1000)


def unknown_fields(text: str) -> list[str]:
    """What a template names that no notice tells; "{" for a bracket that is not closed."""
    try:
        named = [(name, form, turned) for _, name, form, turned in Formatter().parse(text) if name is not None]
    except ValueError:
        return ["{"]
    return [name or "{}" for name, form, turned in named if name not in FIELDS or form or turned]


def receivers(rule: NoticeRule, unit: str, above: tuple[str, ...]) -> Iterator[str]:
    """Units by "unit:CODE" and roles by "role:NAME"; `above`: the chain of the unit, itself first."""
    for to in rule.to:
        if to == UNIT and unit:
            yield f"unit:{unit}"
        elif to == ABOVE:
            yield from (f"unit:{code}" for code in above[1:2])
        elif to.startswith(ROLE):
            yield to
