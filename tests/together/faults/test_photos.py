"""Photos in L1: cut, damaged, sent twice, later than their command, gone here, and lost by a server that went back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.facts import Wish
from console.sync.blobs import PIECE
from tests.together.faults.l1 import deeds
from tests.together.faults.l1.network import Asked, Front, Said
from tests.together.faults.l1.photos import LARGE, a_photo, named
from tests.together.faults.l1.stage import Stage
from tests.together.faults.test_l1 import calm

MakeStage = Callable[..., Stage]


@pytest.fixture
def stage(make_stage: MakeStage) -> Stage:
    """One console on a calm line."""
    made = make_stage(consoles=1)
    calm(made, rounds=1)
    return made


def with_photo(stage: Stage, number: int, side: int = LARGE) -> str:
    """A note with a photo is recorded; the photo's name."""
    console, photo = stage.consoles[0], a_photo(number, side)
    case = console.desk.known()[0]
    offer = next(offer for offer in console.desk.offers("desk", case).offers if offer.verb == "note")
    body = {"text": "见照片", "photos": [named(photo)]}
    assert console.wish(Wish("w", "desk", "note", case, offer.target, body, (photo,)))
    return str(named(photo)["sha256"])


def sends(stage: Stage, rounds: int = 12) -> None:
    """The photos go up."""
    for _ in range(rounds):
        stage.consoles[0].photo_round()
        stage.time.pass_ms(1000)


class Watched:
    """The way to a server, with what went over it: method and offset of each exchange about photos."""

    def __init__(self, to: Front) -> None:
        self._to = to
        self.uploads: list[tuple[str, str]] = []

    def handle(self, asked: Asked) -> Said | None:
        """Pass it on."""
        if asked.path.startswith("/v1/blobs/"):
            self.uploads.append((asked.method, asked.headers.get("upload-offset", "")))
        return self._to.handle(asked)


def begun(stage: Stage) -> Watched:
    """The first piece of a photo has arrived, and the second is still to come; what is asked from then on."""
    console = stage.consoles[0]
    console.wire.to = watched = Watched(console.wire.to)
    for _ in range(2):
        assert console.photo_round()
    assert watched.uploads == [("POST", ""), ("PATCH", "0")]
    watched.uploads.clear()
    return watched


def test_a_desk_that_dies_between_two_pieces_goes_on_behind_the_first(stage: Stage) -> None:
    photo = with_photo(stage, 1)
    watched = begun(stage)
    stage.consoles[0].lose_power()
    sends(stage)
    stage.tally.bit("B1", "the desk died when one piece of two was there")
    assert watched.uploads == [("POST", ""), ("PATCH", str(PIECE))]
    assert stage.server.photo(photo)
    assert stage.healed() == []


def test_bytes_that_changed_on_the_servers_disk_are_noticed_and_all_of_it_goes_again(stage: Stage) -> None:
    photo = with_photo(stage, 1)
    watched = begun(stage)
    (part,) = [file for file in stage.server.photo_folder.rglob("*") if file.name.startswith(photo)]
    body = part.read_bytes()
    part.write_bytes(bytes([body[0] ^ 255]) + body[1:])
    sends(stage)
    stage.tally.bit("B2", f"the first of {len(body)} bytes was another one")
    assert watched.uploads == [("PATCH", str(PIECE)), ("POST", ""), ("PATCH", "0"), ("PATCH", str(PIECE))]
    assert stage.server.photo(photo)
    assert stage.healed() == []


@pytest.mark.parametrize("fault", ["B1", "B2"])
def test_a_photo_that_is_cut_or_damaged_on_its_way_arrives_as_it_was(stage: Stage, fault: str) -> None:
    photo = with_photo(stage, 1)
    for _ in range(3):
        stage.consoles[0].wire.armed.append(fault)
        sends(stage, 4)
    assert stage.tally.counts()[fault] >= 1
    assert stage.healed() == []
    assert stage.server.photo(photo)


def test_a_photo_that_is_sent_again_is_not_sent_twice(stage: Stage) -> None:
    photo = with_photo(stage, 1)
    sends(stage)
    console = stage.consoles[0]
    console.files.outbox.blob_state(photo, "waiting")
    assert stage.server.photo(photo)
    assert console.photo_round()
    assert console.files.outbox.waiting_blobs() == []  # one question was enough
    stage.tally.bit("B3", "the server had it when it was offered again")
    assert stage.healed() == []


def test_a_command_goes_before_its_photo(stage: Stage) -> None:
    photo = with_photo(stage, 1)
    command = stage.consoles[0].desk.outbox()[0].id
    stage.time.pass_ms(60_000)
    calm(stage, rounds=2)
    assert stage.server.outcome(command) == "accepted"
    assert not stage.server.photo(photo)
    stage.tally.bit("B4", "the server held the command and no photo")
    assert stage.healed() == []
    assert stage.server.photo(photo)


def test_a_photo_whose_file_is_gone_is_told_and_holds_up_no_other(stage: Stage) -> None:
    gone, here = with_photo(stage, 1), with_photo(stage, 2)
    console = stage.consoles[0]
    files = [file for file in (console.disk.folder / "photos").rglob(f"*{gone[8:]}*") if file.is_file()]
    assert files
    for file in files:
        file.unlink()
    stage.tally.bit("B5", f"{files} were there")
    assert stage.healed() == []
    assert console.lost_photos == {gone}
    assert (stage.server.photo(gone), stage.server.photo(here)) == (False, True)


@pytest.mark.parametrize("how", ["gone", "damaged"])
def test_a_photo_whose_file_was_lost_goes_when_a_person_adds_it_again(stage: Stage, how: str) -> None:
    lost, console = with_photo(stage, 1), stage.consoles[0]
    (file,) = [file for file in (console.disk.folder / "photos").rglob(f"{lost}*") if file.is_file()]
    file.unlink() if how == "gone" else file.write_bytes(file.read_bytes()[:100])
    sends(stage)
    stage.tally.bit("B5", f"{file.name} was there")
    assert console.lost_photos == {lost}
    assert not console.has_photos
    console.desk.uploads.add_again(a_photo(1, LARGE))
    console.lose_power()  # it was durable when it was said to wait
    assert stage.healed() == []
    assert stage.server.photo(lost)


def test_a_photo_that_the_server_lost_with_its_database_going_back_is_sent_again(stage: Stage, tmp_path: Path) -> None:
    photo = with_photo(stage, 1)
    stage.time.pass_ms(60_000)
    calm(stage, rounds=2)
    deeds.back_up_server(stage, tmp_path / "backup")  # it knows the command; the photo is still on its way
    sends(stage)
    assert stage.server.photo(photo)
    with_photo(stage, 2)
    stage.time.pass_ms(60_000)
    calm(stage, rounds=2)
    assert deeds.put_server_back(stage, tmp_path / "backup")
    assert not stage.server.photo(photo)
    assert stage.healed() == []
    assert stage.server.photo(photo)
