"""Accounts from a people.csv: duties with their places, all wrong lines told at once."""

from pathlib import Path

import pytest

from rules.commands import Grant, Role
from server.access.people import BadPeople, read_people
from tests.server.small_city import small_city

HEADER = "login,name,name_en,roles,unit,duty_grids,password\n"


@pytest.fixture
def read(tmp_path: Path):
    """Reads lines below the header."""

    def run(lines: str, header: str = HEADER):
        file = tmp_path / "people.csv"
        file.write_text(header + lines, encoding="utf-8")
        return read_people(file, small_city())

    return run


def test_duties_are_read_with_their_places(read) -> None:
    wang, west, walker = read(
        "wang,王晓燕,Wang,dispatcher | acceptor@west,,,secret\nu,西区,,unit,west,,secret\nc,员,,collector,,g1 | g2,\n"
    )
    assert wang.grants == (Grant(Role.DISPATCHER), Grant(Role.ACCEPTOR, "west"))
    assert (west.unit, west.grants) == ("west", (Grant(Role.UNIT, "west"),))
    assert walker.grants == (Grant(Role.COLLECTOR, "g1"), Grant(Role.COLLECTOR, "g2"))


def test_the_same_password_is_hashed_once_in_a_synthetic_city(read) -> None:
    first, second, other = read("a,甲,,dispatcher,,,same\nb,乙,,dispatcher,,,same\nc,丙,,dispatcher,,,another\n")
    assert first.verifier == second.verifier != other.verifier
    assert first.verifier.startswith("$argon2id$")


def test_everything_wrong_is_told_with_its_line(read) -> None:
    with pytest.raises(BadPeople) as found:
        read("a,甲,,king,,,\n,乙,,dispatcher,,,\nc,丙,,unit@nowhere,,,\nd,丁,,dispatcher,nowhere,,\n")
    assert [problem.english.partition(" ")[0] for problem in found.value.problems] == [
        "people.csv:2:",
        "people.csv:3:",
        "people.csv:4:",
        "people.csv:5:",
    ]
    assert "king" in found.value.problems[0].english
    assert found.value.text("zh_CN").splitlines()[1] == "people.csv:3：login 为空"
    assert found.value.text("en").splitlines()[1] == "people.csv:3: login is empty"


def test_a_missing_column_is_named(read) -> None:
    with pytest.raises(BadPeople, match="roles"):
        read("a,甲\n", header="login,name\n")
