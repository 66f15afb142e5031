"""The table of faults, and what counts as bitten."""

import pytest

from tests.together.faults.l1.network import FAULTS as OF_THE_LINE
from tests.together.faults.names import BY_NAME, FAULTS, at_level
from tests.together.faults.tally import Tally


def test_each_fault_has_one_name_levels_and_a_proof() -> None:
    assert len(BY_NAME) == len(FAULTS)
    for fault in FAULTS:
        assert set(fault.levels.split()) <= {"L1", "L2", "L3"}
        assert fault.levels
        assert fault.proof


def test_levels_name_their_faults() -> None:
    assert {"K1", "N6", "D3", "C1"} <= set(at_level("L1"))
    assert "H3" not in at_level("L1")
    assert set(OF_THE_LINE) <= set(at_level("L1"))


def test_a_bite_needs_a_known_name_and_a_proof() -> None:
    tally = Tally()
    with pytest.raises(ValueError, match="Z9"):
        tally.bit("Z9", "something")
    with pytest.raises(ValueError, match="K1"):
        tally.bit("K1", "  ")
    tally.bit("K1", "dead")
    assert tally.counts() == {"K1": 1}
    assert tally.proof("K1") == "dead"


def test_units_are_added_up() -> None:
    tally = Tally()
    tally.bit("N2", "answered")
    tally.add({"N2": 19, "K1": 3})
    assert tally.counts() == {"K1": 3, "N2": 20}
    with pytest.raises(ValueError, match="Z9"):
        tally.add({"Z9": 1})
