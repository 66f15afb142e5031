"""The hands and eyes of the tests with real windows are tested themselves."""

from pathlib import Path

import pytest

from tests.fixtures import children
from tests.fixtures.input_methods import WINDOW, InputMethod
from tests.fixtures.programs import Programs
from tests.fixtures.xscreens import XScreens


def test_keys_and_clicks_reach_a_window_on_two_monitors(
    x_screens: XScreens, programs: Programs, tmp_path: Path
) -> None:
    program = programs.start(WINDOW, env=x_screens.env)
    program.wait_for("screens VLEFT VRIGHT")
    window = x_screens.find_window("^small window$")
    x, y, width, height = x_screens.geometry(window)
    x_screens.click(x + width // 2, y + height // 2)
    x_screens.type("grid 7")
    x_screens.key("Return")
    program.wait_for("return grid 7")
    picture = x_screens.picture(tmp_path / "screen.png")
    assert picture.size == (3840, 1080)
    assert len(picture.crop((x, y, x + width, y + height)).getcolors() or []) > 1


def test_the_second_monitor_can_be_pulled_out_and_put_back(x_screens: XScreens, programs: Programs) -> None:
    program = programs.start(WINDOW, env=x_screens.env)
    x_screens.find_window("^small window$")
    x_screens.unplug()
    program.wait_for("removed VRIGHT")
    assert x_screens.monitors() == ["VLEFT"]
    x_screens.plug_in()
    program.wait_for("added VRIGHT")
    assert x_screens.monitors() == ["VLEFT", "VRIGHT"]


@pytest.fixture(params=["ibus", "fcitx5"])
def input_method(request: pytest.FixtureRequest) -> InputMethod:
    method: InputMethod = request.getfixturevalue(request.param)
    return method


def test_chinese_can_be_typed(input_method: InputMethod, x_screens: XScreens, programs: Programs) -> None:
    program = programs.start(WINDOW, env=input_method.env)
    window = x_screens.find_window("^small window$")
    x_screens.activate(window)
    x, y, width, height = x_screens.geometry(window)
    x_screens.click(x + width // 2, y + height // 2)
    x_screens.type("nihao", delay_ms=120)
    x_screens.key("space")
    program.wait_for("text: 你好")


def test_a_program_that_ends_is_told_with_its_output(programs: Programs) -> None:
    program = programs.start("-c", "print('no such city'); raise SystemExit(3)")
    with pytest.raises(RuntimeError, match="ended with 3:\nno such city"):
        program.wait_for("ready")


def test_no_child_of_a_program_is_left(programs: Programs) -> None:
    with_child = "import subprocess,time; print(subprocess.Popen(['sleep','1000']).pid, flush=True); time.sleep(1000)"
    program = programs.start("-c", with_child)
    child = int(program.wait_for(r"(\d+)\n")[1])
    program.stop()
    children.wait_until(lambda: not _runs(child), "the end of the child")


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
