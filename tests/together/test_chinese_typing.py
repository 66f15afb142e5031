"""Chinese is typed into the real form of intake, by each input method, and arrives at the server as it was typed."""

import pytest

from tests.fixtures import children
from tests.fixtures.input_methods import HOMES, InputMethod
from tests.fixtures.xscreens import XScreens
from tests.together.conftest import MakeConsole, postgresql_when_long
from tests.together.harness.city import City
from tests.together.harness.console import Console
from tests.together.harness.eyes import Eyes, Seen

TRIES = 5
FIELDS = {"text", "entry"}


@pytest.fixture(params=["ibus", "fcitx5"])
def input_method(request: pytest.FixtureRequest) -> InputMethod:
    method: InputMethod = request.getfixturevalue(request.param)
    return method


@pytest.fixture
def console(make_console: MakeConsole, eyes: Eyes, input_method: InputMethod) -> Console:
    """A console that reaches the input method by the files in its home; the eyes keep a bus of their own."""
    own = {"HOME", "QT_IM_MODULE", *HOMES} - {"XDG_RUNTIME_DIR"}
    eyes.env |= {name: input_method.env[name] for name in own}
    return make_console("a")


def compose(console: Console, eyes: Eyes, screens: XScreens, field: str, pinyin: str, wanted: str) -> None:
    """Type pinyin into a field and take the first candidate; on a busy machine the input method may not be ready.

    Then letters come through as they are: whoever sees that deletes them and types again, and so do we.
    """
    seen = console.wait_for(field, roles=FIELDS)
    for _ in range(TRIES):
        screens.key("ctrl+a", "Delete")
        screens.type(pinyin, delay_ms=120)
        screens.key("space")
        if _came(eyes, seen, wanted):
            return
    raise AssertionError(f"{field}: {eyes.text(seen)!r} instead of {wanted!r}")


def _came(eyes: Eyes, field: Seen, wanted: str) -> bool:
    try:
        return bool(children.wait_until(lambda: eyes.text(field) == wanted, wanted, 3))
    except TimeoutError:
        return False


@postgresql_when_long
def test_a_report_is_typed_in_chinese(city: City, console: Console, eyes: Eyes, x_screens: XScreens) -> None:
    console.start("--server", city.url, "--enrol", "desk-a")
    console.sign_in("chen")
    console.key("ctrl+n")
    compose(console, eyes, x_screens, "^问题描述$", "nihao", "你好")
    console.key("Tab")
    compose(console, eyes, x_screens, "^地址$", "zhongguo", "中国")
    console.key("ctrl+Return")

    children.wait_until(lambda: city.person("zhao").on_list("intake"), "the report at the server")
    (case,) = city.person("zhao").on_list("intake")
    assert (case["words"], case["address"]) == ("你好", "中国")
