"""Every mutant still fits the shipped source and says where it dies; the long form hunts each down."""

from pathlib import Path

import pytest

from tests.together.faults import mutants
from tests.together.faults.names import INVARIANTS

ALL = mutants.mutants()


@pytest.mark.parametrize("mutant", ALL, ids=[mutant.name for mutant in ALL])
def test_a_mutant_fits_the_source_and_names_its_invariant(mutant: mutants.Mutant) -> None:
    assert mutants.fits(mutant) == ""
    assert mutant.invariant in INVARIANTS


@pytest.mark.parametrize(
    ("where", "command", "tries"),
    [
        ("L1 seed 7 steps 2000", ["tests.together.faults.l1", "--seed", "7", "--steps", "2000"], 6),
        ("L2 answer_lost", ["tests.together.faults.l2", "answer_lost"], 1),
        ("L3 seed 2 commands 300", ["tests.together.faults.l3", "--seed", "2", "--commands", "300"], 3),
        (
            "L3 postgresql seed 2 commands 300",
            ["tests.together.faults.l3", "--database", "postgresql", "--seed", "2", "--commands", "300"],
            3,
        ),
    ],
)
def test_a_patch_names_the_unit_that_shows_it(tmp_path: Path, where: str, command: list[str], tries: int) -> None:
    file = tmp_path / "99-new.patch"
    file.write_text(f"# killed by: I3\n# where: {where}\n--- a/x\n+++ b/x\n", encoding="utf-8")
    mutant = mutants.Mutant.of(file)
    assert (mutant.name, mutant.invariant, mutant.commands[0]) == ("99-new", "I3", command)
    assert len(mutant.commands) == tries


def test_where_a_seed_lets_a_mutant_live_the_next_ones_are_tried() -> None:
    mutant = mutants.Mutant(Path("99-new.patch"), "I3", "L1 seed 7 steps 2000")
    assert [command[2] for command in mutant.commands] == ["7", "8", "9", "10", "11", "12"]


@pytest.mark.parametrize("said", ["# killed by: I3\n", "# where: L2 answer_lost\n", "# killed by: I3\n# where: L4\n"])
def test_a_patch_that_does_not_say_where_it_dies_is_none(tmp_path: Path, said: str) -> None:
    file = tmp_path / "99-new.patch"
    file.write_text(said, encoding="utf-8")
    with pytest.raises(ValueError, match="by what it dies, or where"):
        mutants.Mutant.of(file)


def test_a_mutant_is_killed_by_its_own_invariant_alone() -> None:
    mutant = mutants.Mutant(Path("99-new.patch"), "I3", "L2 answer_lost")
    assert mutants.Hunted(mutant, "", ("I3 desk-0: x is lost",), 0, 0).is_killed
    assert not mutants.Hunted(mutant, "", ("I9 desk-0: late", "I30 desk-0: none"), 0, 0).is_killed


@pytest.mark.long
@pytest.mark.timeout(2400)
@pytest.mark.parametrize("mutant", ALL, ids=[mutant.name for mutant in ALL])
def test_each_mutant_is_killed(mutant: mutants.Mutant) -> None:
    hunted = mutants.hunt(mutant)
    assert hunted.is_killed, hunted.violations
