import hashlib
import os
from pathlib import Path

import pytest

from console.models.disk import Disk
from console.models.keys import FileKey
from console.models.photos import Photos

KEY = FileKey(b"k" * 32)


class Watching(Disk):
    """Remembers which folders were synced."""

    def __init__(self) -> None:
        self.synced: list[Path] = []

    def sync_folder(self, folder: Path) -> None:
        self.synced.append(folder)
        super().sync_folder(folder)


def the_file(folder: Path) -> Path:
    return next((folder / "photos").glob("??/*.sealed"))


def test_photos_are_whole_or_not_there(tmp_path: Path) -> None:
    photos = Photos(tmp_path, KEY)
    sha256 = photos.keep(b"picture")
    assert photos.read(sha256) == b"picture"
    assert photos.read(sha256, "thumb") is None
    photos.keep(b"small", "thumb", sha256)
    assert photos.read(sha256, "thumb") == b"small"
    with pytest.raises(ValueError, match="no sha256"):
        photos.read("../../etc/passwd")


def test_a_photo_is_sealed_and_its_name_is_on_disk_too(tmp_path: Path) -> None:
    disk = Watching()
    Photos(tmp_path, KEY, disk).keep(b"a face and a number plate")
    file = the_file(tmp_path)
    assert b"number plate" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    assert {tmp_path, tmp_path / "photos", file.parent} <= set(disk.synced)
    assert Photos(tmp_path, FileKey(b"x" * 32)).read(file.name.removesuffix(".sealed")) is None


def test_bytes_that_were_changed_are_no_photo_and_can_be_kept_anew(tmp_path: Path) -> None:
    photos = Photos(tmp_path, KEY)
    sha256 = photos.keep(b"picture")
    file = the_file(tmp_path)
    for bad in (b"", b"short", file.read_bytes()[:-1], KEY.seal(b"another", sha256), KEY.seal(b"picture", "elsewhere")):
        file.write_bytes(bad)
        assert photos.read(sha256) is None
    photos.keep(b"picture")
    assert photos.read(sha256) == b"picture"


def test_a_photo_that_an_older_program_left_is_sealed_when_it_is_read(tmp_path: Path) -> None:
    sha256 = hashlib.sha256(b"picture").hexdigest()
    plain = tmp_path / "photos" / sha256[:2] / sha256
    plain.parent.mkdir(parents=True)
    plain.write_bytes(b"picturf")
    photos = Photos(tmp_path, KEY)
    assert photos.read(sha256) is None
    plain.write_bytes(b"picture")
    assert photos.read(sha256) == b"picture"
    assert not plain.exists()
    assert photos.read(sha256) == b"picture"


def test_the_oldest_that_were_only_looked_at_make_room_and_unsent_ones_never(tmp_path: Path) -> None:
    photos = Photos(tmp_path, KEY)
    names = [photos.keep(bytes([number]) * 1000) for number in range(4)]
    for age, name in enumerate(names):
        os.utime(photos._path(name, "full"), (1000 + age, 1000 + age))
    photos.trim({names[0]}, most=3 * 1028)
    assert [photos.read(name) is not None for name in names] == [True, False, True, True]
    photos.trim({names[0]}, most=0)
    assert [photos.read(name) is not None for name in names] == [True, False, False, False]
