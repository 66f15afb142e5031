"""The workstations as an administrator sees them: a code that works once, the list, and the end of one."""

from pathlib import Path

import pytest

from server.__main__ import main
from server.access.sessions import Access, NotSignedIn
from server.access.stations import Station, Stations
from server.cli.workstations import line_of
from server.database import Database
from server.settings import Settings
from tests.server.small_city import NOW


@pytest.fixture
def stations(database: Database, clock) -> Stations:
    return Stations(database, clock)


@pytest.fixture
def access(database: Database, clock) -> Access:
    """The door."""
    return Access(database, clock)


def test_a_code_enrols_one_desk_once(stations: Stations, access: Access) -> None:
    code = stations.code()
    assert len(code) == 19
    token = access.enrol(code, "command floor 1", "console-1")
    assert access.workstation(token).console_id == "console-1"
    with pytest.raises(NotSignedIn):
        access.enrol(code, "command floor 2", "console-2")
    assert [(each.name, each.since, each.pushed, each.ended) for each in stations.all()] == [
        ("command floor 1", NOW, 0, 0)
    ]


def test_one_that_ended_is_known_no_more_and_stands_last(stations: Stations, access: Access) -> None:
    first, second = (access.enrol(stations.code(), name, f"console-{name}") for name in "ab")
    lost = next(each for each in stations.all() if each.name == "a")
    assert stations.end(lost.id[:8]).name == "a"
    with pytest.raises(NotSignedIn):
        access.workstation(first)
    assert access.workstation(second).console_id == "console-b"
    assert [(each.name, each.ended) for each in stations.all()] == [("b", 0), ("a", NOW)]


@pytest.mark.parametrize("start", ["", "nobody"])
def test_only_one_that_is_named_ends(stations: Stations, access: Access, start: str) -> None:
    access.enrol(stations.code(), "a", "console-a")
    with pytest.raises(LookupError):
        stations.end(start)
    assert [each.ended for each in stations.all()] == [0]


def test_the_same_one_ends_only_once(stations: Stations, access: Access) -> None:
    access.enrol(stations.code(), "a", "console-a")
    (one,) = stations.all()
    stations.end(one.id)
    with pytest.raises(LookupError):
        stations.end(one.id)


def test_a_line_of_the_list_says_what_never_was() -> None:
    line = line_of(Station("0123456789", "一号台", NOW, 0, 0), "Asia/Shanghai")
    assert line == "01234567\t一号台\t2015-04-22 09:00:00\t–\t–"


def test_the_command_line_makes_a_code_and_ends_what_it_finds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, clock
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    data = ["--data", str(tmp_path)]
    assert main(["workstations", "enrol", *data]) == 0
    code = capsys.readouterr().out.strip()
    database = Database(Settings(data=tmp_path).database_url)
    Access(database, clock).enrol(code, "command floor 1", "console-1")
    (one,) = Stations(database, clock).all()
    database.close()
    assert main(["workstations", "end", "abc/", *data]) == 2
    assert "begins with “abc/”" in capsys.readouterr().err
    assert main(["workstations", "end", one.id, *data]) == 0
    assert capsys.readouterr().out == "ended: command floor 1\n"
    assert main(["workstations", "list", *data]) == 2  # no city is in force there
    assert "no city" in capsys.readouterr().err
