"""The journal of units: what was cut off is no unit, and what tested another source does not count."""

from pathlib import Path

from tests.together.faults.units import Unit, append, state, units

DONE = Unit("L1", 7, "sqlite", 5000, 1200, {"K1": 3}, [], 12.5, "abc", "2026-11-22T07:00:00Z")
BROKEN = Unit("L3", 8, "postgresql", 0, 400, {}, ["I1 desk-0: 某条命令"], 3.0, "abc", "")


def test_units_come_back_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "units.jsonl"
    assert units(file, lambda _: "abc") == []
    append(file, DONE)
    append(file, BROKEN)
    assert units(file, lambda _: "abc") == [DONE, BROKEN]


def test_a_torn_line_is_no_unit_and_spoils_no_other(tmp_path: Path) -> None:
    file = tmp_path / "units.jsonl"
    append(file, DONE)
    file.write_bytes(file.read_bytes() + BROKEN.line().encode()[:40])
    append(file, BROKEN)
    assert units(file, lambda _: "abc") == [DONE, BROKEN]


def test_units_of_another_source_do_not_count(tmp_path: Path) -> None:
    file = tmp_path / "units.jsonl"
    append(file, DONE)
    assert units(file, lambda _: "abd") == []


def test_the_state_follows_names_and_bytes_of_the_sources(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    source = tmp_path / "rules" / "a.py"
    source.write_text("A = 1\n")
    first = state("", tmp_path, ("rules",))
    source.write_text("A = 2\n")
    second = state("", tmp_path, ("rules",))
    source.rename(tmp_path / "rules" / "b.py")
    third = state("", tmp_path, ("rules",))
    assert len({first, second, third}) == 3
    (tmp_path / "rules" / "notes.txt").write_text("no source")
    assert state("", tmp_path, ("rules",)) == third
