"""Photos on their way: which goes next, what keeps one from the others, what is lost and comes back."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.desk.times import Clock
from console.desk.uploads import FIRST, MOST
from console.facts import Wish
from console.facts.photos import PhotoOut, PhotosDelta, PhotoState, Stuck
from console.models.errors import NotRecorded
from tests.console.desk.room import Room
from tests.console.small_city import NOW, a_case


def picture(number: int) -> bytes:
    return b"\xff\xd8\xff picture " + str(number).encode()


class Timed(Room):
    """A room whose monotonic clock stands until it is moved."""

    mono = 1_000_000

    def open(self) -> None:
        """As at a start."""
        self.told: dict[str, PhotoOut] = {}
        super().open()

    def clock(self) -> Clock:
        """It stands."""
        return Clock(wall=lambda: self.at, mono=lambda: self.mono)

    def photo(self, number: int, case: int = 1) -> str:
        """A note with a photo on a case; the photo's name."""
        wish = Wish("w", "desk", "note", f"case-{case}", body={"text": "见图"}, blobs=(picture(number),))
        self.desk.do(wish)
        return hashlib.sha256(picture(number)).hexdigest()

    def file(self, number: int) -> Path:
        """Where it lies, sealed."""
        return self.desk.files.photos._path(hashlib.sha256(picture(number)).hexdigest(), "full")

    def next(self) -> str:
        """The photo that is to be sent, "" for none."""
        blob = self.desk.uploads.next()
        return blob.sha256 if blob else ""

    def stands(self) -> dict[str, str]:
        """As the windows are told: state by the photo's name."""
        news = self.desk.uploads.news()
        self.told |= {photo.sha256: photo for photo in news.changed}
        for sha256 in news.gone:
            del self.told[sha256]
        return {sha256: photo.state.value for sha256, photo in self.told.items()}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Timed]:
    """Two cases, of which the second was reported later."""
    made = Timed(tmp_path)
    made.has(a_case(1), a_case(2, reported_at=NOW + 60_000))
    yield made
    made.close()


def stuck(name: str, *, own: bool = True) -> Stuck:
    return Stuck(name, "link.refused" if own else "link.cut", {"text": "zu viel"}, own)


# order ----------------------------------------------------------------------------------------------------------------
def test_the_case_that_was_reported_last_goes_first_and_of_a_case_what_was_recorded_first(room: Timed) -> None:
    old, first, second = room.photo(1), room.photo(2, case=2), room.photo(3, case=2)
    order = []
    while name := room.next():
        order.append(name)
        room.desk.uploads.taken(name)
    assert order == [first, second, old]
    assert room.stands() == {}


def test_one_that_the_server_does_not_take_now_lets_the_others_go_and_is_offered_again_ever_later(room: Timed) -> None:
    poison, other = room.photo(1, case=2), room.photo(2)
    assert room.next() == poison
    room.desk.uploads.failed(stuck(poison))
    assert room.next() == other
    room.desk.uploads.taken(other)
    assert (room.next(), room.desk.uploads.wait()) == ("", FIRST)
    room.mono += FIRST
    assert room.next() == poison
    room.desk.uploads.failed(stuck(poison))
    assert room.desk.uploads.wait() == 2 * FIRST
    for _ in range(20):
        room.desk.uploads.failed(stuck(poison))
    assert room.desk.uploads.wait() == MOST
    room.out.greeted()  # another server, or the same one after a while
    assert room.next() == poison


def test_a_line_that_always_breaks_under_one_photo_brings_the_others(room: Timed) -> None:
    heavy, light = room.photo(1, case=2), room.photo(2)
    for _ in range(3):
        assert room.stands()[heavy] == "waiting"
        assert room.next() == heavy  # it goes on where it was
        room.desk.uploads.failed(stuck(heavy, own=False))
    assert room.stands() == {heavy: "held_up", light: "waiting"}
    assert room.told[heavy].reason == "link.cut"
    assert room.next() == light
    assert room.desk.uploads.wait() is None


# what is told ---------------------------------------------------------------------------------------------------------
def test_it_is_told_where_each_stands_and_only_what_changed(room: Timed) -> None:
    name, other = room.photo(1), room.photo(2)
    assert room.stands() == {name: "waiting", other: "waiting"}
    assert room.told[name].case_id == "case-1"
    assert room.next() == name
    (sending,) = room.desk.uploads.news().changed
    assert (sending.sha256, sending.state) == (name, PhotoState.SENDING)
    room.desk.uploads.failed(stuck(name))
    (held_up,) = room.desk.uploads.news().changed
    expected = PhotoOut(name, PhotoState.HELD_UP, "case-1", NOW, "link.refused", {"text": "zu viel"})
    assert held_up == expected
    room.desk.uploads.taken(other, "rule.photo_unreadable")
    (refused,) = room.desk.uploads.news().changed
    assert (refused.state, refused.reason) == (PhotoState.REFUSED, "rule.photo_unreadable")
    assert room.desk.uploads.news() == PhotosDelta()


