"""What people asked for who were dismissed meanwhile is listed for who may issue it anew."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from rules.commands import Command, Role
from rules.protocol import Push, Pushed
from rules.wire import command_hash
from server import tables
from server.__main__ import main
from server.access.sessions import Access, Session, mac_of
from server.casebook.book import Casebook
from server.cli.revoked import line_of
from server.database import Database
from server.revoked import Revoked, revoked
from server.speech import Speech
from tests.server.small_city import NOW, Hands, small_city


@pytest.fixture
def access(database: Database, clock) -> Access:
    """The door."""
    return Access(database, clock)


def push(casebook: Casebook, session: Session, console: str, command: Command) -> str:
    """The rule that refuses, "" when it took effect."""
    hash_ = command_hash(command)
    offered = Pushed(1, command, hash_, mac_of(session.key, hash_))
    (result,) = casebook.push(Push(console, 1, "", (offered,)), f"station of {console}", console).results
    return result.outcome.rule


def a_note(session: Session, role: Role, **more: str) -> Command:
    """A note on the case, of the one who is signed in."""
    told = {"session": session.id, "body": {"text": "已电话\n两次"}, "issued_at": NOW, **more}
    return Command(verb="note", case_id="case-1", actor=session.actor.id, role=role, **{"id": "n-1", **told})


def dismiss(database: Database, login: str) -> None:
    """Their account is closed."""
    with database.write() as connection:
        connection.execute(update(tables.accounts).where(tables.accounts.c.id == login).values(disabled=True))


def test_it_is_listed_until_it_was_issued_anew_and_then_by_whom(casebook, access: Access, database) -> None:
    Hands(casebook).filed("case-1")
    li, chen = (access.sign_in(login, "right-horse", "desk")[0] for login in ("li", "chen"))
    assert revoked(database) == ()
    dismiss(database, "li")
    assert push(casebook, li, "desk-1", a_note(li, Role.DISPATCHER)) == "rule.actor_revoked"
    (told,) = revoked(database)
    assert (told.id, told.at, told.actor, told.verb, told.anew) == ("n-1", NOW, "li", "note", "")
    assert (told.workstation, told.said, bool(told.number)) == ("station of desk-1", "已电话\n两次", True)
    assert push(casebook, chen, "desk-2", a_note(chen, Role.ACCEPTOR, id="n-2", supersedes="n-1")) == ""
    assert [each.anew for each in revoked(database)] == ["chen"]


def test_what_was_refused_by_another_rule_is_not_listed(casebook, access: Access, database) -> None:
    Hands(casebook).filed("case-1")
    li, _ = access.sign_in("li", "right-horse", "desk")
    assert push(casebook, li, "desk-1", replace(a_note(li, Role.DISPATCHER), verb="accept", body={})) != ""
    assert revoked(database) == ()


def test_a_line_of_it_says_who_what_which_case_and_when() -> None:
    texts = Speech(small_city).texts("zh_CN")
    told = Revoked("n-1", NOW, "li", "note", "15042200001", "w-1", "已电话\n两次", "chen")
    line = line_of(told, texts, "Asia/Shanghai", {"li": "李敏", "chen": "陈志远"})
    assert line.split("\t") == [
        "2015-04-22 09:00:00", "李敏", "备注", "15042200001", "已电话 两次", "w-1", "陈志远", "n-1"
    ]  # fmt: skip
    bare = line_of(replace(told, number="", said="", anew=""), texts, "Asia/Shanghai", {})
    assert bare.split("\t")[1:] == ["li", "备注", "–", "–", "w-1", "–", "n-1"]


def test_the_command_line_knows_it(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main(["people", "refused", "--data", str(tmp_path)]) == 2  # no city is in force there
    assert "no city" in capsys.readouterr().err
