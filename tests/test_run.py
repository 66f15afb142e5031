"""What `run.py` says and decides on a machine that lacks something."""

import re
import string
import sys
from pathlib import Path

import pytest

import run


def test_every_message_is_there_in_both_languages_with_the_same_details() -> None:
    english, chinese = run.TEXTS["en"], run.TEXTS["zh"]
    assert english.keys() == chinese.keys()
    for key, words in english.items():
        assert details_of(chinese[key]) == details_of(words)
        assert re.search(r"[\u4e00-\u9fff]", chinese[key])


def details_of(words: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_messages_follow_the_users_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert run.text("missing", names="libegl1") == "系统缺少：libegl1"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert run.text("missing", names="libegl1") == "The system lacks: libegl1"


def test_libraries_are_asked_of_the_linker() -> None:
    assert run.loads("libc.so.6")
    assert not run.loads("libgriddesk-that-nobody-has.so.1")


def test_a_missing_library_and_a_missing_tool_are_named_by_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "LIBRARIES", {"libc.so.6": "libc6", "libnone.so.1": "libnone1"})
    monkeypatch.setattr(
        run, "TEST_TOOLS", {"bash": ["sh"], "either": ["none", "/etc"], "nobody-has": ["none", "/none", "libnone.so.1"]}
    )
    assert run.missing_packages("server") == []
    assert run.missing_packages("console") == ["libnone1"]
    assert run.missing_packages("dev") == ["libnone1", "nobody-has"]


def test_who_is_not_root_gets_the_line_to_type(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\nexit 1\n")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="2"):
        run.install_packages(["libegl1", "libgl1"])
    said = capsys.readouterr().err
    assert "  sudo apt-get install -y --no-install-recommends libegl1 libgl1\n" in said


def test_a_system_without_apt_is_told_the_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="2"):
        run.install_packages(["libegl1"])
    assert "libegl1" in capsys.readouterr().err


def test_a_failing_apt_ends_with_the_line_to_try(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\necho no network\nexit 100\n")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    with pytest.raises(SystemExit, match="2"):
        run.install_packages(["libegl1"])
    said = capfd.readouterr().err
    assert "no network" in said
    assert said.endswith("  sudo apt-get install -y --no-install-recommends libegl1\n")


def test_a_program_without_a_screen_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SystemExit, match="2"):
        run.check_screen()
    assert "DISPLAY" in capsys.readouterr().err
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(SystemExit, match="2"):
        run.check_screen()
    assert ":4711" in capsys.readouterr().err
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    run.check_screen()


def test_a_venv_is_made_again_when_what_it_was_made_from_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]")
    (tmp_path / "constraints.txt").write_text("numpy==2.4.6")
    assert not run.is_ready(tmp_path, "console")
    (tmp_path / run.STAMP).write_text(f"{run.fingerprint()} console")
    assert not run.is_ready(tmp_path, "console")
    run.python_of(tmp_path).parent.mkdir()
    run.python_of(tmp_path).touch()
    assert run.is_ready(tmp_path, "server")
    assert run.is_ready(tmp_path, "console")
    assert not run.is_ready(tmp_path, "dev")
    assert not run.is_ready(tmp_path, "test")
    (tmp_path / run.STAMP).write_text(f"{run.fingerprint()} dev")
    assert run.is_ready(tmp_path, "console")
    (tmp_path / "constraints.txt").write_text("numpy==2.4.7")
    assert not run.is_ready(tmp_path, "console")


def test_a_venv_of_another_python_or_without_pip_is_made_anew(tmp_path: Path) -> None:
    assert run.is_usable(Path(sys.prefix))
    assert not run.is_usable(tmp_path)
    python = run.python_of(tmp_path)
    python.parent.mkdir()
    python.write_text("#!/bin/sh\necho 3.10.1 elsewhere\n")
    python.chmod(0o755)
    assert not run.is_usable(tmp_path)