def test_what_only_the_line_keeps_waits(room: Timed) -> None:
    name = room.photo(1)
    room.next()
    room.desk.uploads.failed(stuck(name, own=False))
    assert room.stands() == {name: "waiting"}


def test_a_start_tells_what_was_left(room: Timed) -> None:
    lost, refused = room.photo(1), room.photo(2)
    room.desk.uploads.taken(refused, "rule.photo_unreadable")
    room.file(1).unlink()
    room.next()
    room.restart()
    assert room.stands() == {lost: "lost", refused: "refused"}


# lost here ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("how", ["gone", "damaged"])
def test_one_whose_file_is_gone_is_told_once_and_the_next_one_goes(room: Timed, how: str) -> None:
    lost, here = room.photo(1, case=2), room.photo(2)
    if how == "gone":
        room.file(1).unlink()
    else:
        room.file(1).write_bytes(b"zeroes after a power cut")
    assert room.next() == here
    assert [(blob.sha256, blob.case_id) for blob in room.desk.uploads.take_lost()] == [(lost, "case-2")]
    assert room.desk.uploads.take_lost() == ()
    assert room.stands() == {lost: "lost", here: "sending"}


@pytest.mark.parametrize("how", ["gone", "damaged"])
def test_the_same_photo_added_again_goes_by_itself_or_with_another_deed(room: Timed, how: str) -> None:
    for again in (lambda: room.desk.uploads.add_again(picture(1)), lambda: room.photo(1, case=2)):
        lost = room.photo(1)
        file = room.file(1)
        file.unlink() if how == "gone" else file.write_bytes(b"zeroes after a power cut")
        assert room.next() == ""
        assert room.stands() == {lost: "lost"}
        again()
        assert room.stands() == {lost: "waiting"}
        blob = room.desk.uploads.next()
        assert blob is not None
        assert blob.body == picture(1)


def test_a_refused_one_goes_again_only_when_a_person_adds_it(room: Timed) -> None:
    refused = room.photo(1)
    room.desk.uploads.taken(refused, "rule.photo_unreadable")
    assert room.next() == ""
    room.photo(1)
    assert room.next() == refused


def test_one_that_the_server_has_is_not_sent_again_with_another_deed(room: Timed) -> None:
    sent = room.photo(1)
    room.desk.uploads.taken(sent)
    room.photo(1, case=2)
    assert room.next() == ""


def test_a_photo_that_is_none_of_these_is_not_kept(room: Timed) -> None:
    room.photo(1)
    room.desk.uploads.add_again(picture(7))
    assert list(room.stands().values()) == ["waiting"]
    assert len(list((room.folder / "photos").glob("??/*"))) == 1


def test_a_disk_that_does_not_take_it_again_leaves_it_lost(room: Timed) -> None:
    lost, file = room.photo(1), room.file(1)
    file.unlink()
    room.next()
    file.parent.rmdir()
    file.parent.write_bytes(b"")  # no folder can be made there
    with pytest.raises(NotRecorded):
        room.desk.uploads.add_again(picture(1))
    assert room.stands() == {lost: "lost"}


def test_what_was_given_up_stands_nowhere_and_comes_back_when_it_is_added_again(room: Timed) -> None:
    lost, waits = room.photo(1), room.photo(2)
    room.file(1).unlink()
    room.next()
    room.stands()
    room.desk.uploads.give_up((lost, waits))
    assert room.stands() == {waits: "sending"}  # what goes by itself is not stopped
    room.photo(1)
    assert room.stands()[lost] == "waiting"


def test_a_lost_one_that_the_server_shows_needs_nobody(room: Timed) -> None:
    lost, waits = room.photo(1), room.photo(2)
    room.file(1).unlink()
    room.next()
    room.stands()
    for name in (lost, waits):
        room.desk.uploads.seen_at_server(name)
    assert room.stands() == {waits: "sending"}


def test_one_that_cannot_be_read_for_now_waits_and_holds_up_no_other(room: Timed) -> None:
    held, other = room.photo(1, case=2), room.photo(2)
    file = room.file(1)
    file.rename(file.with_suffix(".aside"))
    file.mkdir()
    assert (room.next(), room.desk.uploads.take_lost()) == (other, ())
    file.rmdir()
    file.with_suffix(".aside").rename(file)
    assert room.next() == held
