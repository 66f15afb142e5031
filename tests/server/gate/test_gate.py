"""What crosses a gate, and what happens to files that are lost, doubled, out of order, cut short or forged."""

from tests.server.gate.conftest import Sides


def test_a_report_crosses_and_its_number_comes_back(sides: Sides) -> None:
    id_ = sides.send(link="L" * 43)
    assert (sides.here(id_).number, sides.here(id_).stage) == ("", "reported")
    sides.cross()
    (case,) = sides.there()
    assert (case.words, case.source, case.lon) == ("路边有暴露垃圾", "app", 1_136_200_000)
    assert sides.here(id_).number == case.number != ""
