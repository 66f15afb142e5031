"""Pages of the live scope: whole, exact, within the asker's scope, and made once for many."""

import json
import threading

import pytest
from sqlalchemy import event

from rules.commands import Role
from rules.protocol import bucket
from server.access.sessions import Workstation
from server.casebook.book import Casebook
from server.database import Database
from server.feeds import pages as module
from server.feeds.forgetting import forget_rows
from server.feeds.heads import read_heads, start_epoch
from server.feeds.pages import Pages
from server.simulator.enrolling import LAST
from tests.server.small_city import NOW, Hands

CITY = Workstation("w", "console-1", None)
WEST = Workstation("w", "console-2", frozenset({"410102"}))
EAST = Workstation("w", "console-3", frozenset({"410103"}))


class Seconds:
    """A monotonic clock that stands where it is put."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        """The present second."""
        return self.at


@pytest.fixture
def mono() -> Seconds:
    """Seconds by hand."""
    return Seconds()


@pytest.fixture
def pages(database, cities, clock, mono) -> Pages:
    """The pages of the small city."""
    return Pages(database, cities, clock, mono)


@pytest.fixture
def hands(casebook: Casebook) -> Hands:
    """Somebody to do things."""
    return Hands(casebook)


def read(body: bytes) -> tuple[dict, list[dict], dict]:
    """Head, cases and tail of a page."""
    head, *cases, tail = [json.loads(line) for line in body.splitlines()]
    return head, cases, tail


def ids(cases: list[dict]) -> list[str]:
    """The cases of a page."""
    return [case["image"]["id"] for case in cases]


def walk(pages: Pages, station: Workstation, limit: int) -> list[dict]:
    """All cases, page by page."""
    found, tail = [], {}
    while not tail.get("done"):
        _, cases, tail = read(pages.page(station, tail.get("next", ""), limit))
        found += cases
    return found


@pytest.fixture
def shared(hands: Hands) -> Hands:
    """case-1 of the west with a helper in the east; case-2 of the east alone; case-3 without a district."""
    hands.filed("case-1")
    hands.do("wang", Role.DISPATCHER, "dispatch", "case-1", body={"unit": "west", "helpers": ["east"]})
    hands.dispatched("case-2", "east")
    hands.report("case-3")
    return hands


def test_a_case_is_told_with_all_its_feeds_that_the_console_may_see(pages: Pages, shared: Hands) -> None:
    assert [(each["feed"], each["feeds"]) for each in walk(pages, CITY, 2)] == [
        ("city", ["city"]),
        ("410102", ["410102", "410103"]),
        ("410103", ["410103"]),
    ]


def test_what_waits_for_the_centre_comes_first_and_each_case_once(pages: Pages, shared: Hands) -> None:
    shared.report("case-0")
    shared.dispatched("case-4")
    for limit in (1, 2, 3, 5, 500):
        assert ids(walk(pages, CITY, limit)) == ["case-0", "case-3", "case-1", "case-2", "case-4"]


def test_a_district_that_has_a_copy_is_told_its_own_feed_not_a_home_that_it_never_hears_of(
    pages: Pages, shared: Hands
) -> None:
    _, cases, tail = read(pages.page(EAST))
    assert [(case["image"]["id"], case["feed"], case["feeds"]) for case in cases] == [
        ("case-1", "410103", ["410103"]),
        ("case-2", "410103", ["410103"]),
    ]
    assert tail["done"]
    _, cases, _ = read(pages.page(WEST))
    assert [(case["feed"], case["feeds"]) for case in cases] == [("410102", ["410102"])]


def test_the_head_tells_where_the_console_stands(pages: Pages, shared: Hands, feeds) -> None:
    head, _, _ = read(pages.page(EAST))
    assert (head["count"], list(head["as_of"]), head["epoch_id"]) == (2, ["410103"], feeds.epoch.id)


def test_a_walk_goes_on_where_it_stopped_also_by_a_server_that_knows_nothing_of_it(
    pages: Pages, shared: Hands, database, cities, clock
) -> None:
    _, first, tail = read(pages.page(CITY, limit=1))
    _, second, tail = read(Pages(database, cities, clock).page(CITY, tail["next"], 1))
    _, third, tail = read(pages.page(CITY, tail["next"], 1))
    assert ids(first + second + third) == ["case-3", "case-1", "case-2"]
    _, rest, tail = read(pages.page(CITY, tail["next"], 1))
    assert (rest, tail["done"]) == ([], True)
    assert ids(read(pages.page(CITY, "case-1", 5))[1]) == ["case-3", "case-1", "case-2"]  # no `next` of ours


def test_many_who_start_at_once_make_each_page_once(pages: Pages, shared: Hands, database: Database) -> None:
    reads = []
    event.listen(
        database._reader,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: reads.append(statement) if "cases.image" in statement else None,
    )
    answers: list[list[str]] = []
    threads = [threading.Thread(target=lambda: answers.append(ids(walk(pages, CITY, 2)))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [["case-3", "case-1", "case-2"]] * 20
    assert len(reads) == 3  # the first page has cases of both ranks


def test_pages_that_are_kept_are_let_go_after_a_minute_and_then_tell_what_is_new(
    pages: Pages, shared: Hands, mono: Seconds
) -> None:
    assert len(walk(pages, CITY, 5)) == 3
    shared.report("case-4")
    assert len(walk(pages, CITY, 5)) == 3  # the changes after `as_of` bring the fourth
    mono.at = 60
    pages.tidy()
    assert len(walk(pages, CITY, 5)) == 4


def test_a_page_is_never_older_than_the_first_one_of_the_same_walk(pages: Pages, shared: Hands, mono: Seconds) -> None:
    read(pages.page(CITY, limit=1))
    mono.at = 60  # another console begins, after the first one stopped
    head, _, tail = read(pages.page(CITY, limit=1))
    shared.do("li", Role.DISPATCHER, "note", "case-1", body={"text": "看过"})
    later, cases, _ = read(pages.page(CITY, tail["next"], 1))
    assert cases[0]["image"]["version"] == 5
    assert later["as_of"]["410102"]["seq"] == head["as_of"]["410102"]["seq"] + 1


def test_a_first_page_of_another_size_goes_on_from_where_the_walk_began(pages: Pages, shared: Hands) -> None:
    before, _, _ = read(pages.page(CITY, limit=2))
    shared.do("li", Role.DISPATCHER, "note", "case-1", body={"text": "看过"})
    head, _, tail = read(pages.page(CITY, limit=1))
    assert head["as_of"] == before["as_of"]  # pages older than the note may follow it
    assert ids(read(pages.page(CITY, tail["next"], 5))[1]) == ["case-1", "case-2"]


def test_a_kept_page_from_before_rows_that_were_forgotten_is_made_anew(
    pages: Pages, shared: Hands, database: Database
) -> None:
    before, _, tail = read(pages.page(CITY, limit=1))
    shared.do("li", Role.DISPATCHER, "note", "case-1", body={"text": "看过"})
    forget_rows(database, NOW + 24 * 3_600_000)
    with database.read() as connection:
        floor = read_heads(connection)["410102"].floor
    assert before["as_of"]["410102"]["seq"] < floor

    again, _, _ = read(pages.page(CITY, limit=1))
    assert again["as_of"]["410102"]["seq"] == floor
    assert ids(read(pages.page(CITY, tail["next"], 1))[1]) == ["case-1"]  # who is on the old walk goes on


def test_a_kept_page_is_made_anew_where_too_many_rows_followed(
    pages: Pages, shared: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.feeds.pages.KEPT_ROWS", 2)  # a note is two: the district's row and the helper's
    before, _, _ = read(pages.page(CITY))
    shared.do("li", Role.DISPATCHER, "note", "case-1", body={"text": "看过"})
    behind, _, _ = read(pages.page(CITY))
    assert behind["as_of"] == before["as_of"]
    shared.do("li", Role.DISPATCHER, "note", "case-1", body={"text": "再看"})
    again, _, _ = read(pages.page(CITY))
    assert again["as_of"]["410102"]["seq"] == before["as_of"]["410102"]["seq"] + 2


def test_a_new_epoch_begins_anew(pages: Pages, shared: Hands, database: Database) -> None:
    before, _, _ = read(pages.page(CITY))
    with database.write() as connection:
        start_epoch(connection, NOW, "import")
    after, _, _ = read(pages.page(CITY))
    assert (before["epoch_no"], after["epoch_no"]) == (1, 2)


def test_a_page_ends_at_its_size_and_says_that_it_is_not_the_last(
    pages: Pages, shared: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    _, cases, tail = read(pages.page(CITY))
    assert (ids(cases), tail.get("done", False)) == (["case-3"], False)
    assert ids(walk(pages, CITY, 500)) == ["case-3", "case-1", "case-2"]


def test_events_come_with_the_cases_where_they_are_asked_for(pages: Pages, shared: Hands) -> None:
    _, (case, *_), _ = read(pages.page(CITY, limit=1, events=True))
    assert [each["n"] for each in case["events"]] == list(range(1, case["image"]["events"] + 1))
    assert "events" not in read(pages.page(CITY, limit=1))[1][0]


def test_some_buckets_of_a_feed_are_told_and_nothing_else(pages: Pages, shared: Hands) -> None:
    _, cases, tail = read(pages.some(CITY, "410103", {bucket("case-1")}))
    assert (ids(cases), cases[0]["feeds"], tail["done"]) == (["case-1"], ["410102", "410103"], True)
    assert read(pages.some(CITY, "city", {bucket("case-1")}))[1] == []
    _, cases, tail = read(pages.some(CITY, "410103", range(256), limit=1))
    assert (ids(cases), tail["next"]) == (["case-1"], "case-1")
    assert ids(read(pages.some(CITY, "410103", range(256), "case-1"))[1]) == ["case-2"]


def test_after_the_last_place_there_is_nothing(pages: Pages, shared: Hands) -> None:
    _, cases, tail = read(pages.page(CITY, LAST))
    assert (cases, tail["done"]) == ([], True)
