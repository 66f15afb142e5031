"""The demo as a newcomer starts it, and its server dies: the desk says so, goes on, and nothing is lost."""

import os
import signal
from pathlib import Path

import pytest

from tests.fixtures.programs import Programs
from tests.fixtures.xscreens import XScreens
from tests.together.harness.clock import TrueClock
from tests.together.harness.console import BUTTONS, SIGN_IN, Console
from tests.together.harness.eyes import Eyes

PATIENT = 180  # s: the first start makes a city
UNNAMED = "^网格派遣台$"  # the window before its city is known


def server_of(desk: Console) -> int:
    """The process of the server that the console started."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:  # it has ended
            continue
        if parent == desk.program.pid and b"serve" in words:
            return int(folder.name)
    raise AssertionError("no server")


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_killed_server_of_the_demo_comes_back_and_takes_what_was_done_without_it(
    programs: Programs, x_screens: XScreens, eyes: Eyes, tmp_path: Path
) -> None:
    desk = Console(programs, x_screens, eyes, TrueClock(), tmp_path / "console")
    desk.start(shows=UNNAMED)
    desk.wait_for(r"^登录 \(Enter\)$", SIGN_IN, BUTTONS, PATIENT)
    desk.front(SIGN_IN)
    desk.key("Return")  # as it is proposed
    desk.front()
    desk.wait_for("^王晓燕$")
    desk.wait_until(lambda: len(desk.rows()) > 1, "the first cases", PATIENT)
    before = server_of(desk)
    os.kill(before, signal.SIGKILL)
    desk.wait_for("内置服务器意外停止，正在重新启动")
    desk.front()
    desk.settle()
    desk.key("Return")  # the first case goes out, whether the server is there yet or not
    desk.wait_for("^派遣 → ")
    desk.wait_for("^已连接", seconds=60)
    assert server_of(desk) != before
    desk.wait_for("^待发送 0$", seconds=60)
