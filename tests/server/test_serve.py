"""The server as a process: how it starts, what stops it, what survives."""

import json
import os
import re
import signal
import socket
import threading
import uuid
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from server.cli.serve import speaking_tcp
from tests.fixtures.children import wait_until
from tests.server.city.small_folder import TOML, write_small_city
from tests.server.client import Client

ENGLISH = {"LC_ALL": "en_US.UTF-8"}
ENDED = (0, -signal.SIGTERM)  # in order, also when it passes on the signal that told it to end
PEOPLE = "login,name,roles,unit,password\nchen,陈志远,acceptor,,right-horse\nu1,西区,unit,410102,right-horse\n"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The folder of a small city with an acceptor."""
    folder = write_small_city(tmp_path / "city")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return folder


@pytest.fixture
def serve(programs, tmp_path: Path, city: Path):
    """Starts a server on the city and waits for its port: `serve(*options) -> (program, client)`."""

    def start(*options: object):
        where = ("--city", city, "--data", tmp_path / "data")
        program = programs.start("-m", "server", "serve", *where, *map(str, options))
        port = json.loads(program.wait_for(r'\{"port": \d+\}').group())["port"]
        return program, Client(f"http://127.0.0.1:{port}")

    return start


def report(client: Client) -> str:
    """Report something as the acceptor; the number of the case."""
    signed = client.post("/v1/session", json={"login": "chen", "password": "right-horse"}).json()
    headers = {"Authorization": f"Bearer {signed['token']}"}
    answer = client.post("/v1/reports", json={"words": "井盖松动", "id": str(uuid.uuid4())}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["number"]


def test_the_first_line_is_the_port_and_the_city_is_in_force(serve, tmp_path: Path) -> None:
    program, client = serve("--port-file", tmp_path / "port")
    said = client.get("/v1/hello").json()
    assert (said["city"]["name"], said["city"]["synthetic"]) == ("小城", True)
    assert client.url.endswith(f":{(tmp_path / 'port').read_text()}")
    assert program.stop() in ENDED


def test_what_was_accepted_survives_a_power_cut(serve) -> None:
    program, client = serve()
    first = report(client)
    epoch = client.get("/v1/hello").json()["epoch_id"]
    program.kill()
    _, client = serve()
    assert client.get("/v1/hello").json()["epoch_id"] == epoch
    assert int(report(client)[-5:]) == int(first[-5:]) + 1


def test_it_runs_on_postgresql_too(serve, postgres_url: str) -> None:
    program, client = serve("--database", postgres_url)
    assert report(client).endswith("00001")
    assert program.stop() in ENDED


@pytest.mark.parametrize(
    ("language", "words"),
    [("en_US.UTF-8", "port {} on 127.0.0.1 is in use"), ("zh_CN.UTF-8", "127.0.0.1 上的端口 {} 已被另一个程序占用")],
)
def test_a_port_in_use_is_told(programs, city: Path, tmp_path: Path, language: str, words: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = ("-m", "server", "serve", "--city", city, "--data", tmp_path / "data", "--port", str(port))
        program = programs.start(*command, env={"LC_ALL": language})
        assert program.wait() == 2
    assert words.format(port) in program.output()
    assert "Traceback" not in program.output()


def test_answers_go_out_at_once() -> None:
    listener = speaking_tcp(socket.create_server(("127.0.0.1", 0)))
    with listener, socket.create_connection(listener.getsockname()), listener.accept()[0] as accepted:
        assert accepted.proto == socket.IPPROTO_TCP  # what asyncio asks before it switches Nagle's waiting off


def test_without_a_city_it_says_what_to_give(programs, tmp_path: Path) -> None:
    program = programs.start("-m", "server", "serve", "--data", tmp_path / "data")
    assert program.wait() == 2
    assert "--city" in program.output()


LANGUAGES = {"en": "en_US.UTF-8", "zh": "zh_CN.UTF-8"}
NEWER = {"en": "made by a newer program (schema 9999)", "zh": "数据库由更新的程序建立（结构 9999）"}
UNFIT = {"en": "cannot be opened: file is not a database", "zh": "无法打开：file is not a database"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_database_of_a_newer_program_is_left_alone(
    programs, city: Path, tmp_path: Path, database_url: str, language: str
) -> None:
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    where = ("--data", tmp_path / "data", "--database", database_url)
    files = ("--files", tmp_path / "data", "--database", database_url)
    for arguments in (("serve", "--city", city, *where), ("city", "import", city, *files)):
        program = programs.start("-m", "server", *arguments, env={"LC_ALL": LANGUAGES[language]})
        assert program.wait() == 2, program.output()
        assert NEWER[language] in program.output()
        assert "Traceback" not in program.output()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
        assert connection.scalar(text("SELECT count(*) FROM city_packs")) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_no_database_is_told_and_left_alone(programs, city: Path, tmp_path: Path, language: str) -> None:
    file = tmp_path / "data" / "griddesk.db"
    file.parent.mkdir()
    file.write_text("some notes, not a database " * 100, encoding="utf-8")
    command = ("-m", "server", "serve", "--city", city, "--data", tmp_path / "data")
    program = programs.start(*command, env={"LC_ALL": LANGUAGES[language]})
    assert program.wait() == 2
    assert UNFIT[language] in program.output()
    assert "griddesk.db" in program.output()
    assert "Traceback" not in program.output()
    assert file.read_text(encoding="utf-8").startswith("some notes")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://desk:top-secret@127.0.0.1:1/griddesk",
        "postgres-but-what",
        "nosuch://x",
        "mysql://desk:top-secret@127.0.0.1/griddesk",
        "postgresql+psycopg2://desk:top-secret@127.0.0.1/griddesk",
    ],
)
def test_a_database_that_cannot_be_reached_is_told_without_its_password(
    programs, city: Path, tmp_path: Path, url: str
) -> None:
    command = ("-m", "server", "serve", "--city", city, "--data", tmp_path / "data", "--database", url)
    program = programs.start(*command, env=ENGLISH)
    assert program.wait() == 2
    assert re.search("the database .+ cannot be opened: .+|nothing can be written", program.output())
    assert "Traceback" not in program.output()
    assert "top-secret" not in program.output()


MENDABLE = {
    ("people", "import", "nobody.csv"): ("no city is in force", "没有城市"),
    ("replay", "examples/boston", "--day", "2011-13-28"): ("'2011-13-28', expected a date", "'2011-13-28'，应为日期"),
    ("replay", "examples/boston", "--day", "2011-08-28", "--speed", "nan"): ("a number above 0", "应为大于 0 的数"),
    ("serve", "--city", "demo", "--test-clock", "no-clock"): ("no-clock: expected {", "no-clock：应为 {"),
}


@pytest.mark.parametrize("command", MENDABLE)
def test_what_a_user_can_mend_is_told_in_both_languages(programs, tmp_path: Path, command: tuple[str, ...]) -> None:
    files = "--files" if command[0] == "replay" else "--data"
    for language, words in zip(LANGUAGES.values(), MENDABLE[command], strict=True):
        program = programs.start("-m", "server", *command, files, tmp_path / "data", env={"LC_ALL": language})
        assert program.wait() == 2, program.output()
        assert words in program.output()
        assert "Traceback" not in program.output()


def test_the_test_clock_rules_a_synthetic_city(serve, tmp_path: Path) -> None:
    clock = tmp_path / "clock.json"
    clock.write_text(json.dumps({"at": 1_429_664_400_000, "rate": 0}), encoding="utf-8")
    _, client = serve("--test-clock", clock)
    assert client.get("/v1/hello").json()["server_time"] == 1_429_664_400_000
    assert report(client) == "15042200001"


def test_the_test_clock_is_refused_for_a_real_city(programs, city: Path, tmp_path: Path) -> None:
    (city / "city.toml").write_text(TOML.replace("synthetic = true", "synthetic = false"), encoding="utf-8")
    clock = tmp_path / "clock.json"
    clock.write_text('{"at": 0}', encoding="utf-8")
    options = ("--city", city, "--data", tmp_path / "data", "--test-clock", clock)
    program = programs.start("-m", "server", "serve", *options, env=ENGLISH)
    assert program.wait() == 2
    assert "synthetic" in program.output()


def test_it_ends_with_its_parent(programs, city: Path, tmp_path: Path) -> None:
    child = tmp_path / "child"
    code = (
        "import os, subprocess, sys, time\n"
        f"where = ['--city', {str(city)!r}, '--data', {str(tmp_path / 'data')!r}]\n"
        "command = [sys.executable, '-m', 'server', 'serve', *where, '--parent', str(os.getpid())]\n"
        "child = subprocess.Popen(command, start_new_session=True)\n"
        f"open({str(child)!r}, 'w').write(str(child.pid))\n"
        "child.wait()\n"
    )
    parent = programs.start("-c", code)
    parent.wait_for(r'\{"port": \d+\}')
    os.kill(parent.pid, signal.SIGKILL)
    pid = int(child.read_text())
    wait_until(lambda: not alive(pid), "the end of the server")


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended but was not yet fetched does not."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


NO_RANKS = "sessions have no rank on this system"


def session_rank(pid: int) -> str:
    """The niceness of the whole session of a process, where Linux weighs sessions against each other."""
    group = Path(f"/proc/{pid}/autogroup")
    return group.read_text().split()[-1] if group.exists() else NO_RANKS


def test_it_gives_way_to_the_windows_of_its_parent_and_else_to_nobody(serve) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    child, _ = serve("--parent", os.getpid())
    assert os.getpriority(os.PRIO_PROCESS, child.pid) == min(own + 10, 19)
    assert session_rank(child.pid) in ("10", NO_RANKS)
    child.stop()
    server, _ = serve()
    assert os.getpriority(os.PRIO_PROCESS, server.pid) == own
    assert session_rank(server.pid) in ("0", NO_RANKS)


def test_a_waiting_poll_does_not_keep_it_from_ending(serve) -> None:
    program, client = serve("--enrol", "once")
    token = client.post("/v1/workstations", json={"enrol": "once", "name": "a", "console_id": "a"}).json()["token"]
    epoch = client.get("/v1/hello").json()["epoch_id"]
    headers = {"Authorization": f"Bearer {token}"}
    begun = client.get(f"/v1/changes?epoch={epoch}&wait=0", headers=headers)
    cursor = ",".join(
        f"{f}:{m['seq']}:{m['chain']}" for f, m in json.loads(begun.content.splitlines()[-1])["to"].items()
    )
    ended: list[int] = []
    path = f"/v1/changes?epoch={epoch}&cursor={cursor}&wait=25"
    waiting = threading.Thread(target=lambda: ended.append(client.get(path, headers=headers).status_code))
    waiting.start()
    wait_until(waiting.is_alive, "the poll")
    assert program.stop() in ENDED
    waiting.join()
    assert ended == [200]


ROWS_MAPPING = (
    '[source]\nfile = "rows.csv"\n[fields]\nsource_number = "id"\nreported_at = "at"\nstatus = "state"\n'
    'department = "unit"\n[status]\nO = "open"\n'
)


def test_rows_are_imported_from_the_command_line_beside_a_running_server(
    serve, programs, city: Path, tmp_path: Path
) -> None:
    _, client = serve("--enrol", "once")
    before = client.get("/v1/hello").json()["epoch_no"]
    (city / "cases.toml").write_text(ROWS_MAPPING, encoding="utf-8")
    rows = "id,at,state,unit\n1,2026-01-05 10:00:00,O,410102\n2,someday,O,410102\n"
    (tmp_path / "rows.csv").write_text(rows, encoding="utf-8")
    options = ("--data", tmp_path, "--files", tmp_path / "data")
    program = programs.start("-m", "server", "cases", "import", city, *options, env=ENGLISH)
    assert program.wait() == 0, program.output()
    assert "1 cases" in program.output()
    assert "rows.csv:3: at: 'someday'" in program.output()
    again = programs.start("-m", "server", "cases", "import", city, *options, env={"LC_ALL": "zh_CN.UTF-8"})
    assert again.wait() == 0, again.output()
    assert "0 件已导入，1 件原已存在" in again.output()
    assert "rows.csv:3：at：'someday'，应为 %Y-%m-%d %H:%M:%S" in again.output()
    wait_until(lambda: client.get("/v1/hello").json()["epoch_no"] == before + 1, "the new epoch")
    token = client.post("/v1/workstations", json={"enrol": "once", "name": "a", "console_id": "a"}).json()["token"]
    snapshot = client.get("/v1/snapshot", headers={"Authorization": f"Bearer {token}"}).content.splitlines()
    assert [json.loads(line)["image"]["number"] for line in snapshot[1:-1]] == ["1"]


UNSERVED = {"en": "no server is running here", "zh": "没有服务器在运行"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_replay_says_when_no_server_is_running(serve, programs, city: Path, tmp_path: Path, language: str) -> None:
    (city / "cases.toml").write_text(ROWS_MAPPING, encoding="utf-8")
    (tmp_path / "rows.csv").write_text("id,at,state,unit\n1,2026-01-05 10:00:00,O,410102\n", encoding="utf-8")
    command = ("-m", "server", "replay", city, "--day", "2026-01-05", "--data", tmp_path, "--files", tmp_path / "data")

    def played() -> str:
        program = programs.start(*command, env={"LC_ALL": LANGUAGES[language]})
        assert program.wait() == 0, program.output()
        return program.output()

    alone = played()
    assert UNSERVED[language] in alone
    assert "\n1 accepted" in alone  # it plays all the same
    serve()
    beside = played()
    assert UNSERVED[language] not in beside
    assert "\n1 accepted" in beside


def test_a_second_server_on_the_same_folder_is_refused_and_the_first_goes_on(serve, programs, tmp_path: Path) -> None:
    _, client = serve()
    second = programs.start("-m", "server", "serve", "--data", tmp_path / "data", env=ENGLISH)
    second.wait_for("another server works on .*data: end it, or give another --data")
    wait_until(lambda: not second.running(), "the end of the second server")
    assert report(client)


def test_a_data_folder_that_is_a_file_is_told(programs, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    program = programs.start("-m", "server", "serve", "--data", tmp_path / "data", env=ENGLISH)
    program.wait_for("griddesk-server: .*data: .*; expected a folder that can be written to")
    wait_until(lambda: not program.running(), "its end")
