"""Outages in the outbox: begun, ended, told since an instant, and there still after a crash."""

from pathlib import Path

from console.facts.shift import Outage
from console.models.disk import Disk
from console.models.outages import KEPT_MS
from console.models.salvage import salvage
from console.models.wreck import Wreck
from tests.console.makers import a_key, an_entry, an_outbox
from tests.console.models.damage import make_old, raw

MINUTE = 60_000


def test_an_outage_lasts_until_it_is_ended(tmp_path: Path) -> None:
    outages = an_outbox(tmp_path).outages
    assert outages.lasting() is None
    outages.begin(5 * MINUTE, "link.silent")
    assert outages.lasting() == Outage(5 * MINUTE, 0, "link.silent")
    outages.end(9 * MINUTE)
    assert outages.lasting() is None
    assert outages.since(0) == (Outage(5 * MINUTE, 9 * MINUTE, "link.silent"),)


def test_it_lasts_over_a_crash(tmp_path: Path) -> None:
    an_outbox(tmp_path).outages.begin(MINUTE, "link.cut")
    assert an_outbox(tmp_path).outages.lasting() == Outage(MINUTE, 0, "link.cut")


def test_what_ended_before_is_not_told(tmp_path: Path) -> None:
    outages = an_outbox(tmp_path).outages
    for began in (1, 3):
        outages.begin(began * MINUTE, "link.cut")
        outages.end((began + 1) * MINUTE)
    outages.begin(5 * MINUTE, "link.cut")
    assert [each.began for each in outages.since(3 * MINUTE)] == [3 * MINUTE, 5 * MINUTE]


def test_old_ones_are_forgotten(tmp_path: Path) -> None:
    outages = an_outbox(tmp_path).outages
    outages.begin(MINUTE, "link.cut")
    outages.end(2 * MINUTE)
    outages.begin(2 * MINUTE + KEPT_MS, "link.cut")
    assert [each.began for each in outages.since(0)] == [2 * MINUTE + KEPT_MS]


def test_an_older_outbox_learns_of_outages(tmp_path: Path) -> None:
    an_outbox(tmp_path).close()
    make_old(tmp_path)
    outbox = an_outbox(tmp_path)
    outbox.outages.begin(MINUTE, "link.cut")
    assert outbox.outages.lasting() == Outage(MINUTE, 0, "link.cut")


def test_an_outbox_of_a_newer_program_tells_none(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.outages.begin(MINUTE, "link.cut")
    outbox.close()
    connection = raw(tmp_path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    newer = an_outbox(tmp_path).outages
    newer.begin(2 * MINUTE, "link.cut")
    newer.end(3 * MINUTE)
    assert (newer.lasting(), newer.since(0)) == (None, ())


def test_a_salvage_keeps_them(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1))
    outbox.outages.begin(MINUTE, "link.cut")
    outbox.close()
    salvage(tmp_path, a_key(tmp_path), Disk())
    assert an_outbox(tmp_path).outages.since(0) == (Outage(MINUTE, 0, "link.cut"),)


def test_a_wreck_of_an_older_program_is_not_searched_for_what_it_never_had(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1))
    outbox.close()
    make_old(tmp_path)
    wreck = Wreck(tmp_path / "outbox.db", a_key(tmp_path).part("database"))
    assert wreck.rows("outages") == ([], frozenset())
    assert len(wreck.rows("outbox")[0]) == 1
    wreck.close()
