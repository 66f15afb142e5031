"""Files of reports on their way to the server: as bytes, tried or taken; a problem's words come back."""

import base64
import json
from collections.abc import Mapping

import pytest

from console.facts import Answer, Ask, Denied, Question
from console.sync.checks import JSON, check
from console.sync.errors import Refused
from console.sync.questions import Questions


class Wire:
    """A client that writes down what is sent."""

    def __init__(self, answer: object) -> None:
        self.answer, self.sent = answer, []

    def exchange(self, method, path, want, body=None, token=None, headers=None, query=None, within=0.0) -> bytes:
        self.sent.append((method, path, body, dict(headers or {}), dict(query or {})))
        if isinstance(self.answer, Exception):
            raise self.answer
        return json.dumps(self.answer).encode()

    def call(self, method, path, body=None, token=None, query=None) -> object:
        self.sent.append((method, path, body, {}, dict(query or {})))
        return self.answer


def ask(wire: Wire, kind: Ask, about: str = "", args: Mapping[str, str] | None = None) -> object:
    return Questions(wire).answer(Question("q1", kind, about=about, args=dict(args or {})))


def test_a_file_goes_as_its_bytes_with_form_and_language() -> None:
    wire = Wire({"rows": 1})
    args = {"file": base64.b64encode(b"a,b\n").decode(), "lang": "zh_CN", "dry": "true"}
    reply = ask(wire, Ask.SHEET, "工 单/1", args)
    assert isinstance(reply, Answer)
    assert reply.content == {"rows": 1}
    ((method, path, body, headers, query),) = wire.sent
    assert (method, path, body) == ("POST", "/v1/sheets/%E5%B7%A5%20%E5%8D%95%2F1", b"a,b\n")
    assert headers == {"Content-Type": "application/octet-stream"}
    assert query == {"lang": "zh_CN", "dry": "true"}


def test_the_forms_are_asked_for() -> None:
    reply = ask(Wire([{"code": "orders"}]), Ask.SHEETS, args={"lang": "en"})
    assert isinstance(reply, Answer)
    assert reply.content == ({"code": "orders"},)


def test_a_refusal_is_told_in_the_servers_words() -> None:
    reply = ask(Wire(Refused(422, "sheet.encoding", {}, "文件编码有误")), Ask.SHEET, "orders", {"file": ""})
    assert isinstance(reply, Denied)
    assert reply.text == "文件编码有误"


class Problem:
    """An answer that is a problem."""

    status_code = 422
    headers: Mapping[str, str] = {"Content-Type": "application/problem+json"}


def test_a_problem_is_a_refusal_of_ours() -> None:
    told = json.dumps({"rule": "sheet.encoding", "text": "文件编码有误", "details": {"expected": "UTF-8"}}).encode()
    with pytest.raises(Refused) as refused:
        check(Problem(), JSON, "http://here", lambda: told)  # type: ignore[arg-type]
    assert (refused.value.rule, refused.value.text) == ("sheet.encoding", "文件编码有误")
