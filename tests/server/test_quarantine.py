"""What was set aside after an error of the server is told to who can look into it."""

import pytest

from rules.commands import Actor, Command, Role
from server.casebook.book import Casebook
from server.casebook.errors import ApplyFailed
from server.casebook.judge import Judge
from server.cli.quarantined import line_of
from server.quarantine import Quarantine, SetAside
from server.speech import Speech
from tests.server.small_city import NOW, Hands, small_city


class Broken(Exception):
    """What no rule should raise."""


def breaking_for(broken: dict[str, bool]):
    """Rules that break on notes as long as they are broken."""

    def apply(case, command: Command, actor, city, now):
        if command.verb == "note" and broken["notes"]:
            raise Broken("a line\nand another")
        return Judge().apply(case, command, actor, city, now)

    return apply


@pytest.fixture
def broken() -> dict[str, bool]:
    return {"notes": True}


@pytest.fixture
def hands(database, clock, cities, feeds, broken) -> Hands:
    made = Hands(Casebook(database, clock, cities, feeds, Judge(breaking_for(broken))))
    made.report("case-1")
    return made


def a_note(hands: Hands) -> Command:
    return hands.command("chen", Role.ACCEPTOR, "note", "case-1", body={"text": "x"})


def fail(hands: Hands, command: Command) -> None:
    with pytest.raises(ApplyFailed):
        hands.casebook.do(command, Actor("chen"))


def test_a_command_that_failed_is_told_with_its_tries_until_it_is_set_aside(hands: Hands, database) -> None:
    note = a_note(hands)
    fail(hands, note)
    (told,) = Quarantine(database).all()
    assert (told.id, told.tries, told.how, told.verb) == (note.id, 1, "again", "")
    fail(hands, note)
    hands.casebook.do(note, Actor("chen"))
    (told,) = Quarantine(database).all()
    assert (told.tries, told.how, told.verb, told.actor) == (3, "aside", "note", "chen")
    assert told.error == "Broken: a line\nand another"


def test_what_was_taken_at_a_later_try_is_not_told(hands: Hands, database, broken: dict[str, bool]) -> None:
    note = a_note(hands)
    fail(hands, note)
    broken["notes"] = False
    assert hands.casebook.do(note, Actor("chen")).state == "accepted"
    assert Quarantine(database).all() == ()


def test_a_line_of_the_command_says_it_in_words() -> None:
    texts = Speech(small_city).texts("zh_CN")
    told = SetAside("c-1", NOW, 3, "Broken: a line\nand another", "aside", "note", "chen", "w-1", "15042200001")
    line = line_of(told, texts, "Asia/Shanghai", {"chen": "陈静"})
    assert line.split("\t")[1:] == [
        "3",
        "已隔离",
        "15042200001",
        "备注",
        "陈静",
        "w-1",
        "c-1",
        "Broken: a line and another",
    ]
    again = line_of(SetAside("c-2", NOW, 1, "Broken: x"), texts, "Asia/Shanghai", {})
    assert again.split("\t")[1:] == ["1", "将再试", "–", "–", "–", "–", "c-2", "Broken: x"]
    twice = line_of(SetAside("c-3", NOW, 2, "rule.id_reused", "reused", "note"), texts, "Asia/Shanghai", {})
    assert twice.split("\t")[1:3] == ["2", "编号重复"]
    assert twice.split("\t")[-1] == "命令编号已用于另一项操作，本次未执行：请重新办理"
