"""Recorded rows as cases: all of them, saying only what the row says; what cannot be a case is told by its line."""

import csv
import gzip
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from rules.calendar import WorkCalendar
from rules.city import Category, City, Unit
from rules.wire import decode_case, decode_event
from server import tables
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.database import Database
from server.feeds.service import Feeds
from server.importer.instants import Instants
from server.importer.loading import Importer, Loaded
from server.importer.mapping import BadMapping, CaseMapping, read_mapping
from server.importer.rows import BadFile, RowReader, read_rows
from server.replay import Replay, arrivals

BOSTON = Path(__file__).parents[2] / "examples" / "boston"
DEPARTMENTS = ("PWDx", "ISD", "PARK", "BTDT", "INFO", "PROP", "BWSC", "DISB", "BPS", "NOQ", "BHA")
HEADER = "id,opened,closed,state,dept,kind,lat,lon,why\n"
MAPPING = CaseMapping(
    file="rows.csv",
    encoding="utf-8",
    time="%Y-%m-%d %H:%M:%S",
    datum="wgs84",
    fields={
        "source_number": "id",
        "reported_at": "opened",
        "closed_at": "closed",
        "status": "state",
        "department": "dept",
        "category": "kind",
        "lat": "lat",
        "lon": "lon",
        "closed_reason": "why",
    },
    status={"O": "open", "C": "closed"},
)
GOOD = "7,2011-07-01 10:00:00,2011-07-02 10:00:00,C,PWDx,Street Lights,42.3,-71.1,mended\n"
# 10:00 in Boston in July is 14:00 UTC
TEN, DAY = 1_309_528_800_000, 86_400_000


@pytest.fixture
def boston() -> City:
    """Boston's departments as units, one category, no geometry."""
    category = Category("event-01-01", "Street Lights")
    return City(
        version="boston-1",
        code="025",
        name="Boston",
        name_en="Boston",
        zone="America/New_York",
        synthetic=False,
        calendar=WorkCalendar("America/New_York", "none"),
        units={code: Unit(code, code, kind="department") for code in DEPARTMENTS},
        categories={category.key: category},
    )


@pytest.fixture
def load(database: Database, clock, boston: City, tmp_path: Path):
    """Imports rows written by hand: `load(text, as_of=…, undispatched=…)`."""

    def run(rows: str, as_of: int = 0, undispatched: bool = False) -> Loaded:
        file = tmp_path / "rows.csv"
        file.write_text(HEADER + rows, encoding="utf-8")
        return Importer(database, clock, boston, Judge()).load(file, MAPPING, as_of, undispatched)

    return run


def cases(database: Database):
    """All cases, oldest report first."""
    with database.read() as connection:
        images = connection.scalars(select(tables.cases.c.image).order_by(tables.cases.c.reported_at)).all()
    return [decode_case(bytes(image)) for image in images]


def test_a_closed_row_says_what_it_says_and_no_more(load, database: Database) -> None:
    assert load(GOOD).recorded == 1
    (case,) = cases(database)
    assert (case.stage, case.number, case.category) == ("closed", "7", "event-01-01")
    assert (case.reported_at, case.closed_at, case.ended_reason) == (TEN, TEN + DAY, "mended")
    assert (case.lon, case.lat, case.located, case.given) == (-711_000_000, 423_000_000, True, "-71.1, 42.3")
    assert [(leg.unit, leg.rule, leg.due) for leg in case.legs] == [("PWDx", "recorded", 0)]
    with database.read() as connection:
        told = [decode_event(bytes(body)) for body in connection.scalars(select(tables.events.c.body))]
    assert [(event.at, event.quality) for event in told] == [
        (TEN, "recorded"),
        (TEN, "recorded"),
        (TEN + DAY, "recorded"),
    ]


def test_an_open_row_stands_dispatched_or_not_as_asked(load, database: Database) -> None:
    row = "8,2011-07-01 10:00:00,,O,PWDx,,,,\n"
    load(row, undispatched=True)
    assert [(case.stage, case.legs, case.located) for case in cases(database)] == [("to_dispatch", (), False)]
    load(row.replace("8,", "9,", 1))
    assert cases(database)[1].stage == "with_units"


def test_a_row_that_names_nobody_and_no_matter_gets_none_that_has_no_english_name(database, clock, boston, tmp_path):
    nameless = replace(boston, units=boston.units | {"X": Unit("X", "某局")}, categories={"k": Category("k", "某事")})
    file = tmp_path / "rows.csv"
    file.write_text(HEADER + "8,2011-07-01 10:00:00,,O,,,,,\n", encoding="utf-8")
    Importer(database, clock, nameless, Judge()).load(file, MAPPING)
    (case,) = cases(database)
    assert (case.legs, case.category) == ((), "")


