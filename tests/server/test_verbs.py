"""Every verb over HTTP: done where it can be; refused by rule, in words of both languages, where it cannot."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from requests import Response

from rules.commands import Role
from rules.forms import FORMS
from server.access.accounts import save
from server.app import create_app
from server.database import Database
from server.parts import Parts, put_together
from server.settings import Settings
from tests.server.client import Client, serving
from tests.server.small_city import Hands
from tests.server.verbs import DUTIES, LINES, MORE_PEOPLE, ROLES, WHY, WORDS, Line, bring

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NEVER_LATE = {
    "note", "correct", "told", "fetched", "milestone", "answer_urge", "open_ledger", "ledger_entry", "close_ledger",
    "name_cause", "answer_reporter", "follow_up", "own_number",
}  # fmt: skip
STAGES = {"rule.stage", "rule.leg_stage", "rule.check_stage", "rule.target"}


class Door:
    """People at the HTTP door: each signs in once; every refusal is read in both languages."""

    def __init__(self, client: Client, parts: Parts) -> None:
        self._client = client
        self._parts = parts
        self._bearers: dict[str, str] = {}
        self._ids = count(1)
        self._hands = Hands(parts.casebook)

    def case(self, situation: str) -> str:
        """A new case in this situation; its id."""
        case_id = f"case-{next(self._ids)}"
        bring(self._hands, case_id, situation)
        return case_id

    def last_leg(self, case_id: str) -> str:
        """The id of the leg that was given last."""
        return str(self.legs(case_id)[-1]["id"])

    def legs(self, case_id: str) -> list[dict[str, object]]:
        """The legs of a case."""
        return list(self._case(case_id)["legs"])

    def version(self, case_id: str) -> int:
        """The version of a case."""
        return int(self._case(case_id)["version"])

    def _case(self, case_id: str) -> dict:
        return dict(self.ask("wang", f"/v1/ask/case/{case_id}").json()["case"])

    def ask(self, who: str, path: str, language: str = "zh-CN") -> Response:
        """A question."""
        return self._client.get(path, headers=self._headers(who, language))

    def do(self, who: str, verb: str, case_id: str, body: object, **more: object) -> Response:
        """One command; what is refused is refused again in English, by the same rule."""
        said = {"id": f"form-{next(self._ids)}", "verb": verb, "case_id": case_id, "body": body} | more
        chinese = self._client.post("/v1/commands", json=said, headers=self._headers(who, "zh-CN"))
        if chinese.status_code != 200:
            english = self._client.post("/v1/commands", json=said, headers=self._headers(who, "en"))
            assert (english.status_code, english.json()["rule"]) == (chinese.status_code, chinese.json()["rule"])
            told_in_words(chinese.json()["text"], english.json()["text"])
        return chinese

    def reveal(self, who: str, case_id: str, reason: str = "回访") -> Response:
        """Ask for the personal data of a case."""
        path = f"/v1/ask/personal/{case_id}"
        return self._client.post(path, json={"reason": reason}, headers=self._headers(who, "zh-CN"))

    def _headers(self, who: str, language: str) -> dict[str, str]:
        if who not in self._bearers:
            self._bearers[who] = self._parts.access.sign_in(who, "right-horse", "desk")[1]
        return {"Authorization": f"Bearer {self._bearers[who]}", "Accept-Language": language}


@pytest.fixture
def postgres_parts(clock, cities, database, tmp_path):
    """The parts of two servers on one PostgreSQL, each with connections of its own."""
    other = Database(database.url)
    yield tuple(put_together(Settings(tmp_path), each, clock, cities) for each in (database, other))
    other.close()


def told_in_words(chinese: str, english: str) -> None:
    """Sentences, not keys; nothing left to fill in; each in its language."""
    for text in (chinese, english):
        assert "rule." not in text, text
        assert "{" not in text, text
    assert CHINESE.search(chinese), chinese
    assert not CHINESE.search(english), english
    assert len(english) > 5, english


@pytest.fixture
def door(database, clock, cities, tmp_path):
    """The running server with everybody in it."""
    with database.write() as connection:
        save(connection, MORE_PEOPLE)
    parts = put_together(Settings(tmp_path), database, clock, cities)
    with serving(create_app(parts)) as client:
        yield Door(client, parts)


def test_the_table_names_every_verb_but_those_that_make_a_case() -> None:
    by_machines = ["alarm", "alarm_again"]
    assert sorted(FORMS.keys() - {line.verb for line in LINES}) == [*by_machines, "rate", "record", "recur", "report"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # long, and the same on both
def test_every_verb_is_refused_where_it_must_be_and_then_done(door: Door) -> None:
    """What is refused leaves the case as it was: each verb is tried in all wrong ways first, then in the right one."""
    wrong = {}
    for line in LINES:
        case_id = door.case(line.at)
        target = door.last_leg(case_id) if line.at == "sub_done" else ""
        for name, expected, response in attempts(door, line, case_id, target):
            if (got := answer_of(response)) != expected:
                wrong[line.verb, name] = got
            if expected[0] == 404 and leaks(response.text):
                wrong[line.verb, name] = response.text
        if line.verb != "milestone":  # the small city's conditions have none
            body = line.body | ({"of": door.case("reported")} if line.verb == "attach_duplicate" else {})
            done = door.do(line.who, line.verb, case_id, body, target=target)
            if answer_of(done) != (200, ""):
                wrong[line.verb, "done"] = done.text
    assert wrong == {}


def attempts(door: Door, line: Line, case_id: str, target: str) -> Iterator[tuple[str, tuple[int, str], Response]]:
    """Name, expected status and rule, and the answer of each wrong way."""
    status = 404 if line.rule == "rule.unknown_case" else 403
    yield "role", (status, line.rule), door.do(line.other, line.verb, case_id, line.body, target=target)
    yield "foreign", (404, "rule.unknown_case"), door.do("u-east", line.verb, case_id, line.body, target=target)
    if line.verb not in NEVER_LATE and line.at not in {"reported", "collected"}:
        late = door.do(line.who, line.verb, case_id, line.body, target=target, base_version=1)
        yield "late", (409, "rule.superseded"), late
    if line.verb != "milestone":
        for body, rule, field in bad_bodies(line):
            said = door.do(line.who, line.verb, case_id, body, target=target)
            yield f"body {body}", (422, f"{rule} {field}"), said


def bad_bodies(line: Line) -> list[tuple[object, str, str]]:
    """Bodies that are refused, with rule and field: an unknown word, a wrong kind, and each missing field."""
    bad: list[tuple[object, str, str]] = [(line.body | {"no_such": 1}, "rule.field", "no_such")]
    bad += [(line.body | {field.name: [{"x": 1}]}, "rule.field", field.name) for field in FORMS[line.verb][-1:]]
    needed = {field.name: "rule.field" for field in FORMS[line.verb] if field.required}
    if "reason" in line.body and line.verb != "pass_on":
        needed["reason"] = "rule.reason"
    bad += [({k: v for k, v in line.body.items() if k != name}, rule, name) for name, rule in needed.items()]
    return [*bad, ([], "rule.form", "body")]


def leaks(text: str) -> bool:
    """Whether an answer says anything of the case."""
    return any(word in text for word in (WORDS, "150422", "west", "西区", "wang"))


def answer_of(response: Response) -> tuple[int, str]:
    """Status and rule, for a malformed form with its field; "" when it was done."""
    said = response.json()
    field = f" {said['field']}" if response.status_code == 422 else ""
    return response.status_code, said.get("rule", "") + field


def test_where_a_verb_cannot_be_done_the_stage_is_told(door: Door) -> None:
    wrong = {}
    cases = {situation: door.case(situation) for situation in {line.never for line in LINES} - {""}}
    for line in LINES:
        if line.never:
            status, rule = answer_of(door.do(line.who, line.verb, cases[line.never], line.body))
            if status != 409 or rule not in STAGES:
                wrong[line.verb] = (status, rule)
    assert wrong == {}


def test_who_dispatched_a_case_neither_verifies_nor_ends_it(door: Door) -> None:
    wrong = {}
    for situation, verbs in DUTIES.items():
        case_id = door.case(situation)
        for verb in verbs:
            for role in ("", Role.ACCEPTOR, Role.SHIFT_LEADER):
                if (got := answer_of(door.do("wang", verb, case_id, WHY, role=role))) != (403, "rule.duty_separation"):
                    wrong[situation, verb, role] = got
    assert wrong == {}


def test_a_role_that_is_only_claimed_is_no_role(door: Door) -> None:
    case_id = door.case("filed")
    for role in (Role.DISPATCHER, Role.SYSTEM, Role.SHIFT_LEADER):
        assert answer_of(door.do("chen", "dispatch", case_id, {"unit": "west"}, role=role))[0] == 403
    assert answer_of(door.do("chen", "record", "case-new", {"stage": "closed", "reported_at": 1}))[0] == 403


def test_a_foreign_case_is_not_told_by_any_question(door: Door) -> None:
    case_id = door.case("delivered")
    for path in (f"/v1/ask/case/{case_id}", f"/v1/ask/export/{case_id}"):
        assert door.ask("u-west", path).status_code == 200, path
        for who in ("u-east", "d-east"):
            answer = door.ask(who, path)
            assert (answer.status_code, leaks(answer.text)) == (404, False), (who, path)
    assert door.do("d-east", "recall", case_id, {}).status_code in {403, 404}


def test_everybody_of_the_table_is_known() -> None:
    assert {line.who for line in LINES} <= ROLES.keys()


REPORTERS = ("chen", "zhao", "wang", "c1", "boss", "u-west")


def test_a_report_is_made_by_those_who_may_and_once(door: Door) -> None:
    body = {"words": WORDS, "category": "event-01-10"}
    may = {who: answer_of(door.do(who, "report", f"of-{who}", body)) for who in REPORTERS}
    assert may == {
        "chen": (200, ""), "zhao": (403, "rule.role"), "wang": (403, "rule.role"), "c1": (200, ""),
        "boss": (200, ""), "u-west": (403, "rule.role"),
    }  # fmt: skip
    assert answer_of(door.do("chen", "report", "of-chen", body)) == (409, "rule.stage")
    assert answer_of(door.do("c1", "report", "of-chen", body)) == (404, "rule.unknown_case")
    again = [door.do("chen", "report", "twice", body, id="form-twice").json() for _ in range(2)]
    assert again[0] == again[1]
    other = door.do("chen", "report", "twice", body | {"words": "另一件"}, id="form-twice")
    assert answer_of(other) == (409, "rule.id_reused")


def test_a_report_that_does_not_fit_its_form_is_refused_by_field(door: Door) -> None:
    bad: dict[str, object] = {
        "words": "字" * 4001, "category": "event-99-99", "lon": "113.6", "lat": True, "urgent": "yes", "photos": "x",
        "external_due": -1, "address": "x" * 401, "personal": 7, "stage": "closed", "number": "150422",
    }  # fmt: skip
    got = {
        name: answer_of(door.do("chen", "report", "odd", {"words": "x"} | {name: value})) for name, value in bad.items()
    }
    rule = {name: "rule.too_large" if name in {"words", "address"} else "rule.field" for name in bad}
    assert got == {name: (422, f"{rule[name]} {name}") for name in bad}
    assert door.ask("chen", "/v1/ask/case/odd").status_code == 404


def test_nobody_can_record_what_is_the_servers_own(door: Door) -> None:
    body = {"stage": "closed", "reported_at": 1}
    for who in ROLES:
        for role in ("", *Role):
            assert answer_of(door.do(who, "record", "case-odd", body, role=role))[0] == 403, (who, role)
    case_id = door.case("filed")
    for who in ("chen", "wang", "zhao"):
        status, rule = answer_of(door.do(who, "record", case_id, body))
        assert (status, rule) in {(409, "rule.stage"), (403, "rule.role")}, who
    assert door.ask("chen", "/v1/ask/case/case-odd").status_code == 404


def test_a_personal_record_is_shown_with_its_own_case_alone(door: Door) -> None:
    body, phone = {"words": WORDS, "personal": "p-1"}, {"phone": "13700000000"}
    assert door.do("chen", "report", "first", body, personal=phone).status_code == 200
    assert answer_of(door.do("chen", "report", "second", body)) == (200, "")
    assert answer_of(door.reveal("chen", "second")) == (409, "rule.personal_none")
    for case_id, odd in (("third", body), ("fourth", {"words": WORDS})):
        said = door.do("chen", "report", case_id, odd, personal={"phone": "1"})
        assert answer_of(said) == (422, "rule.field personal"), case_id
    assert door.reveal("chen", "first").json()["data"] == phone


def test_personal_data_are_in_no_answer_but_the_one_that_was_asked_for(door: Door) -> None:
    secret = "13700000000"
    door.do("chen", "report", "first", {"words": WORDS, "personal": "p-1"}, personal={"phone": secret})
    for path in ("case/first", "export/first", "history?q=first", f"history?q={secret}", "people", "lists"):
        answer = door.ask("chen", f"/v1/ask/{path}")
        assert (answer.status_code, secret in answer.text) == (200, False), path
    assert door.ask("chen", f"/v1/ask/history?q={secret}").json()["total"] == 0
    for who, status in (("c1", 403), ("u-west", 403), ("boss", 403), ("sun", 403), ("d-east", 404)):
        assert door.reveal(who, "first").status_code == status, who
    assert answer_of(door.reveal("chen", "first", " ")) == (422, "rule.reason reason")


ODD_TEXTS = {
    "a null": "a\x00b",
    "half a character": "a\ud800",
}
ODD_NUMBERS = {"too large": 2**63, "far too large": 10**40, "below zero": -(2**63) - 1}


def test_values_that_no_database_keeps_are_refused_by_field(door: Door) -> None:
    wrong = {}
    case_id = door.case("reported")
    for name, text in ODD_TEXTS.items():
        wrong[name] = answer_of(door.do("chen", "report", "case-odd", {"words": text}))
        wrong[f"note {name}"] = answer_of(door.do("chen", "note", case_id, {"text": text}))
    for name, number in ODD_NUMBERS.items():
        wrong[name] = answer_of(door.do("chen", "report", "case-odd", {"words": "x", "external_due": number}))
        wrong[f"lon {name}"] = answer_of(door.do("chen", "report", "case-odd", {"words": "x", "lon": number, "lat": 1}))
    assert {name: got for name, got in wrong.items() if got[0] != 422} == {}


def test_ids_that_no_key_holds_are_refused(door: Door) -> None:
    long, odd = "x" * 129, "a\x00"
    case_id = door.case("reported")
    said = {"verb": "note", "case_id": case_id, "body": {"text": "x"}}
    bad = ({"id": long}, {"case_id": long}, {"target": long}, {"id": odd}, {"case_id": odd}, {"verb": odd}, {"id": ""})
    got = [door.do("chen", **({"id": "form-x"} | said | each)).status_code for each in bad]
    assert got == [422] * len(bad)


def test_questions_with_texts_that_no_database_can_look_for_are_answered(door: Door) -> None:
    for path in ("case/a%00", "export/a%00", "history?q=a%00", "history?unit=%00&from=1", "people?role=%00"):
        assert door.ask("chen", f"/v1/ask/{path}").status_code in {200, 404, 422}, path
    for path in ("/v1/blobs/%00", "/v1/city/%00", "/v1/ask/history?page=99999999999999999999"):
        assert door.ask("chen", path).status_code in {200, 404, 422}, path


def test_of_two_desks_that_dispatch_at_once_one_wins_and_the_other_is_told(door: Door) -> None:
    case_id = door.case("filed")
    version = door.version(case_id)
    both = {"wang": "west", "li": "east"}
    with ThreadPoolExecutor(2) as threads:
        asked = {
            who: threads.submit(door.do, who, "dispatch", case_id, {"unit": unit}, base_version=version)
            for who, unit in both.items()
        }
    answers = {who: answer_of(future.result()) for who, future in asked.items()}
    assert sorted(answers.values()) == [(200, ""), (409, "rule.superseded")]
    (winner,) = (who for who, answer in answers.items() if answer[0] == 200)
    assert [leg["unit"] for leg in door.legs(case_id)] == [both[winner]]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_servers_on_one_postgresql_settle_one_case_once(postgres_parts: tuple[Parts, Parts]) -> None:
    """Each has its own connections: what keeps them apart is the lock in the database."""
    first, second = (Hands(parts.casebook) for parts in postgres_parts)
    base = first.filed("case-1").version
    more = {"base_version": base}
    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(
            first.do, "wang", Role.DISPATCHER, "dispatch", "case-1", id="a", body={"unit": "west"}, **more
        )
        two = threads.submit(
            second.do, "li", Role.DISPATCHER, "dispatch", "case-1", id="b", body={"unit": "east"}, **more
        )
    assert sorted(future.result().state for future in (one, two)) == ["accepted", "superseded"]
