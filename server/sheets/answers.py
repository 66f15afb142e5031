"""The answers that go back by a file: one line each, with the order's own number; what is text stays text."""

import csv
import io
from dataclasses import dataclass

from sqlalchemy import select

from rules import citizens
from rules.machines import Sheet
from rules.showing import Showing
from rules.texts import Texts
from rules.wire import decode_case
from server import tables
from server.cities import Cities
from server.database import Database
from server.machines.messages import local
from server.sight import reached

FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("number", "case_number", "stage", "answered_at", "answer", "due", "on_time", "follow_up")
BOM = "\ufeff"  # an office program would take the file for another encoding


def as_text(cell: str) -> str:
    """A text stays a text: an office program would take it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


@dataclass(frozen=True, slots=True)
class Answers:
    """Reads them; `of` makes the file."""

    database: Database
    cities: Cities

    def of(self, form: Sheet, since: int, texts: Texts, showing: Showing) -> str:
        """All answers to the orders of a form since then (ms UTC), oldest first, as CSV, as far as they are shown."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([texts.text(f"sheet.column.{name}") for name in COLUMNS])
        writer.writerows(self._lines(form, since, texts, showing))
        return BOM + out.getvalue()

    def _lines(self, form: Sheet, since: int, texts: Texts, showing: Showing) -> list[list[str]]:
        a, c, zone = tables.answers_out, tables.cases, self.cities.current.zone
        mine = (c.c.reported_by == citizens.actor_id(form.channel)) & (a.c.at >= since)
        wanted = select(a.c.id, c.c.image).join(c, c.c.id == a.c.case_id)
        wanted = wanted.where(mine, reached(showing.see, showing.city)).order_by(a.c.at, a.c.id)
        lines = []
        with self.database.read() as connection:
            for row in connection.execute(wanted):
                case = showing.case(decode_case(bytes(row.image)))
                reply = next((each for each in case.replies if each.id == row.id), None) if case else None
                if case is None or reply is None:
                    continue
                due = case.external_due
                on_time = "" if not due else texts.text(f"sheet.on_time.{str(reply.at <= due).lower()}")
                last = f"choice.{case.follow_ups[-1].result}" if case.follow_ups else ""
                told = (case.external_number, case.number, texts.text(f"stage.{case.stage}"), local(reply.at, zone))
                ends = (local(due, zone) if due else "", on_time, texts.text(last) if last else "")
                lines.append([as_text(each) for each in (*told, reply.text, *ends)])
        return lines
