"""A reply to another desk's hand-over, asked of a real server by the console's own questions."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.facts import Answer, Ask, Denied, Question, Unreachable
from console.facts.handover import ReplyDeed, ReplyTaken
from console.sync.client import Client
from console.sync.questions import Questions
from rules.handover import digest_of, written
from server.access.sessions import mac_of
from server.app import create_app
from tests.replies import SIGN, a_deed, a_handover, a_reply
from tests.server.client import serving
from tests.together.harness.paper import PASSWORD, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.desk.close()
    made.other.close()


def reply(world: World) -> str:
    handover = a_handover(world.case().legs[0].id, session=world.session.id)
    mac = mac_of(world.session.key, digest_of(written(handover)))
    return a_reply(handover, a_deed(handover, "sign", SIGN), mac=mac).decode()


def ask(questions: Questions, text: str) -> Answer | Unreachable | Denied:
    return questions.answer(Question("q", Ask.REPLY, args={"reply": text}))


def test_the_server_says_what_it_came_to(world: World) -> None:
    world.desk.dispatch(1)
    assert world.push() == [("accepted", "")]
    text = reply(world)
    with serving(create_app(world.parts)) as http:
        questions = Questions(Client(http.url))
        stranger = ask(questions, text)
        assert isinstance(stranger, Denied)
        questions.answer(Question("s", Ask.SIGN_IN, args={"login": "wang", "password": PASSWORD}))
        for known in (False, True):
            answer = ask(questions, text)
            assert isinstance(answer, Answer)
            assert answer.content == ReplyTaken("west", (ReplyDeed("15042200001", "sign", known),), at_server=True)
        forged = ask(questions, json.dumps(json.loads(text) | {"mac": "0" * 64}))
        assert isinstance(forged, Denied)
        assert forged.rule == "rule.reply_forged"
    assert world.case().legs[0].signed_by == "reply:west"