def test_a_point_of_the_public_maps_is_put_where_it_is(database, clock, boston, tmp_path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(HEADER + "8,2011-07-01 10:00:00,,O,PWDx,,31.17530398,121.53154186,\n", encoding="utf-8")
    Importer(database, clock, boston, Judge()).load(file, replace(MAPPING, datum="gcj02"))
    (case,) = cases(database)
    assert (case.lon, case.lat) == (pytest.approx(1_215_272_106, abs=100), pytest.approx(311_774_276, abs=100))
    assert (case.datum, case.given) == ("gcj02", "121.53154186, 31.17530398")


def test_as_of_an_instant_the_future_is_not_known(load, database: Database) -> None:
    later = "8,2011-07-03 10:00:00,,O,PWDx,,,,\n"
    loaded = load(GOOD + later, as_of=TEN + DAY // 2)
    assert (loaded.recorded, loaded.later) == (1, 1)
    (case,) = cases(database)
    assert (case.stage, case.closed_at, case.ended_reason) == ("with_units", 0, "")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",2011-07-01 10:00:00,,O,PWDx,,,,\n", "id: is empty"),
        ("8,,,O,PWDx,,,,\n", "opened: is empty"),
        ("8,yesterday,,O,PWDx,,,,\n", "opened: 'yesterday', expected %Y-%m-%d %H:%M:%S"),
        ("8,2011-07-01 10:61:00,,O,PWDx,,,,\n", "opened: '2011-07-01 10:61:00'"),
        ("8,2011-07-01 10:00:00,,X,PWDx,,,,\n", "state: 'X', expected O | C"),
        ("8,2011-07-01 10:00:00,,C,PWDx,,,,\n", "closed: does not fit state 'C'"),
        ("8,2011-07-01 10:00:00,,O,NASA,,,,\n", "dept: no unit 'NASA'"),
        ("8,2011-07-01 10:00:00,,O,PWDx,,north,-71,\n", "lon, lat: '-71', 'north', expected degrees"),
        ("8,2011-07-01 10:00:00,,O,PWDx,,1e400,-71,\n", "lon, lat: '-71', '1e400', expected degrees"),
        ("8,2011-07-01 10:00:00,,O,PWDx,,nan,-71,\n", "expected degrees"),
        ("8,2011-07-01 10:00:00,,O,PWDx,,42.3,-181,\n", "expected degrees"),
        ("7,2011-07-05 10:00:00,,O,PWDx,,,,\n", "7 stands in the file twice"),
    ],
)
def test_a_row_that_cannot_be_a_case_is_told_by_its_line_and_the_rest_goes_in(
    load, database, row: str, told: str
) -> None:
    loaded = load(GOOD + row + GOOD.replace("7,", "10,", 1))
    (problem,) = loaded.problems
    assert problem.english.startswith("3: ")
    assert told in problem.english
    assert problem.chinese.startswith("3：")
    assert [case.number for case in cases(database)] == ["7", "10"]


def test_a_row_that_a_rule_refuses_is_told_in_words_of_both_languages(load, database) -> None:
    loaded = load(GOOD + f"{'8' * 81},2011-07-01 10:00:00,,O,PWDx,,,,\n")
    assert loaded.recorded == 1
    (problem,) = loaded.problems
    assert problem.english == '3: "case number" is too long; at most 80'
    assert problem.chinese == "3：“案卷号”太长，最多 80"


def test_an_import_is_told_to_nobody_but_begins_a_new_epoch(load, database: Database) -> None:
    before = Feeds(database).epoch
    load(GOOD)
    after = Feeds(database)
    assert after.epoch.no == before.no + 1
    assert all(head.seq == 0 for head in after.heads.values())


def test_an_import_may_be_repeated(load, database: Database) -> None:
    load(GOOD)
    again = load(GOOD + GOOD.replace("7,", "8,", 1))
    assert (again.recorded, again.known) == (1, 1)
    assert len(cases(database)) == 2


def test_a_file_without_the_columns_of_the_mapping_changes_nothing(load, database, clock, boston, tmp_path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadMapping, match="columns"):
        Importer(database, clock, boston, Judge()).load(file, MAPPING)
    assert cases(database) == []


GOOD_BYTES = (HEADER + GOOD).encode()
CUT = gzip.compress((HEADER + GOOD * 9).encode())[:-20]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("rows.csv", GOOD_BYTES + b"8,\xff\xfe,,O,PWDx,,,,\n", "expected utf-8"),
        (
            "rows.csv",
            GOOD_BYTES + b"8," + b"9" * 200_000 + b",,O,PWDx,,,,\n",
            "rows.csv:3: cannot be read: field larger",
        ),
        ("rows.csv.gz", CUT, "cannot be read: Compressed file ended"),
        ("rows.csv.gz", b"no gzip at all", "rows.csv.gz:1: cannot be read: Not a gzipped file"),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_changes_nothing(
    database, clock, boston, tmp_path, name: str, data: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadFile, match=told):
        Importer(database, clock, boston, Judge()).load(tmp_path / name, MAPPING)
    assert cases(database) == []


