"""What another program sends: a form, with photos or without, or the same words as JSON or XML. Nothing is trusted."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from lxml import etree
from starlette.datastructures import FormData, UploadFile

from server.api.measure import limited
from server.open311.errors import Refused

MAX_WORDS = 256 * 1024  # of all words together
MAX_FIELDS = 200
MB = 1024 * 1024
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
JSON, XML = ("application/json",), ("application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class Sent:
    """Texts by name, each as often as it came, and the bytes of photos with their names."""

    texts: Mapping[str, tuple[str, ...]]
    photos: tuple[tuple[str, bytes], ...] = ()

    def text(self, name: str) -> str:
        """One text without blanks around it; "" = was not said."""
        return self.texts.get(name, ("",))[0].strip()

    def all(self, *names: str) -> tuple[str, ...]:
        """All texts under any of these names."""
        return tuple(text.strip() for name in names for text in self.texts.get(name, ()) if text.strip())


async def read_sent(request: Request, photos: int, photo_mb: int) -> Sent:
    """The body of a POST. Raises Refused: of another kind, too large, not to be read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in FORMS:
        return _checked(await _form(request, photos, photo_mb))
    if kind not in JSON + XML:
        raise Refused(415, "open311.content_type", given=kind[:80] or "–", expected=", ".join((*FORMS, *JSON, *XML)))
    body = await limited(request, MAX_WORDS)
    if body is None:
        raise Refused(413, "open311.too_large", most=f"{MAX_WORDS // 1024} kB")
    return _checked(Sent(_collected(_of_json(body) if kind in JSON else _of_xml(body))))


async def _form(request: Request, photos: int, photo_mb: int) -> Sent:
    most = photos * photo_mb * MB + MAX_WORDS
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise Refused(411, "open311.length")
    if int(length) > most:
        raise Refused(413, "open311.too_large", most=f"{most // MB} MB")
    form = await request.form(max_files=photos + 1, max_fields=MAX_FIELDS, max_part_size=MAX_WORDS)
    try:
        words = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
        return Sent(_collected(words), tuple([each async for each in _files(form)]))
    finally:
        await form.close()


async def _files(form: FormData) -> AsyncIterator[tuple[str, bytes]]:
    for name, value in form.multi_items():
        if isinstance(value, UploadFile) and value.size:
            if name.rstrip("[]") != "media":
                raise Refused(400, "open311.field", field=name[:80], expected="media")
            yield value.filename or "", await value.read()


def _collected(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for n, (name, text) in enumerate(pairs):
        if n >= MAX_FIELDS:
            raise Refused(413, "open311.too_large", most=str(MAX_FIELDS))
        found[name] = (*found.get(name, ()), text)
    return found


def _checked(sent: Sent) -> Sent:
    """NUL and half characters are words of no language, and no database takes them."""
    for name, texts in sent.texts.items():
        for text in (name, *texts):
            if "\0" in text or any("\ud800" <= each <= "\udfff" for each in text):
                raise Refused(
                    400, "open311.field", field=name.encode("ascii", "replace").decode()[:80], expected="UTF-8"
                )
    return sent


def _of_json(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "open311.unreadable") from error
    if not isinstance(told, dict):
        raise Refused(400, "open311.unreadable")
    for name, value in told.items():
        if name in {"attribute", "attributes"} and isinstance(value, dict):
            for code, each in value.items():
                yield from _worded(f"attribute[{code}]", each)
        else:
            yield from _worded(name, value)


def _worded(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for each in value:
            if isinstance(each, list):
                raise Refused(400, "open311.field", field=name[:80], expected="text")
            yield from _worded(name, each)
    elif isinstance(value, dict):
        raise Refused(400, "open311.field", field=name[:80], expected="text")
    elif value is not None:
        yield name, str(value).lower() if isinstance(value, bool) else str(value)


def _of_xml(body: bytes) -> Iterator[tuple[str, str]]:
    """The children of the root; a document with a type of its own is refused, so nothing in it is ever expanded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(400, "open311.unreadable") from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise Refused(400, "open311.doctype")
    if root.tag == "service_requests" and len(root) == 1:
        root = root[0]
    for child in root:
        if isinstance(child.tag, str):
            yield from _of_element(child)


def _of_element(element: Any) -> Iterator[tuple[str, str]]:
    if element.tag == "attributes":
        for child in element:
            yield from _of_element(child)
    elif element.tag == "attribute":
        code = element.get("code") or element.findtext("code") or ""
        values = [each.text or "" for each in element.iter("value", "key")] or [element.text or ""]
        yield from ((f"attribute[{code}]", value) for value in values)
    else:
        yield str(element.tag), element.text or ""
