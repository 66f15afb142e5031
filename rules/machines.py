"""What a city says of reports that machines send: which alarm is which matter, how repeats fold, how files are read.

Compiled from `machines.toml` by `server.city.machines`; a city without that file knows no kind of alarm and no form of
a file, and takes hotline orders as they come.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

CHANNEL = "machine:"
FILE_CHANNEL = "file:"


def channel_of_source(code: str) -> str:
    """The channel (see `rules.citizens`) of what a connected source sends."""
    return CHANNEL + code


def source_of(channel: str) -> str:
    """The code of the source behind a channel, "" for any other channel."""
    return channel.removeprefix(CHANNEL) if channel.startswith(CHANNEL) else ""


def sheet_of(channel: str) -> str:
    """The form of the files behind a channel, "" for any other channel."""
    return channel.removeprefix(FILE_CHANNEL) if channel.startswith(FILE_CHANNEL) else ""


def kind_of(channel: str) -> str:
    """machine | file, "" for a channel of citizens."""
    return "machine" if source_of(channel) else "file" if sheet_of(channel) else ""


@dataclass(frozen=True, slots=True)
class AlarmKind:
    """One kind of alarm as its senders name it; confidences in per cent.

    Below `threshold` it is dropped; from `sure` on (0 = never) nobody looks at it first. Alarms of one device, or
    within `distance_m`, that come within `window_minutes` of the last one are the same alarm; a rejected one stays
    rejected for `quiet_minutes`.
    """

    code: str
    name: str
    name_en: str = ""
    category: str = ""
    words: str = ""  # of the report; "" = its name
    urgent: bool = False
    threshold: int = 50
    sure: int = 0
    window_minutes: int = 60
    quiet_minutes: int = 120
    distance_m: int = 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form of a file of reports: where its columns are, and what its words mean.

    `columns`: our field → the header of its column. `categories` and `sources`: the file's word → ours.
    `number_column` makes a row the same report whatever else it says; without it equal rows are.
    """

    code: str
    name: str
    name_en: str = ""
    source: str = ""  # of rows that name none
    sender: str = ""  # the connected source that these orders come from too; its answers go back by it
    columns: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""  # of a workbook; "" = the first one
    head_row: int = 1  # the row with the headers
    encoding: str = ""  # of CSV; "" = UTF-8, else GB 18030
    time: str = "%Y-%m-%d %H:%M:%S"
    datum: str = "cgcs2000"
    yes: tuple[str, ...] = ("是", "yes", "true", "1")
    wants_answer: bool = False  # of rows without that column

    @property
    def channel(self) -> str:
        """The channel of these reports: that of the source that sends the same orders, where there is one."""
        return channel_of_source(self.sender) if self.sender else FILE_CHANNEL + self.code


@dataclass(frozen=True, slots=True)
class MachineRules:
    """A city's choices for machines; every number is a default of `machines.toml`."""

    alarms: Mapping[str, AlarmKind] = field(default_factory=dict)  # by code
    sheets: Mapping[str, Sheet] = field(default_factory=dict)  # by code
    skew_s: int = 300  # how far a message's time may lie from the server's
    tell_s: int = 60  # so often at most the repeats of an alarm are told in its case
    frames: int = 3  # pictures kept of one alarm
    frame_mb: int = 5
    unknown_alarms: bool = False  # alarms of a kind that is not listed are taken, for review
    source_minute: int = 600  # messages of one source within a minute
    rows_max: int = 5000  # of one file
    file_mb: int = 10
    reject_reasons: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # code -> (zh, en)
    sources: Mapping[str, str] = field(default_factory=dict)  # code of a connected source -> the city's source

    def source_key(self, code: str, known: Mapping[str, object]) -> str:
        """The city's word for where it comes from (案件来源), "" for none that it knows."""
        key = self.sources.get(code, code)
        return key if key in known else ""
