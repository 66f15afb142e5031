"""A dispatcher at work on a console whose line to the server can be cut."""

import pytest

from tests.fixtures.line import Line
from tests.together.conftest import MakeConsole, MakeLine
from tests.together.harness.city import City
from tests.together.harness.console import Console


class Wired:
    """A console and its line."""

    def __init__(self, console: Console, line: Line) -> None:
        self.console, self.line = console, line

    def cut(self) -> None:
        """Break the line, and wait until the operator is told."""
        self.line.cut()
        self.console.wait_for("^离线")

    def mend(self) -> None:
        """The line is whole again, and the operator is told."""
        self.line.mend()
        self.console.wait_for("^已连接")


@pytest.fixture
def desk(city: City, make_console: MakeConsole, line: MakeLine) -> Wired:
    """A dispatcher, wang, has signed in and is online."""
    wired = Wired(make_console("a"), line(city.port))
    wired.console.start("--server", wired.line.url, "--enrol", "desk-a")
    wired.console.sign_in("wang")
    wired.console.wait_for("^已连接")
    return wired
