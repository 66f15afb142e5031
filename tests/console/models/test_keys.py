import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from console.models.errors import NotOpened, SecondProgram, WrongKey
from console.models.keys import FileKey, NoRing, find_key
from console.models.lock import FolderLock

HOLD = """
import sys, time
from pathlib import Path
from console.models.lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


class Ring:
    """A keyring in memory."""

    def __init__(self, works: bool = True) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.works = works

    def get_password(self, service: str, username: str) -> str | None:
        if not self.works:
            raise NoRing
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if not self.works:
            raise NoRing
        self.kept[service, username] = password


def test_a_key_lies_in_the_keyring_and_not_in_the_folder(tmp_path: Path) -> None:
    ring = Ring()
    key = find_key(tmp_path, ring)
    assert find_key(tmp_path, ring) == key
    assert not key.in_file
    assert list(ring.kept.values()) == [key.raw.hex()]
    assert all(key.raw.hex() not in file.read_text() for file in tmp_path.iterdir())


@pytest.mark.parametrize("ring", [None, Ring(works=False)])
def test_without_a_keyring_it_lies_in_a_file_of_its_owner(tmp_path: Path, ring: Ring | None) -> None:
    key = find_key(tmp_path, ring)
    assert key.in_file
    assert find_key(tmp_path, ring) == key
    assert (tmp_path / "files.key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_gone_is_never_replaced_by_a_new_one(tmp_path: Path) -> None:
    find_key(tmp_path, Ring())
    for ring in (Ring(), Ring(works=False), None):
        with pytest.raises(WrongKey):
            find_key(tmp_path, ring)
    (tmp_path / "key.ref").unlink()
    (tmp_path / "outbox.db").write_bytes(b"x")
    with pytest.raises(WrongKey):
        find_key(tmp_path, Ring())


def test_a_key_file_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "files.key").write_text("no hex")
    with pytest.raises(NotOpened):
        find_key(tmp_path, None)


def test_what_is_sealed_opens_only_with_its_name_and_key() -> None:
    sealed = FileKey(b"a" * 32).seal(b"13800001234", "p-1")
    assert FileKey(b"a" * 32).unseal(sealed, "p-1") == b"13800001234"
    with pytest.raises(InvalidTag):
        FileKey(b"a" * 32).unseal(sealed, "p-2")
    with pytest.raises(InvalidTag):
        FileKey(b"b" * 32).unseal(sealed, "p-1")


def test_a_second_program_is_told_so_until_the_first_ends(tmp_path: Path) -> None:
    first = FolderLock(tmp_path)
    with pytest.raises(SecondProgram):
        FolderLock(tmp_path)
    first.release()
    FolderLock(tmp_path).release()


def test_the_lock_goes_with_its_process(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(SecondProgram):
            FolderLock(tmp_path)
        other.kill()
    FolderLock(tmp_path).release()


@pytest.mark.parametrize("left", [b"", b"\0" * 64, b"\n"])
def test_an_empty_key_file_is_none(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "files.key").write_bytes(left)
    key = find_key(tmp_path, Ring())
    assert (len(key.raw), key.in_file) == (32, True)
    assert key.raw != bytes(32)
    assert find_key(tmp_path, None) == key
    (tmp_path / "outbox.jsonl").write_bytes(b"x")
    (tmp_path / "files.key").write_bytes(left)
    with pytest.raises(WrongKey):
        find_key(tmp_path, Ring())


def test_a_key_of_another_length_is_none(tmp_path: Path) -> None:
    for text in ("ab", "00" * 31, "00" * 33):
        (tmp_path / "files.key").write_text(text)
        with pytest.raises(WrongKey):
            find_key(tmp_path, None)
        assert (tmp_path / "files.key").read_text() == text


def test_an_empty_reference_to_the_keyring_is_none(tmp_path: Path) -> None:
    ring = Ring()
    (tmp_path / "key.ref").write_bytes(b"")
    key = find_key(tmp_path, ring)
    assert find_key(tmp_path, ring) == key
    (tmp_path / "outbox.db").write_bytes(b"x")
    (tmp_path / "key.ref").write_bytes(b"")
    with pytest.raises(WrongKey):
        find_key(tmp_path, ring)


def test_a_keyring_that_lost_half_of_the_key_says_so(tmp_path: Path) -> None:
    ring = Ring()
    key = find_key(tmp_path, ring)
    for kept in ("", key.raw.hex()[:32]):
        ring.kept = dict.fromkeys(ring.kept, kept)
        with pytest.raises(WrongKey):
            find_key(tmp_path, ring)


def test_others_may_not_read_our_own_key_file_and_one_chosen_elsewhere_is_left_as_it_is(tmp_path: Path) -> None:
    own, chosen = tmp_path / "files.key", tmp_path / "elsewhere"
    for file in (own, chosen):
        file.write_text("01" * 32)
        file.chmod(0o640)
    find_key(tmp_path, None)
    find_key(tmp_path / "other", None, chosen)
    assert [file.stat().st_mode & 0o777 for file in (own, chosen)] == [0o600, 0o640]
