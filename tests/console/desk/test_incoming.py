from collections.abc import Iterator
from pathlib import Path

import pytest

from console.desk import incoming as module
from console.desk.desk import Desk
from console.desk.files import open_files
from console.desk.incoming import Incoming, Paged
from console.desk.times import Clock
from console.facts import SnapshotPage
from console.models.errors import SnapshotMixed
from rules.case import Case, Stage
from rules.protocol import Mark, SnapshotCase, SnapshotHead, SnapshotTail
from rules.wire import canonical
from tests.console.small_city import CITY, NOW, a_case

AT_5 = {"410102": Mark(5, "c" * 64)}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(open_files(tmp_path, "test", None), Clock())
    yield desk
    desk.files.close()


def waiting(*numbers: int) -> tuple[Case, ...]:
    return tuple(a_case(number, stage=Stage.TO_DISPATCH) for number in numbers)


def ended(*numbers: int) -> tuple[Case, ...]:
    return tuple(a_case(number, stage=Stage.CLOSED) for number in numbers)


def a_page(*cases: Case, after: str = "", then: str = "", epoch: str = "epoch-1") -> SnapshotPage:
    """A page of five cases in all that comes after `after`, and before `then`; the last one when there is no `then`."""
    lines = tuple(canonical(SnapshotCase("410102", case)) for case in cases)
    head = SnapshotHead(1, epoch, AT_5, 5, CITY.version, NOW)
    return SnapshotPage(head, lines, SnapshotTail(then, not then), not after)


def taken(incoming: Incoming, page: SnapshotPage) -> Paged:
    *_, last = incoming.page(page, 2)
    return last


def kept(desk: Desk) -> int:
    return sum(map(len, desk.files.shelf.images()))


def test_what_waits_is_shown_first_and_kept_with_the_first_page_of_what_does_not(desk: Desk) -> None:
    incoming = Incoming(desk)
    first = taken(incoming, a_page(*waiting(1, 2, 3), then="x"))
    assert (first.over, first.done, first.follow.after, len(desk.known())) == (True, False, "x", 3)
    assert (incoming.resume(), desk.files.shelf.resume()) == ("x", "")
    last = taken(incoming, a_page(*ended(4, 5), after="x"))
    assert (last.done, last.whole, last.follow.epoch, kept(desk)) == (True, True, "epoch-1", 5)


def test_where_there_is_a_picture_each_page_is_kept_before_the_next_is_asked_for(desk: Desk) -> None:
    incoming = Incoming(desk)
    taken(incoming, a_page(*waiting(1, 2, 3, 4, 5)))
    assert not taken(incoming, a_page(*waiting(1, 2, 3), then="x")).ids
    assert desk.files.shelf.resume() == "x"


def test_no_more_pages_wait_in_memory_than_there_is_room_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AHEAD", 1)
    incoming = Incoming(desk)
    taken(incoming, a_page(*waiting(1), then="x"))
    assert desk.files.shelf.resume() == ""
    taken(incoming, a_page(*waiting(2), after="x", then="y"))
    assert desk.files.shelf.resume() == "y"


def test_what_was_shown_and_not_kept_is_asked_for_again_after_the_end(desk: Desk, tmp_path: Path) -> None:
    taken(Incoming(desk), a_page(*waiting(1, 2, 3), then="x"))
    desk.files.close()
    again = Desk(open_files(tmp_path, "test", None), Clock())
    assert (Incoming(again).resume(), again.cursor().epoch, kept(again)) == ("", "", 0)
    again.files.close()


def test_pages_that_are_broken_off_are_taken_again_from_there(desk: Desk) -> None:
    incoming = Incoming(desk)
    taken(incoming, a_page(*waiting(1, 2, 3), then="x"))
    broken = incoming.page(a_page(*ended(4, 5), after="x"), 2)
    next(broken)  # the first piece of the first page is kept
    assert incoming.resume() == "x"
    assert taken(incoming, a_page(*ended(4, 5), after="x")).done
    assert kept(desk) == 5


def test_where_a_page_cannot_be_kept_none_behind_it_counts(desk: Desk) -> None:
    incoming = Incoming(desk)
    taken(incoming, a_page(*waiting(1, 2, 3), then="x"))
    with pytest.raises(SnapshotMixed):
        taken(incoming, a_page(*ended(4, 5), after="x", epoch="epoch-2"))
    assert incoming.resume() == ""
    assert taken(incoming, a_page(*waiting(1, 2, 3), *ended(4, 5), epoch="epoch-2")).done


def test_a_snapshot_that_begins_anew_has_nothing_ahead(desk: Desk) -> None:
    incoming = Incoming(desk)
    taken(incoming, a_page(*waiting(1, 2, 3), then="x"))
    incoming.cease()
    assert incoming.resume() == ""
    taken(incoming, a_page(*waiting(1), then="y"))
    taken(incoming, a_page(*waiting(1, 2), then="z"))  # first of another one
    assert taken(incoming, a_page(*ended(3, 4, 5), after="z")).done
    assert kept(desk) == 5
