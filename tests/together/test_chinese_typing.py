"""Chinese is typed into the real form of intake, by each input method, and arrives at the server as it was typed."""

from pathlib import Path

import pytest

from tests.fixtures import children
from tests.fixtures.input_methods import InputMethod
from tests.fixtures.programs import Programs
from tests.fixtures.xscreens import XScreens
from tests.together.harness.city import City
from tests.together.harness.console import MAIN, SIGN_IN


@pytest.fixture(params=["ibus", "fcitx5"])
def input_method(request: pytest.FixtureRequest) -> InputMethod:
    method: InputMethod = request.getfixturevalue(request.param)
    return method


def composed(screens: XScreens, pinyin: str) -> None:
    """Type pinyin and take the first candidate."""
    screens.type(pinyin, delay_ms=120)
    screens.key("space")


def test_a_report_is_typed_in_chinese(
    city: City, input_method: InputMethod, x_screens: XScreens, programs: Programs, tmp_path: Path
) -> None:
    own = ["--files", tmp_path / "files", "--key-file", tmp_path / "key", "--test-clock", city.clock.file]
    programs.start("main.py", "--server", city.url, "--enrol", "desk-a", *own, env=input_method.env)
    x_screens.find_window(MAIN)  # its title names the city: the sign-in offers the demo account by now
    x_screens.activate(x_screens.find_window(SIGN_IN))
    x_screens.type("chen", delay_ms=120)  # the password of the demo account stands there
    x_screens.key("Return")  # an input method that composes takes this one for the letters as they are
    x_screens.key("Return")
    children.wait_until(lambda: not x_screens.windows(SIGN_IN), "the sign-in of chen")

    x_screens.activate(x_screens.find_window(MAIN))
    x_screens.key("ctrl+n")
    composed(x_screens, "nihao")
    x_screens.key("Tab")
    composed(x_screens, "zhongguo")
    x_screens.key("ctrl+Return")

    children.wait_until(lambda: city.person("zhao").on_list("intake"), "the report at the server")
    (case,) = city.person("zhao").on_list("intake")
    assert (case["words"], case["address"]) == ("你好", "中国")
