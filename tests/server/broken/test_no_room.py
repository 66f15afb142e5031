"""No room on the disk: nothing half done, said clearly, and everything goes on by itself once there is room again.

On SQLite the kernel refuses the running server each byte beyond a file size; on PostgreSQL the database raises the
error that it raises on a full disk.
"""

import hashlib
import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests.fixtures.programs import Program, Programs
from tests.server.broken.conftest import Beside, Desk, Serve

UNLIMITED = resource.RLIM_INFINITY
SMALL = 16 * 1024  # bytes of a file; the log of the server stays below
RAISE = "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'"
FULL = (
    f"CREATE FUNCTION full_disk() RETURNS trigger AS $$ BEGIN {RAISE}; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER full_disk BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION full_disk()",
)
ROOM = ("DROP TRIGGER full_disk ON events", "DROP FUNCTION full_disk()")


@contextmanager
def no_room(program: Program, beside: Beside, database_url: str) -> Iterator[None]:
    """The server's database cannot grow meanwhile."""
    if database_url.startswith("sqlite"):
        with small_files(program):
            yield
        return
    beside.do(*FULL)
    yield
    beside.do(*ROOM)


@contextmanager
def small_files(program: Program) -> Iterator[None]:
    """No file of the server grows meanwhile."""
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (SMALL, UNLIMITED))
    yield
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (UNLIMITED, UNLIMITED))


def test_a_push_without_room_changes_nothing_and_goes_through_later(
    serve: Serve, beside: Beside, database_url: str
) -> None:
    program, client = serve()
    desk = Desk(client)
    assert desk.push(desk.reports(2)).status_code == 200
    lost, rows = desk.reports(3), beside.count("feed")
    with no_room(program, beside, database_url):
        for _ in range(4):  # a command that fails three times by its own fault is put aside: these must not be
            answer = desk.push(lost)
            assert (answer.status_code, answer.json()["rule"]) == (503, "error.storage"), answer.text
            assert "no room on its disk" in answer.json()["text"]
            assert "Retry-After" in answer.headers
        assert client.get("/v1/hello").status_code == 200
        assert [beside.count(table) for table in ("cases", "commands", "feed", "command_failures")] == [2, 2, rows, 0]
    answer = desk.push(lost)
    assert answer.status_code == 200, answer.text
    assert [(result["n"], result["outcome"]["state"]) for result in answer.json()["results"]] == [
        (3, "accepted"), (4, "accepted"), (5, "accepted"),
    ]  # fmt: skip
    assert [beside.count(table) for table in ("cases", "commands", "command_failures")] == [5, 5, 0]
    said = program.output()
    assert 0 < said.rfind("nothing can be written to the database") < said.rfind("the database can be written again")
    assert "Traceback" not in said


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_photo_without_room_leaves_nothing_behind(serve: Serve, tmp_path: Path) -> None:
    program, client = serve()
    desk = Desk(client)
    out = io.BytesIO()
    Image.effect_noise((640, 480), 90).save(out, "PNG")
    name = hashlib.sha256(out.getvalue()).hexdigest()
    with small_files(program):
        answer = client.put(f"/v1/blobs/{name}", data=out.getvalue(), headers=desk.station)
        assert (answer.status_code, answer.json()["rule"]) == (503, "error.storage"), answer.text
        assert client.get(f"/v1/blobs/{name}", headers=desk.station).status_code == 404
    assert [file for file in (tmp_path / "data" / "blobs").rglob("*") if file.is_file()] == []
    assert client.put(f"/v1/blobs/{name}", data=out.getvalue(), headers=desk.station).status_code in {200, 201, 204}
    assert client.get(f"/v1/blobs/{name}", headers=desk.station).content == out.getvalue()


@pytest.mark.parametrize(
    ("language", "words"), [("en_US.UTF-8", "nothing can be written at present"), ("zh_CN.UTF-8", "暂时无法写入")]
)
def test_a_command_without_room_says_so(
    programs: Programs, city: Path, tmp_path: Path, language: str, words: str
) -> None:
    code = (
        "import resource, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({SMALL}, {SMALL}))\n"
        "from server.__main__ import main\n"
        f"sys.exit(main(['serve', '--city', {str(city)!r}, '--data', {str(tmp_path / 'data')!r}]))\n"
    )
    program = programs.start("-c", code, env={"LC_ALL": language})
    assert program.wait() == 2
    assert words in program.output()
    assert "Traceback" not in program.output()
