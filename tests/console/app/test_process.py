"""The real program as a process: what it says and how it ends when it cannot start."""

from pathlib import Path

from console.app.start import has_screen
from tests.fixtures.children import wait_until
from tests.fixtures.programs import Programs

ROOT = Path(__file__).resolve().parents[3]
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


def test_a_second_program_on_the_same_files_is_told_so(programs: Programs, tmp_path: Path) -> None:
    files = tmp_path / "files"
    start = ("main.py", "--files", files, "--server", "http://127.0.0.1:9")
    first = programs.start(*start, env=OFFSCREEN)
    wait_until((files / "outbox.db").exists, "the outbox", 60)
    second = programs.start(*start, env=OFFSCREEN)
    assert second.wait() == 3
    assert f"另一个程序正在使用这些文件：{files}" in second.output()
    assert f"Another program uses these files: {files}" in second.output()
    assert first.running()
    assert first.stop() == 0


def test_a_wrong_setting_is_said_in_both_languages(programs: Programs, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('servre = "x"')
    program = programs.start("main.py", "--files", tmp_path, env=OFFSCREEN)
    assert program.wait() == 2
    assert "设置有误" in program.output()
    assert "Wrong setting" in program.output()
    assert "servre" in program.output()


def test_files_that_do_not_open_end_the_program(programs: Programs, tmp_path: Path) -> None:
    (tmp_path / "outbox.db").write_bytes(b"x" * 4096)
    (tmp_path / "files.key").write_text("00" * 32)
    program = programs.start("main.py", "--files", tmp_path, "--server", "http://127.0.0.1:9", env=OFFSCREEN)
    assert program.wait() == 4
    assert f"{tmp_path / 'outbox.db'} 打不开" in program.output()
    assert "可能是密钥不对" in program.output()
    assert (tmp_path / "outbox.db").read_bytes() == b"x" * 4096


def test_a_folder_that_cannot_be_made_is_named(programs: Programs, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file, no folder")
    program = programs.start("main.py", "--files", tmp_path / "files", env=OFFSCREEN)
    assert program.wait() == 4
    assert f"cannot be opened: {tmp_path / 'files'}" in program.output()
    assert f"无法打开：{tmp_path / 'files'}" in program.output()


def test_without_a_screen_it_says_so_and_touches_no_files(programs: Programs, tmp_path: Path) -> None:
    nothing = {"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    program = programs.start("main.py", "--files", tmp_path / "files", env=nothing)
    assert program.wait() == 5
    assert "没有屏幕" in program.output()
    assert "No screen" in program.output()
    assert not (tmp_path / "files").exists()


def test_a_damaged_installation_ends_with_its_error_and_not_with_an_abort(programs: Programs, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.py"
    damaged.write_text(
        "import sys\nfrom console.app.start import main\n"
        "sys.modules['console.ui.windows'] = None\nsys.exit(main(sys.argv[1:]))\n"
    )
    program = programs.start(damaged, "--files", tmp_path / "files", env=OFFSCREEN | {"PYTHONPATH": str(ROOT)})
    assert program.wait() == 1
    assert "console.ui.windows" in program.output()
    assert "QThread: Destroyed" not in program.output()


def test_a_screen_is_looked_for_where_qt_would_abort_without_one() -> None:
    assert not has_screen({}, "linux")
    assert has_screen({"DISPLAY": ":0"}, "linux")
    assert has_screen({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert has_screen({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    assert has_screen({}, "win32")
    assert has_screen({}, "darwin")
