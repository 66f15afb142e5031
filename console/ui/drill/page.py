"""The report of an outage drill as a page: read by itself in any browser, and printed as it is.

Plain tables without a script and without an address to load from; all that comes from data is escaped.
"""

from collections.abc import Iterable, Sequence
from html import escape
from zoneinfo import ZoneInfo

from console.facts.drills import DrillRecord
from console.ui.look.words import Words, sentence
from rules.texts import Texts

_STYLE = """
body { font-family: sans-serif; font-size: 11pt; color: #1b1f24; max-width: 46em; margin: 1.5em; }
h1 { font-size: 17pt; } h2 { font-size: 13pt; }
th { text-align: left; font-weight: normal; color: #57606a; padding: 2pt 12pt 2pt 0; }
td { padding: 2pt 12pt 2pt 0; vertical-align: top; }
"""
Row = Sequence[str]


class DrillPage:
    """In the language of the texts; `zone` is that of the record."""

    def __init__(self, texts: Texts, zone: str) -> None:
        self._texts = texts
        self._words = Words(self._texts.language, ZoneInfo(zone))

    def html(self, record: DrillRecord, earlier: Iterable[DrillRecord]) -> str:
        """The whole page; the `earlier` drills stand below for comparison, the latest first."""
        name = self._texts.name(record.city, record.city_en)
        title = " · ".join(part for part in (self._say("title"), name) if part)
        parts = [f"<h1>{escape(title)}</h1>", self._summary(record), self._calls(record)]
        parts += [self._conflicts(record), self._refusals(record), self._earlier(earlier)]
        parts.append(f"<p>{escape(self._say('foot'))}</p>")
        lang = self._texts.language.replace("_", "-")
        head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
        return f'<!DOCTYPE html>\n<html lang="{lang}"><head>{head}</head>\n<body>{"".join(parts)}</body></html>\n'

    # its parts --------------------------------------------------------------------------------------------------------
    def _summary(self, record: DrillRecord) -> str:
        rows = [
            (self._say("by"), record.by),
            (self._say("time"), f"{self._at(record.began)} – {self._words.clock_seconds(record.ended)}"),
            (self._say("lasted"), self._words.span(record.ended - record.began)),
            (self._say("why"), self._say(f"ended.{record.why}", number=record.number)),
            (self._say("commands"), self._commands(record)),
            (self._say("pack"), self._pack(record)),
            (self._say("calls"), self._told(record)),
            *([(self._say("papers"), self._papers(record))] if record.handovers or record.replies else []),
            *([(self._say("slowest"), self._words.span(record.slowest))] if record.slowest else []),
            (self._say("drained"), self._drained(record)),
        ]
        good = f"<p><b>{escape(sentence(self._say('good')))}</b></p>" if is_good(record) else ""
        return _table([(sentence(name), told) for name, told in rows]) + good

    def _commands(self, record: DrillRecord) -> str:
        done = (f"{self._verb(verb)} {count}" for verb, count in sorted(record.commands.items()))
        return " · ".join(done) or self._say("none")

    def _pack(self, record: DrillRecord) -> str:
        if not record.pack_at:
            return self._say("pack_none")
        after = self._words.span(max(0, record.pack_at - record.began))
        return self._say("pack_made", after=after, at=self._words.clock_seconds(record.pack_as_of))

    def _told(self, record: DrillRecord) -> str:
        sent = len(record.urgent)
        return self._say("calls_told", n=sent, told=sent - record.untold) if sent else self._say("none")

    def _papers(self, record: DrillRecord) -> str:
        return self._say("papers_made", n=record.handovers, replies=record.replies)

    def _drained(self, record: DrillRecord) -> str:
        if record.left or not record.drained_at:
            return self._say("drained_not", n=record.left)
        return self._say("drained_after", span=self._words.span(max(0, record.drained_at - record.ended)))

    def _calls(self, record: DrillRecord) -> str:
        head = ("number", "unit", "sent", "told")
        rows = []
        for call in record.urgent:
            after = self._words.span(max(0, call.told_at - call.sent_at))
            told = self._say("told_after", span=after) if call.told_at else self._say("untold")
            name = self._texts.name(call.name, call.name_en)
            rows.append((call.number, name, self._words.clock_seconds(call.sent_at), told))
        return self._section("calls", head, rows)

    def _conflicts(self, record: DrillRecord) -> str:
        rows = [(each.number, self._verb(each.verb)) for each in record.conflicts]
        return self._section("conflicts", ("number", "operation"), rows)

    def _refusals(self, record: DrillRecord) -> str:
        rows = [
            (self._verb(each.verb), self._texts.say(each.rule, each.details), str(each.times))
            for each in record.refused
        ]
        return self._section("refused", ("operation", "rule", "times"), rows)

    def _earlier(self, records: Iterable[DrillRecord]) -> str:
        ordered = sorted(records, key=lambda each: each.began, reverse=True)
        rows = [(self._at(each.began), each.by, *self.figures(each)) for each in ordered]
        return self._section("earlier", ("time", "by", "lasted", "commands", "calls", "drained"), rows)

    def figures(self, record: DrillRecord) -> tuple[str, str, str, str]:
        """A drill in one line: how long, how many operations, the calls, the time until all had arrived."""
        lasted = self._words.span(max(0, record.ended - record.began))
        return lasted, self._words.number(record.total), self._told(record), self._drained(record)

    def _section(self, name: str, head: Row, rows: Sequence[Row]) -> str:
        if not rows:
            return ""
        columns = [sentence(self._say(each)) for each in head]
        return f"<h2>{escape(sentence(self._say(name)))}</h2>{_table(rows, columns)}"

    # words ------------------------------------------------------------------------------------------------------------
    def _say(self, key: str, **details: object) -> str:
        return self._texts.text(f"drill.{key}", **details)

    def _verb(self, verb: str) -> str:
        return self._texts.say(f"verb.{verb}", {}).removeprefix("verb.")

    def _at(self, instant: int) -> str:
        return f"{self._words.day(instant)} {self._words.clock_seconds(instant)}"


def is_good(record: DrillRecord) -> bool:
    """Nothing was missed: all urgent cases were phoned about, and all that was done has arrived."""
    return not (record.untold or record.conflicts or record.left)


def _table(rows: Iterable[Row], head: Row = ()) -> str:
    """Without a head the first cell of each row names it."""
    lines = ["".join(f"<th>{escape(each)}</th>" for each in head)] if head else []
    for first, *rest in rows:
        kind = "td" if head else "th"
        lines.append(f"<{kind}>{escape(first)}</{kind}>" + "".join(f"<td>{escape(each)}</td>" for each in rest))
    return '<table cellpadding="3">' + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
