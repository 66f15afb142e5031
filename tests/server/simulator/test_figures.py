"""The figures of a city: the demo city's are whole; a wrong one is named with its place and what was expected."""

import csv
from pathlib import Path

import pytest

from server.simulator.figures_file import read_figures
from server.simulator.figures_form import BadFigures
from tests.server.simulator.conftest import FIGURES


def changed(folder: Path, before: str, after: str) -> Path:
    """The demo city's figures with one text changed."""
    text = FIGURES.read_text(encoding="utf-8")
    assert before in text
    file = folder / "figures.toml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    return file


def test_the_demo_citys_figures_name_categories_and_conditions_that_it_has() -> None:
    figures = read_figures(FIGURES)
    with (FIGURES.parent / "conditions.csv").open(encoding="utf-8", newline="") as file:
        known = {f"{row['category']}-{row['no']}" for row in csv.DictReader(file)}
    named = {f"{matter.category}-{number}" for matter in figures.matters for number in matter.conditions}
    assert named <= known
    assert {early.condition for early in figures.gentle.morning} - {""} <= known
    assert figures.days["campaign"].category in {matter.category for matter in figures.matters}


def test_curves_are_brought_to_their_sums() -> None:
    volume = read_figures(FIGURES).volume
    assert sum(volume.days) == pytest.approx(7)
    assert sum(volume.hours) == pytest.approx(1)
    assert sum(volume.hours_weekend) == pytest.approx(1)


def test_the_gentle_start_has_quick_people_at_any_hour() -> None:
    figures = read_figures(FIGURES)
    gentle = figures.gently()
    assert (figures.delays["sign"].median, gentle.delays["sign"].median) == (600, 15)
    assert (figures.work.night, gentle.work.night) == (True, False)
    assert gentle.chances["void"] == figures.chances["void"]


@pytest.mark.parametrize(
    ("before", "after", "where", "found", "expected"),
    [
        ("untrue = 0.05", "untrue = 5", "chances.untrue", "5.0", "a number from 0 to 1"),
        ("untrue = 0.05", "untrue = 'often'", "chances.untrue", "often", "a number of at least 0"),
        ("untrue = 0.05", "untru = 0.05", "chances.untrue", "missing", "a value"),
        ("hot = 400", "hot = 400\ncold = 1", "places.cold", "unknown", "no such figure"),
        ('picture = "bikes"', 'picture = "boats"', "matters.1.picture", "boats", "refuse | manhole"),
        ("accept = { median = 150,", "accept = { median = true,", "delays.accept.median", "True", "a number"),
        ("burst_size = [8, 60]", "burst_size = [8]", "volume.burst_size", "[8]", "2 numbers of at least 2"),
        ("night = true ", "night = 1 ", "work.night", "1", "true or false"),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_named_with_what_was_expected(
    tmp_path: Path, before: str, after: str, where: str, found: str, expected: str
) -> None:
    with pytest.raises(BadFigures) as caught:
        read_figures(changed(tmp_path, before, after))
    assert (caught.value.where, caught.value.found) == (where, found)
    assert caught.value.expected.startswith(expected)


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFigures, match=r"nowhere\.toml"):
        read_figures(tmp_path / "nowhere.toml")
    (tmp_path / "figures.toml").write_text("[volume", encoding="utf-8")
    with pytest.raises(BadFigures, match="TOML"):
        read_figures(tmp_path / "figures.toml")
