"""What a city offers to citizens: its services with their questions, and how much one of them may send.

Compiled from `citizens.toml` by `server.city.citizens`; a city without that file offers each of its categories.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Datatype(StrEnum):
    """The kinds of answers of Open311 GeoReport v2."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    SINGLE = "singlevaluelist"
    MULTI = "multivaluelist"


@dataclass(frozen=True, slots=True)
class Value:
    """One answer of a list."""

    key: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a matter; `asks` False = a sentence to be shown, which nobody answers."""

    code: str
    datatype: Datatype
    text: str
    text_en: str = ""
    hint: str = ""
    hint_en: str = ""
    required: bool = False
    asks: bool = True
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A matter as citizens name it, and the category that it is filed under ("" = supervision says)."""

    code: str
    name: str
    name_en: str = ""
    category: str = ""
    text: str = ""
    text_en: str = ""
    group: str = ""
    group_en: str = ""
    keywords: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


_STATUSES = {
    "reported": "open",
    "pre_check": "investigating",
    "accepted": "investigating",
    "to_dispatch": "action_scheduled",
    "with_units": "in_progress",
    "to_confirm": "in_progress",
    "to_verify": "in_progress",
    "to_close": "in_progress",
    "closed": "fixed",
    "forced": "no_further_action",
    "void": "no_further_action",
    "declined": "not_councils_responsibility",
    "answered": "closed",
    "passed_on": "internal_referral",
    "duplicate": "duplicate",
}


@dataclass(frozen=True, slots=True)
class CitizenRules:
    """A city's choices for reports of citizens; every number is a default of `citizens.toml`."""

    page: bool = True  # the public page is open
    open311: bool = True  # the interface for other programs is open
    jurisdiction: str = ""  # its jurisdiction_id; "" = the city's code
    contact: str = ""  # told in the discovery and at the foot of the page
    contact_en: str = ""
    number_when: str = "reported"  # reported | accepted: until then a token stands for it
    extended_statuses: bool = True  # updates tell more than open and closed
    publish_page: bool = False  # reports of the public page are listed too
    media_hosts: tuple[str, ...] = ()  # from where photos behind a media_url are fetched; others stay a line of text
    same_hours: int = 24  # the same words at the same place within so long are one report
    same_m: int = 20
    reach_m: int = 3000  # so far outside the city's outline a place is still taken
    words_max: int = 1000
    photos_min: int = 0
    photos_max: int = 4
    photo_mb: int = 10
    address_hour: int = 20  # reports from one network address within an hour
    device_hour: int = 6
    key_minute: int = 60  # reports and updates of one API key within a minute
    device_open: int = 10  # reports of one device that have not ended
    proof_bits: int = 14  # of work that a browser does before it sends
    delay_s: int = 20  # how long who does no such work has the form open at least
    form_hours: int = 12  # how long a form can be sent
    forget_days: int = 30  # how long a device and an address are known by their marks
    after_photos: bool = True  # who reported sees the photos after handling, small
    statuses: Mapping[str, str] = field(default_factory=lambda: dict(_STATUSES))  # stage -> word of an update
