"""What forms refuse: unknown fields, wrong kinds, missing reasons, texts that are too long; by the field's name."""

from typing import Any

import pytest

from rules.commands import NotAllowed
from rules.forms import FORMS, check, form_of, worded
from tests.builders import a_city, a_photo

CITY = a_city()


def refusal(verb: str, *, needs_reason: bool = False, **body: Any) -> tuple[str, dict[str, str]]:
    with pytest.raises(NotAllowed) as refused:
        check(verb, body, CITY, needs_reason=needs_reason)
    return refused.value.rule, refused.value.details


@pytest.mark.parametrize(
    ("verb", "body", "field", "expected"),
    [
        ("dispatch", {}, "unit", "unit"),
        ("dispatch", {"unit": "nobody"}, "unit", "unit"),
        ("dispatch", {"unit": 410102}, "unit", "unit"),
        ("dispatch", {"unit": "410102", "helpers": "B01"}, "helpers", "units"),
        ("dispatch", {"unit": "410102", "helpers": ["x"]}, "helpers", "units"),
        ("dispatch", {"unit": "410102", "colour": "red"}, "colour", "none"),
        ("file", {"condition": "event-99-1"}, "condition", "condition"),
        ("file", {"condition": "event-01-10-1", "urgent": 1}, "urgent", "flag"),
        ("file", {"condition": "event-01-10-1", "category": "x"}, "category", "category"),
        ("told", {"to": "刘", "at": -1}, "at", "instant"),
        ("told", {"to": "刘", "at": True}, "at", "instant"),
        ("told", {"to": ""}, "to", "text"),
        ("note", {"text": 5}, "text", "text"),
        ("report", {"lon": 113.6}, "lon", "number"),
        ("report", {"photos": [{"size": 4}]}, "photos", "photos"),
        ("report", {"photos": [{"sha256": "short"}]}, "photos", "photos"),
        ("report", {"photos": [a_photo(kind="poem")]}, "photos", "photos"),
        ("report", {"photos": [a_photo(marks=[[1, 2, 3]])]}, "photos", "photos"),
        ("report", {"photos": [a_photo(marks=[[1, 2, 3, 1001]])]}, "photos", "photos"),
        ("close", {"closing": "垃圾已清除"}, "closing", "words"),
        ("answer_check", {"result": "maybe"}, "result", "true | false | solved | unsolved"),
        ("add_helper", {"unit": "B99", "role": "lead"}, "role", "helper | make_safe"),
    ],
)
def test_a_field_that_does_not_fit_is_named(verb: str, body: dict[str, Any], field: str, expected: str) -> None:
    assert refusal(verb, **body) == ("rule.field", {"field": field, "expected": expected})


def test_texts_and_lists_have_a_longest_size() -> None:
    assert refusal("note", text="字" * 4001) == ("rule.too_large", {"field": "text", "max": "4000"})
    assert refusal("told", to="刘" * 81) == ("rule.too_large", {"field": "to", "max": "80"})
    assert refusal("note", text="x", photos=[a_photo()] * 41) == ("rule.too_large", {"field": "photos", "max": "40"})
    check("note", {"text": "字" * 4000}, CITY)


def test_a_reason_is_asked_for_where_the_step_needs_one() -> None:
    assert refusal("void", needs_reason=True)[0] == "rule.reason"
    assert refusal("void", needs_reason=True, reason="")[0] == "rule.reason"
    check("void", {"reason": "重复"}, CITY, needs_reason=True)
    check("void", {}, CITY)


def test_what_is_whole_passes() -> None:
    check(
        "report", {"words": "x", "lon": 0, "lat": 0, "urgent": False, "photos": [a_photo(marks=[[1, 2, 3, 4]])]}, CITY
    )
    check("dispatch", {"unit": "410102", "helpers": ["B01"], "note": None}, CITY)


def test_a_button_shows_whether_the_reason_is_required() -> None:
    assert [f.required for f in form_of("recall", needs_reason=True)] == [True]
    assert [f.required for f in form_of("recall", needs_reason=False)] == [False]


def test_no_text_field_is_shorter_than_the_quick_way_assumes() -> None:
    assert min(f.max for form in FORMS.values() for f in form if f.kind == "text" and f.max) >= 40


@pytest.mark.parametrize(
    ("verb", "field"),
    [
        ("note", "text"),
        ("told", "text"),
        ("dispatch", "note"),
        ("refuse_return", "reason"),
        ("answer", "answer"),
        ("report", "words"),
        ("fetched", ""),
    ],
)
def test_phrases_stand_beside_the_field_that_takes_a_sentence(verb: str, field: str) -> None:
    assert worded(verb) == field