def test_summer_and_winter_time_are_the_zones() -> None:
    instants = Instants("America/New_York")
    assert instants.of("2011-07-01 10:00:00") == TEN
    assert instants.of("2011-11-06 03:00:00") - instants.of("2011-11-06 00:00:00") == 4 * 3_600_000
    assert instants.of("") == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", r"\[source\]"),
        ('[source]\nfile="x"\n[fields]\nsource_number="a"\n[status]\n', "reported_at, status"),
        ('[source]\nfile="x"\n[fields]\nwrong="a"\n[status]\n', "wrong: expected"),
        (
            '[source]\nfile="x"\n[fields]\nsource_number="a"\nreported_at="b"\nstatus="c"\n[status]\nx="y"\n',
            "open or closed",
        ),
        ("[source", "cases.toml"),
        (
            '[source]\nfile="x"\nencoding="klingon"\n[fields]\nsource_number="a"\nreported_at="b"\nstatus="c"\n[status]\n',
            "encoding: 'klingon', expected an encoding",
        ),
        (
            '[source]\nfile="x"\ndatum="pulkovo"\n[fields]\nsource_number="a"\nreported_at="b"\nstatus="c"\n[status]\n',
            "datum: 'pulkovo', expected cgcs2000, wgs84, gcj02, bd09",
        ),
    ],
)
def test_a_bad_mapping_names_what_was_expected(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "cases.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadMapping, match=told):
        read_mapping(tmp_path)


# ------------------------------------------------------------------------------------------- the requests of Boston


@pytest.fixture
def requests_file(data: Path) -> Path:
    """The real file, or the extract of our own making."""
    packed = data / read_mapping(BOSTON).file
    return packed if packed.is_file() else packed.with_suffix("")


def own_rows(file: Path) -> list[dict[str, str]]:
    """The rows as this test reads them by itself."""
    data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def test_the_import_agrees_with_counts_taken_from_the_file(database, clock, boston, requests_file: Path) -> None:
    loaded = Importer(database, clock, boston, Judge()).load(requests_file, read_mapping(BOSTON))
    expected = own_rows(requests_file)
    assert (loaded.recorded, loaded.problems) == (len(expected), [])
    units = {"No Q": "NOQ", "BPS_": "BPS", "BHA_": "BHA"}
    with database.read() as connection:
        kept = connection.execute(select(tables.cases.c.stage, tables.cases.c.unit, tables.cases.c.reported_at)).all()
        closings = connection.scalar(
            select(func.count()).select_from(tables.events).where(tables.events.c.verb == "close")
        )
    assert Counter(row.stage for row in kept) == Counter(
        {"Closed": "closed", "Open": "with_units"}[row["case_status"]] for row in expected
    )
    assert Counter(row.unit for row in kept) == Counter(
        units.get(row["department"], row["department"]) for row in expected
    )
    months = Counter(boston.calendar.local(row.reported_at).strftime("%Y-%m") for row in kept)
    assert months == Counter(row["open_dt"][:7] for row in expected)
    assert closings == sum(1 for row in expected if row["closed_dt"])


def test_the_hurricane_day_arrives_row_by_row_as_live_commands(
    database, clock, boston, requests_file, tmp_path
) -> None:
    from datetime import date

    cities = Cities(database, tmp_path / "boston", lambda _: boston)
    with database.write() as connection:
        cities.install(connection, b"boston", boston, clock.now())
    feeds = Feeds(database)
    reader = RowReader(read_mapping(BOSTON), boston, undispatched=True)
    arriving, problems = arrivals(read_rows(requests_file, read_mapping(BOSTON)), reader, boston, date(2011, 8, 28))
    assert problems == []
    assert len(arriving) == sum(1 for row in own_rows(requests_file) if row["open_dt"].startswith("2011-08-28"))
    assert [arrival.after for arrival in arriving] == sorted(arrival.after for arrival in arriving)
    waited: list[float] = []
    replay = Replay(Casebook(database, clock, cities, feeds, Judge()), boston, clock, waited.append)
    outcomes = list(replay.play(arriving[:20], speed=60))
    assert {outcome.state for outcome in outcomes} == {"accepted"}
    assert feeds.heads["city"].seq == 20
    assert {(case.stage, case.reported_at) for case in cases(database)} == {("to_dispatch", clock.now())}
    assert max(waited) == pytest.approx((arriving[19].after - arriving[0].after) / 60, abs=5)
