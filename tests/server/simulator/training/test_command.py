"""The command `train`: what it says when it cannot begin."""

from pathlib import Path

import pytest

from server.__main__ import main


def test_a_faulty_script_is_told_with_file_and_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "hour.toml"
    file.write_text('name = "x"\nname_en = 3\n', encoding="utf-8")
    assert main(["train", "http://127.0.0.1:9", "--results", str(tmp_path), "--script", str(file)]) == 2
    said = capsys.readouterr().err
    assert str(file) in said
    assert "limits" in said


def test_a_script_that_is_not_there_is_told_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "nowhere.toml"
    assert main(["train", "http://127.0.0.1:9", "--results", str(tmp_path), "--script", str(missing)]) == 2
    assert str(missing) in capsys.readouterr().err
