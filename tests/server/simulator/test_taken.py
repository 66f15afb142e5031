"""Roles that people have taken, over restarts of the simulator."""

from pathlib import Path

import pytest

from rules.commands import Role
from server.simulator.cast import Cast, Person
from server.simulator.chance import Chance
from server.simulator.taken import TakenRoles

PEOPLE = (
    Person("wang", "王", "Wang", (Role.DISPATCHER,)),
    Person("chen", "陈", "Chen", (Role.ACCEPTOR,)),
    Person("u1", "区", "District", (Role.UNIT,), ("410102",)),
)


class Started:
    """A simulator's cast as it begins, with what the file says."""

    def __init__(self, file: Path | None, *, dispatchers: bool = False, people: tuple[Person, ...] = PEOPLE) -> None:
        self.said: list[str] = []
        self.cast = Cast(people, Chance(1), dispatchers=dispatchers)
        self.roles = TakenRoles(self.cast, file, lambda _, english: self.said.append(english))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where roles are kept."""
    return tmp_path / "credential.roles"


def test_who_was_taken_is_not_played_after_a_restart_until_given_back(file: Path) -> None:
    Started(file).roles.take("u1")

    again = Started(file)
    assert (again.cast.plays("u1"), again.cast.plays("chen")) == (False, True)
    again.roles.give("u1")

    assert Started(file).cast.plays("u1")


def test_a_desk_that_was_given_to_the_simulator_stays_given(file: Path) -> None:
    first = Started(file)
    assert not first.cast.plays("wang")
    first.roles.give("wang")
    assert Started(file).cast.plays("wang")

    Started(file).roles.take("wang")
    assert not Started(file).cast.plays("wang")


def test_what_was_begun_otherwise_is_not_undone_by_another_persons_role(file: Path) -> None:
    Started(file).roles.take("u1")
    both = Started(file, dispatchers=True)
    assert both.cast.taken == {"u1"}


def test_without_a_file_and_with_a_damaged_one_it_begins_as_ever(file: Path) -> None:
    Started(None).roles.take("u1")
    assert Started(None).cast.plays("u1")
    for damaged in ("{", "[1]", '"u1"'):
        file.write_text(damaged)
        assert Started(file).cast.plays("u1")


def test_who_is_no_account_any_more_is_left_out(file: Path) -> None:
    Started(file).roles.take("u1")
    assert Started(file, people=PEOPLE[:2]).cast.taken == {"wang"}


def test_where_it_cannot_be_kept_the_role_is_taken_and_it_is_said(tmp_path: Path) -> None:
    started = Started(tmp_path / "no-such-folder" / "roles")
    started.roles.take("u1")
    assert not started.cast.plays("u1")
    assert "could not be kept" in started.said[0]
