"""The commands `sources` and `reports`: secrets told once, renewed and ended; a file tried and taken in."""

from pathlib import Path

import pytest

from server.__main__ import main
from server.clock import SystemClock
from server.database import Database
from server.machines.sources import Sources
from server.settings import Settings
from tests.server.city.small_folder import write_small_city

FORMS = """
[[sheets]]
code = "patrol"
name = "督查表"
name_en = "Inspection"

[sheets.columns]
words = "问题"
address = "地点"
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options of a server's folder, told in English."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return ["--data", str(tmp_path / "server")]


def sources_in(data: list[str]) -> tuple[Database, Sources]:
    database = Database(Settings(data=Path(data[1])).database_url)
    return database, Sources(database, SystemClock())


def test_a_source_is_added_renewed_pointed_and_ended(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "add", "hotline", "12345", "--url", "https://12345.example/a", *data]) == 0
    first = capsys.readouterr().out.strip()
    assert first.startswith("whsec_")
    assert main(["sources", "renew", "hotline", "--hours", "2", *data]) == 0
    fresh = capsys.readouterr().out.strip()
    database, sources = sources_in(data)
    found = sources.find("hotline")
    assert found is not None
    assert found[1] == (fresh, first)
    assert main(["sources", "point", "hotline", "", *data]) == 0
    assert main(["sources", "end", "hotline", *data]) == 0
    assert capsys.readouterr().out.endswith("ended: 12345\n")
    assert sources.find("hotline") is None
    with database.read() as connection:
        assert first not in str(connection.exec_driver_sql("SELECT * FROM sources").all())
    database.close()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["add", "Hot Line", "x"], "expected a code"),
        (["add", "hotline", " "], "say what the source is called"),
        (["add", "hotline", "x", "--url", "ftp://x/"], "expected http"),
        (["renew", "nobody"], "no source in use"),
        (["renew", "nobody", "--hours", "9999"], "expected 0 to 720"),
        (["end", "nobody"], "no source in use"),
    ],
)
def test_what_is_wrong_is_said(
    data: list[str], capsys: pytest.CaptureFixture[str], command: list[str], words: str
) -> None:
    assert main(["sources", *command, *data]) == 2
    assert words in capsys.readouterr().err


def test_a_code_in_use_is_not_given_twice(data: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["sources", "add", "hotline", "12345", *data])
    assert main(["sources", "add", "hotline", "12345", *data]) == 2
    main(["sources", "end", "hotline", *data])
    assert main(["sources", "add", "hotline", "12345", *data]) == 0
    capsys.readouterr()


def test_a_file_is_tried_and_taken_in(data: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    city = write_small_city(tmp_path / "city")
    (city / "machines.toml").write_text(FORMS, encoding="utf-8")
    assert main(["city", "import", str(city), "--yes", "--files", data[1]]) == 0
    capsys.readouterr()
    file = tmp_path / "rows.csv"
    file.write_text("问题,地点\n路灯不亮,中原路\n,陇海路\n", encoding="utf-8")
    asked = ["reports", "import", str(file), "--form", "patrol", *data]
    assert main([*asked, "--dry-run"]) == 1
    told = capsys.readouterr()
    assert told.out == "2 rows: 1 would be new cases, 0 are known already, 1 are wrong (only tried, nothing taken)\n"
    assert told.err == "rows.csv: row 3, column A 问题: is empty, expected: text\n"
    assert main(asked) == 1
    assert capsys.readouterr().out.startswith("2 rows: 1 new cases, 0 known already")
    assert main(asked) == 1
    assert capsys.readouterr().out.startswith("2 rows: 0 new cases, 1 known already")
    assert main(["reports", "forms", *data]) == 0
    assert capsys.readouterr().out == "patrol\tInspection\twords = 问题, address = 地点\n"
    assert main(["reports", "answers", "--form", "patrol", *data]) == 0
    assert capsys.readouterr().out.lstrip("\ufeff").startswith("Order,Case,")
    assert main(["reports", "import", str(file), "--form", "none", *data]) == 2
    assert "There is no form none" in capsys.readouterr().err
    assert main(["reports", "import", str(tmp_path / "no.csv"), "--form", "patrol", *data]) == 2
