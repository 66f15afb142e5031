"""The city's services as GeoReport v2 tells them, and the answers to their questions, read and put into words."""

from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Any

from rules.city import City
from rules.services import Datatype, Question, Service
from rules.texts import Texts
from server.open311.errors import Refused
from server.open311.sent import Sent

LISTS = frozenset({Datatype.SINGLE, Datatype.MULTI})
LONGEST = 1000  # characters of one answer


def services_of(city: City) -> Mapping[str, Service]:
    """The city's services by code; a city that names none offers each of its categories."""
    if city.services:
        return city.services
    return {
        each.key: Service(
            each.key, each.name, each.name_en, each.key, group=each.major_name, group_en=each.major_name_en
        )
        for each in city.categories.values()
    }


def service_of(city: City, code: str) -> Service:
    """One service. Raises Refused."""
    found = services_of(city).get(code)
    if found is None:
        raise Refused(404, "open311.no_service", code=code[:80])
    return found


def in_list(service: Service, texts: Texts) -> dict[str, Any]:
    """One entry of the list of services."""
    name = texts.name(service.name, service.name_en)
    return {
        "service_code": service.code,
        "service_name": name,
        "description": texts.name(service.text, service.text_en) or name,
        "metadata": bool(service.questions),
        "type": "realtime",
        "keywords": ",".join(service.keywords),
        "group": texts.name(service.group, service.group_en),
    }


def definition(service: Service, texts: Texts) -> dict[str, Any]:
    """A service with its questions in order."""
    asked = [_attribute(n, each, texts) for n, each in enumerate(service.questions, 1)]
    return {"service_code": service.code, "attributes": asked}


def _attribute(order: int, question: Question, texts: Texts) -> dict[str, Any]:
    told: dict[str, Any] = {
        "variable": question.asks,
        "code": question.code,
        "datatype": question.datatype.value,
        "required": question.required,
        "datatype_description": texts.name(question.hint, question.hint_en),
        "order": order,
        "description": texts.name(question.text, question.text_en),
    }
    values = [{"key": each.key, "name": texts.name(each.name, each.name_en)} for each in question.values]
    return told | ({"values": values} if values else {})


def answers(service: Service, sent: Sent, texts: Texts) -> tuple[str, ...]:
    """A line for each answer, as units read them. Raises Refused: missing, or not of its kind."""
    names = {each: (f"attribute[{each.code}]", f"attribute[{each.code}][]") for each in service.questions if each.asks}
    lines = (_line(question, sent.all(*both), texts) for question, both in names.items())
    return tuple(line for line in lines if line)


def _line(question: Question, given: tuple[str, ...], texts: Texts) -> str:
    if not given:
        if question.required:
            raise Refused(400, "open311.attribute_missing", field=question.code)
        return ""
    if len(given) > 1 and question.datatype is not Datatype.MULTI:
        raise _odd(question, "1")
    said = [_read(question, each, texts) for each in given]
    return f"{texts.name(question.text, question.text_en)}：{texts.text('page.comma').join(said)}"


def _read(question: Question, text: str, texts: Texts) -> str:
    if len(text) > LONGEST:
        raise _odd(question, f"≤ {LONGEST}")
    if question.datatype in LISTS:
        names = {each.key: texts.name(each.name, each.name_en) for each in question.values}
        if text not in names:
            raise _odd(question, " | ".join(names))
        return names[text]
    try:
        if question.datatype is Datatype.NUMBER and not isfinite(float(text)):
            raise ValueError(text)
        if question.datatype is Datatype.DATETIME:
            datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        expected = "0.0" if question.datatype is Datatype.NUMBER else "2026-01-31T08:00:00+08:00"
        raise _odd(question, expected) from error
    return text


def _odd(question: Question, expected: str) -> Refused:
    return Refused(400, "open311.field", field=f"attribute[{question.code}]", expected=expected)
