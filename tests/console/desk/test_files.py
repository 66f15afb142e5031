"""The local files at the start, whatever happened to them: they open, and say one thing."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from console.desk.files import Files, open_files
from console.facts import Pack
from console.models import photos
from console.models.entries import NewBlob
from console.models.errors import OutboxDamaged
from console.models.file import DatabaseError
from tests.console.makers import an_entry
from tests.console.models.damage import overwrite, pages, raw

FULL = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
from console.desk.files import open_files
from console.models.errors import LocalFilesError
from tests.console.makers import an_entry
files = open_files(Path(sys.argv[1]), "test", None)
print([key for key, _ in files.remarks() if "disk" in key])
print([entry.id for entry in files.outbox.open_entries()])
try:
    files.outbox.record(an_entry(2))
except LocalFilesError as error:
    print(error.rule)
"""


def opened(folder: Path) -> Files:
    return open_files(folder / "files", "test", None)


def told(files: Files) -> dict[str, dict[str, str]]:
    """What is said about the files, but for the key."""
    return {key: details for key, details in files.remarks() if key != "notice.key_in_file"}


@pytest.fixture
def used(tmp_path: Path) -> Path:
    files = opened(tmp_path)
    files.outbox.record(an_entry(1))
    files.outbox.keep_copy()
    files.close()
    return tmp_path


def test_a_damaged_outbox_is_made_good_and_said_once(used: Path) -> None:
    overwrite(used / "files" / "outbox.db", 0)
    files = opened(used)
    assert told(files) == {"notice.salvaged": {"count": "1", "lost": "0", "file": "outbox.bad-1"}}
    assert [entry.id for entry in files.outbox.open_entries()] == ["command-1"]
    files.close()
    again = opened(used)
    assert told(again) == {}
    again.close()


def test_what_could_not_be_saved_is_said(used: Path) -> None:
    file = used / "files" / "outbox.db"
    again = opened(used)
    for number in range(2, 30):
        again.outbox.record(an_entry(number, verb="note", body={"text": "很长" * 300}))
    again.close()
    (used / "files" / "outbox.jsonl").unlink()
    overwrite(file, pages(file) * 2 // 3)
    (used / "files" / "outbox.open").touch()
    files = opened(used)
    (key,) = told(files)
    assert key == "notice.salvaged_partly"
    assert int(told(files)[key]["count"]) + int(told(files)[key]["lost"]) == 29
    files.close()


@pytest.mark.parametrize("whole", [True, False])
def test_where_nothing_could_be_read_it_is_said_that_nobody_knows_how_much(used: Path, whole: bool) -> None:
    file = used / "files" / "outbox.db"
    (used / "files" / "outbox.jsonl").unlink()
    if whole:
        file.write_bytes(b"not a database" * 1000)
    else:
        for page in range(1, pages(file)):
            overwrite(file, page)
    files = opened(used)
    (key,) = told(files)
    assert files.outbox.open_entries() == []
    assert (key, told(files)[key]["file"]) == ("notice.salvaged_none", "outbox.bad-1")
    files.close()


def test_an_outbox_of_a_newer_program_is_said_and_never_written(used: Path) -> None:
    connection = raw(used / "files")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    files = opened(used)
    assert told(files) == {"error.newer_outbox": {}}
    assert files.outbox.read_only
    before = (used / "files" / "outbox.jsonl").read_bytes()
    files.outbox.me.keep_secret("token", "given by the server")
    files.saw_epoch(7)
    assert (files.station().token, files.station().epoch_no) == ("given by the server", 7)
    files.outbox.keep_copy()
    files.outbox.durable({"410102": 9}, 1)
    files.close()
    assert (used / "files" / "outbox.jsonl").read_bytes() == before
    assert opened(used).station().token == ""


def test_an_epoch_is_known_until_the_end_where_the_outbox_can_neither_be_read_nor_written(
    used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = opened(used)

    def unreadable(*_: object) -> None:
        raise OutboxDamaged(used, why="a page")

    with monkeypatch.context() as broken:
        broken.setattr(files.outbox.me, "_durably", SimpleNamespace(rows=unreadable, write=unreadable))
        files.saw_epoch(7)
    assert files.station().epoch_no == 7
    files.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no RLIMIT_FSIZE there")
def test_a_full_disk_at_the_start_shows_what_was_recorded_and_says_so(used: Path) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", FULL, str(used / "files"), str(root)]
    ended = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    said, entries, refused = ended.stdout.splitlines()[:3]
    assert said == "['error.disk_refuses']"
    assert entries == "['command-1']"
    assert refused == "error.disk_refuses"
    files = opened(used)
    assert [entry.id for entry in files.outbox.open_entries()] == ["command-1"]
    files.close()


def test_photos_that_are_not_at_the_server_are_never_cleared_away(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos.Photos.trim, "__defaults__", (0,))
    files = opened(used)
    names = [files.photos.keep(b"\xff\xd8\xff" + body) for body in (b"waits", b"refused", b"sent", b"seen")]
    files.outbox.record(an_entry(2), [NewBlob(name, 8, "image/jpeg") for name in names[:3]])
    files.outbox.blob_state(names[1], "refused", "rule.photo_unreadable")
    files.outbox.blob_state(names[2], "sent")
    files.close()
    assert [files.photos.has(name) for name in names] == [True, True, False, False]


def test_the_room_kept_for_a_full_disk_is_taken_at_the_start(tmp_path: Path) -> None:
    open_files(tmp_path, "test", None, ballast=50_000).close()
    assert (tmp_path / "ballast").stat().st_size == 50_000


def test_a_city_pack_on_damaged_pages_is_as_good_as_none(used: Path) -> None:
    files = opened(used)
    files.keep_pack(Pack("v1", b"{}" * 10_000), 1)
    files.shelf.close()
    cache = files.shelf.cache.path
    for page in range(1, pages(cache)):
        overwrite(cache, page)
    files.shelf.cache._file.reopen()
    assert files.pack("v1") is None
    files.outbox.close()


def test_an_outbox_that_cannot_be_read_at_the_end_leaves_no_file_open(
    used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = opened(used)

    def broken() -> None:
        raise OutboxDamaged(used, why="it broke as the program ended")

    monkeypatch.setattr(files.outbox, "missing_blobs", broken)
    files.close()
    with pytest.raises(DatabaseError, match="closed"):
        files.shelf.cache.count()
