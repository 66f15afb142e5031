"""Photos that come piece by piece: what was answered is on the disk, and no two senders write into one file."""

import hashlib
import io
import re
import threading
import zlib
from pathlib import Path

import pytest
from PIL import Image

from rules.commands import NotAllowed
from rules.protocol import BlobState
from server.database import CannotKeep
from server.photos import Photos, UnknownPhoto
from server.photos.partials import DamagedPiece, OtherOffset, Partials

DAY = 24 * 3_600_000


def noise(side: int = 200) -> bytes:
    """A picture of some ten kilobytes."""
    out = io.BytesIO()
    Image.effect_noise((side, side), 90).save(out, "PNG")
    return out.getvalue()


PHOTO = noise()
NAME = hashlib.sha256(PHOTO).hexdigest()
HALF = len(PHOTO) // 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where photos are kept."""
    return tmp_path / "blobs"


@pytest.fixture
def photos(database, folder, clock) -> Photos:
    """The kept ones."""
    return Photos(database, folder, clock)


@pytest.fixture
def partials(photos: Photos, folder: Path) -> Partials:
    """Those under way."""
    return Partials(photos, folder)


def add(partials: Partials, offset: int, data: bytes, sender: str = "desk 1", name: str = NAME) -> BlobState:
    """One undamaged piece."""
    return partials.append(name, sender, offset, data, zlib.crc32(data))


def left(folder: Path) -> list[str]:
    """Names of what is not whole."""
    return sorted(file.name for file in (folder / "partial").glob("*"))


def test_a_photo_comes_in_pieces_and_is_kept_with_the_last(partials: Partials, photos: Photos, folder: Path) -> None:
    size = len(PHOTO)
    assert partials.begin(NAME, "desk 1", size) == BlobState(NAME, 0, size, done=False)
    assert add(partials, 0, PHOTO[:HALF]) == BlobState(NAME, HALF, size, done=False)
    with pytest.raises(UnknownPhoto):
        photos.get(NAME)
    assert add(partials, HALF, PHOTO[HALF:]) == BlobState(NAME, size, size, done=True)
    assert photos.get(NAME).data == PHOTO
    assert Image.open(io.BytesIO(photos.get(NAME, "thumb").data)).format == "JPEG"
    assert left(folder) == []
    assert partials.begin(NAME, "desk 2", size).done


def test_another_server_on_the_same_folder_goes_on_where_the_first_one_was_killed(
    partials: Partials, photos: Photos, folder: Path
) -> None:
    partials.begin(NAME, "desk 1", len(PHOTO))
    add(partials, 0, PHOTO[:HALF])
    after = Partials(photos, folder)
    assert after.begin(NAME, "desk 1", len(PHOTO)).offset == HALF
    assert after.state(NAME, "desk 1").offset == HALF
    assert add(after, HALF, PHOTO[HALF:]).done


def test_a_piece_that_comes_twice_or_too_early_names_the_place(partials: Partials) -> None:
    partials.begin(NAME, "desk 1", len(PHOTO))
    add(partials, 0, PHOTO[:HALF])
    for offset in (0, HALF + 1):
        with pytest.raises(OtherOffset) as told:
            add(partials, offset, PHOTO[:HALF])
        assert told.value.offset == HALF
    add(partials, HALF, PHOTO[HALF:])
    assert add(partials, HALF, PHOTO[HALF:]).done  # the last one again: its answer was lost


def test_a_damaged_piece_is_not_kept(partials: Partials) -> None:
    partials.begin(NAME, "desk 1", len(PHOTO))
    with pytest.raises(DamagedPiece):
        partials.append(NAME, "desk 1", 0, PHOTO[:HALF], zlib.crc32(PHOTO[:HALF]) ^ 1)
    assert partials.state(NAME, "desk 1").offset == 0


def test_other_bytes_than_the_name_says_are_dropped_and_it_can_begin_anew(partials: Partials, folder: Path) -> None:
    partials.begin(NAME, "desk 1", len(PHOTO))
    with pytest.raises(NotAllowed, match="photo_hash"):
        add(partials, 0, PHOTO[::-1])
    assert left(folder) == []
    assert partials.begin(NAME, "desk 1", len(PHOTO)).offset == 0
    assert add(partials, 0, PHOTO).done


