"""The demo city is generated once for all tests of a run that look at it."""

from pathlib import Path

import pytest

from rules.grid import Grids
from server.city.demo import write_demo_city


@pytest.fixture(scope="session")
def demo_city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Grids]:
    folder = tmp_path_factory.mktemp("demo") / "city"
    return folder, write_demo_city(folder)


@pytest.fixture(scope="session")
def demo_folder(demo_city: tuple[Path, Grids]) -> Path:
    return demo_city[0]


@pytest.fixture(scope="session")
def demo_grids(demo_city: tuple[Path, Grids]) -> Grids:
    return demo_city[1]
