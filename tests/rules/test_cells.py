"""Every cell of the three tables has a surface: who adds a verb says where a person does it; there it is walked."""

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

from rules.step import Step
from rules.tables import assignment, case, check
from tests.cells.table import BY_ITSELF, CELLS, Cell

ROOT = Path(__file__).parents[2]
TABLES: dict[str, Mapping[tuple[str, str], Step]] = {"case": case.TABLE, "leg": assignment.TABLE, "check": check.TABLE}
WALKED = {"desk", "review", "terminal", "collector"}


def allowed() -> set[tuple[str, str, str, str]]:
    return {
        (table, str(stage), verb, str(role))
        for table, cells in TABLES.items()
        for (stage, verb), step in cells.items()
        for role in step.by
    }


def test_every_cell_has_a_surface_and_no_other_is_named() -> None:
    named = {(cell.table, cell.stage, cell.verb, cell.role) for cell in CELLS}
    assert sorted(allowed() - named) == []
    assert sorted(named - allowed()) == []


def test_no_cell_is_named_twice_for_a_surface() -> None:
    assert len({(*cell[:4], cell.surface) for cell in CELLS}) == len(CELLS)


@pytest.mark.parametrize("surface", sorted({cell.surface for cell in CELLS} - WALKED))
def test_what_no_person_does_names_its_own_test(surface: str) -> None:
    file, _, name = BY_ITSELF[surface].partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_a_cell_leads_where_the_table_says() -> None:
    """Each table says for itself; a sub-dispatch makes the giver's leg a working one, and so on."""
    wrong = [cell.name for cell in CELLS if cell.leads_to != _leads_to(cell)]
    assert wrong == []


def _leads_to(cell: Cell) -> str:
    return str(TABLES[cell.table][cell.stage, cell.verb].leads_to)
