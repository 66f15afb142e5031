"""`python -m server city …`: what is told, the exit code, and that nothing changes without a yes."""

import io
from pathlib import Path

import pytest

from rules.pack import decode_city
from server.__main__ import main
from server.cities import Cities
from server.database import Database
from tests.server.city.small_folder import TABLES, TOML, write_small_city


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small city without accounts: people.csv is read elsewhere."""
    made = write_small_city(tmp_path / "city")
    (made / "people.csv").unlink()
    return made


def in_force(data: Path) -> str:
    """The name of the city that the database has in force."""
    database = Database(f"sqlite:///{data / 'griddesk.db'}")
    name = Cities(database, data / "cities", decode_city).current.name
    database.close()
    return name


def test_check_tells_what_a_fit_city_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["city", "check", str(folder), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "units 4, categories 1, conditions 1, duties 2, unit grids 6" in told
    assert "Small City" in told


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "units.csv, row 2, field name: is empty"), ("zh_CN", "units.csv，第 2 行，字段 name：为空")],
)
def test_check_tells_why_a_folder_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    (folder / "units.csv").write_text("code,name\nB01,\n", encoding="utf-8")
    assert main(["city", "check", str(folder), "--lang", language]) == 2
    assert words in capsys.readouterr().err


def test_import_shows_the_change_and_asks(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, order = tmp_path / "data", ["city", "import", str(folder), "--lang", "en", "--files", str(tmp_path / "data")]
    assert main([*order, "--yes"]) == 0
    assert "the first city here" in capsys.readouterr().out
    (folder / "city.toml").write_text(TOML.replace("小城", "新城"), encoding="utf-8")
    (folder / "units.csv").write_text(TABLES["units.csv"] + "C09,公司,,company,,,,\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    assert main(order) == 1
    told = capsys.readouterr().out
    assert "units added (1): C09" in told
    assert "open cases hit: 0" in told
    assert "Nothing was changed." in told
    assert in_force(data) == "小城"
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert main(order) == 0
    assert in_force(data) == "新城"


def test_a_refused_folder_leaves_the_city_in_force(folder: Path, tmp_path: Path) -> None:
    order = ["city", "import", str(folder), "--yes", "--files", str(tmp_path / "data")]
    assert main(order) == 0
    (folder / "units.csv").unlink()
    assert main(order) == 2
    assert in_force(tmp_path / "data") == "小城"
