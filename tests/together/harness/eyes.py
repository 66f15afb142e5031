"""What the operator sees, read as a screen reader reads it: over AT-SPI, from the real windows.

Nothing in the product is made for this. What a blind dispatcher could not find, these tests cannot find either.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

from tests.fixtures import children
from tests.fixtures.xscreens import XScreens

LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE, COMPONENT, TEXT = (f"org.a11y.atspi.{name}" for name in ("Accessible", "Component", "Text"))
PROPERTIES = "org.freedesktop.DBus.Properties"
# Numbers of states in AT-SPI's AtspiStateType.
CHECKED, ENABLED, FOCUSED, SELECTED, SHOWING = 4, 8, 12, 23, 25
PATIENCE_S = 10
Ref = tuple[str, str]  # name on the bus, path


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing on the screen: its kind ("push button", "label", "table cell" …), what it is called, its window."""

    ref: Ref
    role: str
    name: str
    states: int
    window: str

    def has(self, state: int) -> bool:
        """Whether one of the states above holds."""
        return bool(self.states >> state & 1)


class Eyes:
    """Looks at the windows of programs that were started with `env`."""

    def __init__(self, screens: XScreens) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="eyes-"))
        own = {"XDG_RUNTIME_DIR": str(self._folder), "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        self.env = {name: value for name, value in screens.env.items() if name != "NO_AT_BRIDGE"} | own
        daemon = [children.tool("dbus-daemon", "dbus"), "--session", "--nofork", "--print-address=1"]
        self._bus = children.start(daemon, self._folder / "dbus.log", env=self.env, stdout=subprocess.PIPE)
        address = self._bus.stdout.readline().decode().strip() if self._bus.stdout else ""
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address
        launcher = next((path for path in LAUNCHERS if Path(path).exists()), "")
        if not launcher:
            raise children.MissingComponentError("at-spi-bus-launcher is missing: apt-get install at-spi2-core")
        self._reader = children.start([launcher, "--launch-immediately"], self._folder / "atspi.log", env=self.env)
        try:
            self._connection = self._connect(address)
        except BaseException:
            self._end()
            raise

    def _connect(self, address: str) -> DBusConnection:
        with open_dbus_connection(address) as session:
            asked = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
            (told,) = children.wait_until(lambda: _answer(session, asked), "the accessibility bus")
        return open_dbus_connection(told)

    def close(self) -> None:
        """End the bus."""
        self._connection.close()
        self._end()

    def _end(self) -> None:
        children.stop(self._reader)
        children.stop(self._bus)

    def seen(self, pid: int, window: str = "") -> tuple[Seen, ...]:
        """All that the program shows now, in reading order; `window` is an expression that the window's title matches.

        A part that goes while it is read is left out.
        """
        return tuple(self.reads(pid, window))

    def reads(self, pid: int, window: str = "") -> Iterator[Seen]:
        """The same one by one: who has found what is looked for reads no further."""
        for top in self._windows(pid):
            title = self._name(top)
            if re.search(window, title):
                yield from self._walk(top, title)

    def place(self, seen: Seen) -> tuple[int, int, int, int]:
        """x, y, width, height on the whole desktop."""
        answer = self._call(seen.ref, COMPONENT, "GetExtents", "u", (0,))
        x, y, width, height = answer[0] if answer else (0, 0, 0, 0)
        return x, y, width, height

    def text(self, seen: Seen) -> str:
        """What stands in a text field."""
        answer = self._call(seen.ref, TEXT, "GetText", "ii", (0, -1))
        return str(answer[0]) if answer else ""

    def _windows(self, pid: int) -> Iterator[Ref]:
        registry = ("org.a11y.atspi.Registry", ROOT)
        for program in self._children(registry):
            if self._pid(program[0]) == pid:
                yield from self._children(program)

    def _walk(self, ref: Ref, window: str) -> Iterator[Seen]:
        states = self._states(ref)
        if not states >> SHOWING & 1:
            return
        yield Seen(ref, self._role(ref), self._name(ref), states, window)
        for child in self._children(ref):
            yield from self._walk(child, window)

    def _pid(self, bus_name: str) -> int:
        daemon = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
        answer = self._call(daemon, "org.freedesktop.DBus", "GetConnectionUnixProcessID", "s", (bus_name,))
        return int(answer[0]) if answer else 0

    def _children(self, ref: Ref) -> list[Ref]:
        answer = self._call(ref, ACCESSIBLE, "GetChildren")
        return list(answer[0]) if answer else []

    def _states(self, ref: Ref) -> int:
        answer = self._call(ref, ACCESSIBLE, "GetState")
        return int(answer[0][0]) | int(answer[0][1]) << 32 if answer else 0

    def _role(self, ref: Ref) -> str:
        answer = self._call(ref, ACCESSIBLE, "GetRoleName")
        return str(answer[0]) if answer else ""

    def _name(self, ref: Ref) -> str:
        answer = self._call(ref, PROPERTIES, "Get", "ss", (ACCESSIBLE, "Name"))
        return str(answer[0][1]) if answer else ""

    def _call(self, ref: Ref, interface: str, method: str, signature: str = "", body: tuple[Any, ...] = ()) -> Any:
        address = DBusAddress(ref[1], ref[0], interface)
        return _answer(self._connection, new_method_call(address, method, signature or None, body))


def _answer(connection: DBusConnection, asked: Any) -> Any:
    """The body of the answer; None when the one asked is gone or says no."""
    try:
        return unwrap_msg(connection.send_and_get_reply(asked, timeout=PATIENCE_S))
    except (DBusErrorResponse, TimeoutError):
        return None
