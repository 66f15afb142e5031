"""What every test stands on: two screens without a window system, the fixtures of tests/fixtures, and `--data`."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
REAL_DATA = HERE.parent.parent / "shared" / "data"
OWN_DATA = HERE / "data"

# Set before anything imports Qt; a value from outside would take the second screen away. Tests on a real X server give
# their programs another platform (tests/fixtures/xscreens.py).
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={HERE / 'screens.json'}"
os.environ["QT_LOGGING_RULES"] = "qt.qpa.*=false"
# A test that reaches out of this machine is a mistake, and a proxy would hide it.
for name in ("http_proxy", "https_proxy", "all_proxy"):
    os.environ.pop(name, None)
    os.environ.pop(name.upper(), None)

# A slow or busy machine is no failure, and a failure tells how to see it again.
settings.register_profile("griddesk", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("griddesk"), max_examples=1000)
settings.load_profile("griddesk")

pytest_plugins = [
    "tests.fixtures.browser",
    "tests.fixtures.databases",
    "tests.fixtures.line",
    "tests.fixtures.programs",
    "tests.fixtures.replicas",
    "tests.fixtures.xscreens",  # before input_methods, which imports it: pytest must see it first
    "tests.fixtures.input_methods",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--data DIR`: where the real data for tests lie; `--long`: with the tests marked `long`."""
    parser.addoption("--data", type=Path, default=REAL_DATA, metavar="DIR", help="folder with the real data")
    parser.addoption("--long", action="store_true", help="run the long forms of tests too")


def pytest_configure(config: pytest.Config) -> None:
    """The long form of a property is the same property on ten times as many examples."""
    if config.getoption("--long"):
        settings.load_profile("long")


def data_folder(config: pytest.Config) -> Path:
    """The folder of `--data`, or the small extract of our own making where that is absent."""
    asked: Path = config.getoption("--data")
    return asked if asked.is_dir() else OWN_DATA


@pytest.fixture(scope="session")
def data(pytestconfig: pytest.Config) -> Path:
    """The folder with data for tests: the real ones, or `tests/data`."""
    return data_folder(pytestconfig)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long forms are left out unless asked for.

    Nothing keeps a test from running beside any other: each has its own X server, bus, ports, folders and databases.
    """
    if not config.getoption("--long"):
        long = [item for item in items if item.get_closest_marker("long")]
        items[:] = [item for item in items if not item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which data were used, so that a pass on the small extract is not taken for one on the real data."""
    folder = data_folder(config)
    what = "the small extract of our own making" if folder == OWN_DATA else "the real data"
    terminalreporter.write_line(f"data: {what} ({os.path.relpath(folder)})")
