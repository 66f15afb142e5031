"""Reads what a form of a page says into the body of a command; what does not fit is told in words, nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import Request
from starlette.datastructures import FormData

from rules.commands import NotAllowed
from rules.forms import Field
from rules.texts import Texts
from server.pages.uploads import KeptPhoto, Received

MAX_FORM_BYTES = 300 * 1024 * 1024
MAX_FILES = 12
TICK = "closing-"  # the names of ticked closing conditions begin so
SCALE = 10_000_000  # 1e-7 degree


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was typed: `words` by field name, photos by slot group, and what is wrong."""

    words: Mapping[str, str] = field(default_factory=dict)
    photos: tuple[KeptPhoto, ...] = ()
    after: tuple[KeptPhoto, ...] = ()
    problems: tuple[str, ...] = ()
    of_kind: Mapping[str, tuple[KeptPhoto, ...]] = field(default_factory=dict)  # beside `photos`: close_up, reference


async def read_form(request: Request) -> FormData:
    """The form. Raises NotAllowed when it is beyond any sensible size: nothing of it is read then."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > MAX_FORM_BYTES:
        raise NotAllowed("page.too_much", max=MAX_FORM_BYTES // 1024 // 1024)
    return await request.form(max_files=MAX_FILES, max_fields=100, max_part_size=256 * 1024)


def words_of(form: FormData) -> dict[str, str]:
    """All that was typed; line ends as the rest of the system writes them."""
    return {name: value.replace("\r\n", "\n").strip() for name, value in form.items() if isinstance(value, str)}


def filled(form: FormData, photos: Received, after: Received | None = None) -> Filled:
    """Words and photos together."""
    more = after or Received()
    return Filled(words_of(form), photos.photos, more.photos, photos.problems + more.problems)


def body_of(given: Filled, fields: tuple[Field, ...], texts: Texts, zone: str) -> tuple[dict[str, object], list[str]]:
    """The body for these fields, and what could not be read, in words. What was left empty is left out."""
    body: dict[str, object] = {}
    problems: list[str] = []
    for one in fields:
        said = given.words.get(one.name, "")
        if one.kind == "photos":
            body |= {one.name: [said for photo in given.photos for said in photo.bodies()]} if given.photos else {}
        elif said:
            try:
                body[one.name] = _value(one, said, zone)
            except ValueError:
                problems.append(texts.text("rule.field", field=one.name, expected=one.kind))
    return body, problems


def with_ticks(given: Filled, texts: Texts) -> dict[str, str]:
    """The text of a feedback with the closing conditions that were ticked one by one; empty where none was."""
    ticked = [value for name, value in given.words.items() if name.startswith(TICK) and value]
    if not ticked:
        return {}
    said = [given.words.get("text", ""), texts.text("page.ticked", conditions=texts.text("page.comma").join(ticked))]
    return {"text": "\n".join(part for part in said if part)}


def _value(one: Field, said: str, zone: str) -> object:
    if one.kind == "instant":
        return int(datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)
    if one.name in {"lon", "lat"}:
        return degrees(said, 180 if one.name == "lon" else 90)
    if one.kind == "number":
        return int(said)
    return said == "1" if one.kind == "flag" else said


def degrees(said: str, most: int) -> int:
    """Decimal degrees as 1e-7 degree. Raises ValueError."""
    value = float(said)
    if not -most <= value <= most:
        raise ValueError(said)
    return round(value * SCALE)
