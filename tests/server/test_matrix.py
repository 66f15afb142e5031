"""Jurisdiction, cell by cell: role × door × place × field, made from the table of rights and the OpenAPI document."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.case import Case
from rules.showing import FIELDS
from tests.matrix.city import SHORT
from tests.matrix.matrix import run, unclassified
from tests.matrix.world import World, world


@pytest.fixture
def here(database_url: str, tmp_path: Path) -> Iterator[World]:
    """A real application over the database, and those who ask there."""
    with world(database_url, tmp_path, SHORT) as made:
        yield made


def test_no_cell_leaks_and_none_hides_what_the_table_shows(here: World) -> None:
    tally = run(here)
    assert tally.broken == []
    assert tally.leaks == []
    assert tally.missing == []
    assert tally.cells > 100_000
    assert tally.asked > 500


def test_every_door_is_classified_and_every_class_is_a_door(here: World) -> None:
    assert unclassified(here) == []


def test_a_door_that_nobody_classified_is_found(here: World) -> None:
    here.app.add_api_route("/v1/new", lambda: None)
    here.app.openapi_schema = None
    assert "GET /v1/new is not classified" in unclassified(here)


def test_every_field_of_a_case_is_of_a_class() -> None:
    assert set(FIELDS) == set(Case.__struct_fields__)
