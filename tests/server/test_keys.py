"""Keys of other programs: shown once, kept as hashes, ended by who administers."""

from pathlib import Path

import pytest

from server.__main__ import main
from server.access.keys import ApiKeys
from server.cli.keys import line_of
from server.database import Database
from server.settings import Settings
from tests.server.small_city import NOW


@pytest.fixture
def keys(database: Database, clock) -> ApiKeys:
    return ApiKeys(database, clock)


def test_a_key_is_found_by_its_secret_which_nobody_keeps(keys: ApiKeys, database: Database) -> None:
    made, secret = keys.issue("city app")
    found = keys.find(secret)
    assert found is not None
    assert (found.id, found.name) == (made.id, "city app")
    assert keys.find(secret + "x") is None
    assert keys.find("") is None
    with database.read() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM api_keys").one()
    assert secret not in str(kept)


def test_its_use_is_noted_once_a_minute(keys: ApiKeys, clock) -> None:
    _, secret = keys.issue("city app")
    keys.find(secret)
    clock.at += 30_000
    keys.find(secret)
    assert keys.all()[0].used == NOW
    clock.at += 31_000
    keys.find(secret)
    assert keys.all()[0].used == NOW + 61_000


def test_one_that_ended_opens_nothing_and_stands_last(keys: ApiKeys) -> None:
    first, secret = keys.issue("a")
    keys.issue("b")
    keys.end(first.id[:8])
    assert keys.find(secret) is None
    assert [(each.name, bool(each.ended)) for each in keys.all()] == [("b", False), ("a", True)]
    for start in ("", "nobody", first.id):
        with pytest.raises(LookupError):
            keys.end(start)


def test_the_command_line_issues_lists_and_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, clock
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    data = ["--data", str(tmp_path)]
    assert main(["keys", "issue", "city app", *data]) == 0
    secret = capsys.readouterr().out.strip()
    database = Database(Settings(data=tmp_path).database_url)
    (one,) = ApiKeys(database, clock).all()
    found = ApiKeys(database, clock).find(secret)
    database.close()
    assert found is not None
    assert line_of(one, "Asia/Shanghai").split("\t")[1] == "city app"
    assert main(["keys", "end", one.id[:6], *data]) == 0
    assert capsys.readouterr().out == "ended: city app\n"
    assert main(["keys", "end", one.id, *data]) == 2
    assert "no single key in use" in capsys.readouterr().err
    assert main(["keys", "issue", "  ", *data]) == 2