def test_what_is_no_photo_is_refused_with_the_last_piece(partials: Partials) -> None:
    text = b"no picture at all"
    name = hashlib.sha256(text).hexdigest()
    partials.begin(name, "desk 1", len(text))
    with pytest.raises(NotAllowed, match="photo_unreadable"):
        add(partials, 0, text, name=name)
    with pytest.raises(UnknownPhoto):
        partials.state(name, "desk 1")


@pytest.mark.parametrize(
    ("name", "size", "rule"),
    [
        ("../../etc/passwd", 5, "rule.form"),
        (NAME.upper(), 5, "rule.form"),
        (NAME, 0, "rule.form"),
        (NAME, 20 * 1024 * 1024 + 1, "rule.photo_too_large"),
    ],
)
def test_what_cannot_be_a_photo_is_not_begun(partials: Partials, folder: Path, name: str, size: int, rule: str) -> None:
    with pytest.raises(NotAllowed, match=re.escape(rule)):
        partials.begin(name, "desk 1", size)
    assert left(folder) == []


def test_nobody_adds_to_what_was_never_begun_nor_beyond_its_size(partials: Partials) -> None:
    for name in (NAME, "../x"):
        with pytest.raises(UnknownPhoto):
            add(partials, 0, PHOTO, name=name)
    partials.begin(NAME, "desk 1", HALF)
    with pytest.raises(NotAllowed, match=r"rule\.form"):
        add(partials, 0, PHOTO)


def test_two_desks_with_the_same_photo_do_not_mix(partials: Partials, photos: Photos) -> None:
    both, gate = ("desk 1", "desk 2"), threading.Barrier(2)

    def send(sender: str) -> None:
        state = partials.begin(NAME, sender, len(PHOTO))
        gate.wait()
        while not state.done:
            state = add(partials, state.offset, PHOTO[state.offset : state.offset + 1000], sender)

    threads = [threading.Thread(target=send, args=(sender,)) for sender in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert photos.get(NAME).data == PHOTO


def test_the_same_photo_put_by_many_at_once_is_whole_in_both_sizes(photos: Photos, folder: Path) -> None:
    """The picture and its small picture once shared a temporary name, and so could take each other's place."""
    gate = threading.Barrier(8)

    def put() -> None:
        gate.wait()
        photos.put(NAME, PHOTO)

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert photos.get(NAME).data == PHOTO
    assert Image.open(io.BytesIO(photos.get(NAME, "thumb").data)).format == "JPEG"
    assert left(folder) == []


def test_nothing_is_answered_before_it_is_on_the_disk(partials: Partials, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk refuses to make it lasting: it is not told as kept, and what was there before still is."""
    partials.begin(NAME, "desk 1", len(PHOTO))
    add(partials, 0, PHOTO[:HALF])

    def refuse(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr("server.photos.partials.settle", refuse)
        with pytest.raises(CannotKeep):
            add(partials, HALF, PHOTO[HALF:])
    assert partials.state(NAME, "desk 1").offset == HALF
    assert add(partials, HALF, PHOTO[HALF:]).done


def test_a_photo_put_whole_is_lasting_before_it_is_answered(
    photos: Photos, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("server.photos.lasting.settle", refuse)
    with pytest.raises(CannotKeep):
        photos.put(NAME, PHOTO)
    with pytest.raises(UnknownPhoto):
        photos.get(NAME)
    assert left(folder) == []


def test_what_nobody_goes_on_with_is_forgotten_after_a_week(partials: Partials, folder: Path) -> None:
    partials.begin(NAME, "desk 1", len(PHOTO))
    add(partials, 0, PHOTO[:HALF])
    (file,) = (folder / "partial").glob("*")
    at = file.stat().st_mtime_ns // 1_000_000
    assert partials.forget(at + 6 * DAY) == 0
    assert partials.forget(at + 8 * DAY) == 1
    assert partials.begin(NAME, "desk 1", len(PHOTO)).offset == 0
