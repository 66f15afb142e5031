"""Databases with the small world of the faults in them; SQLite's layer taken over while a test asks for it."""

import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.together.faults.l1.clock import Time
from tests.together.faults.l1.dice import loaded
from tests.together.faults.l1.vfs import Layer
from tests.together.faults.tally import Tally

if TYPE_CHECKING:
    from tests.together.faults.l1.house import House
    from tests.together.faults.l1.stage import Stage

MakeStage = Callable[..., "Stage"]
Houses = tuple["House", "House"]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a server of the small world, made once."""
    from tests.together.faults.world import make_template

    return make_template(tmp_path_factory.mktemp("world") / "data", Time())


@pytest.fixture(scope="session")
def layer() -> Layer:
    """The one taken-over layer of this process."""
    return Layer()


@pytest.fixture
def faulty(layer: Layer) -> Iterator[Layer]:
    """SQLite works through it during this test."""
    layer.install()
    logging.disable(logging.CRITICAL)
    yield layer
    logging.disable(logging.NOTSET)
    layer.remove()


@pytest.fixture(scope="session")
def houses(layer: Layer, template: Path, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Houses]":
    """A new house and one that is lived in, made once."""
    from tests.together.faults.l1.house import new_house  # what needs no stage does not load the programs
    from tests.together.faults.l1.lived import lived_in

    with new_house(layer, template) as new:
        yield new, lived_in(new, tmp_path_factory.mktemp("lived-in"))


@pytest.fixture
def make_stage(houses: "Houses", faulty: Layer, tmp_path: Path) -> Iterator[MakeStage]:
    """Makes stages: `make_stage(seed)`; `new=True`: with desks that nobody has used yet."""
    from tests.together.faults.l1.stage import Stage

    made: list[Stage] = []

    def make(
        seed: int = 1, consoles: int = 2, *, new: bool = False, scopes: Mapping[str, frozenset[str]] | None = None
    ) -> Stage:
        house, root = houses[0 if new else 1], tmp_path / f"stage-{len(made)}"
        made.append(Stage(house, root, seed, Tally(), consoles, scopes))
        return made[-1]

    with loaded(1):
        yield make
        for stage in made:
            stage.close()
