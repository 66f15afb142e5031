"""`simulate` on the command line: what it refuses, in one line."""

from pathlib import Path

import pytest

from server.__main__ import main
from tests.server.simulator.conftest import FIGURES


def test_a_wrong_figure_is_told_with_file_and_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "figures.toml"
    text = FIGURES.read_text(encoding="utf-8").replace("untrue = 0.05", "untrue = 5")
    file.write_text(text, encoding="utf-8")
    assert main(["simulate", "http://127.0.0.1:9", "--figures", str(file)]) == 2
    assert f"{file} [chances.untrue]" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--speed", "601"], ["--speed", "0"], ["--days", "-1"], ["--day", "snow"]])
def test_a_wish_that_cannot_be_is_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["simulate", "http://127.0.0.1:9", *wrong])
    assert ended.value.code == 2
    assert wrong[0] in capsys.readouterr().err
