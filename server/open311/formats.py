"""Answers as JSON or XML, whichever the path or the caller asks for; both are made of the same plain values."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request, Response
from lxml import etree

FORMATS = ("json", "xml")
MIMES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Access-Control-Allow-Origin": "*"}
# The element of each entry of a list, by the element of the list.
ITEMS = {
    "services": "service",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def wanted_format(request: Request) -> str:
    """As the path ends, else as the header Accept says; XML where nothing does, as the standard wants it."""
    ending = request.path_params.get("format", "")
    if ending in FORMATS:
        return str(ending)
    path_ending = request.url.path.rpartition(".")[2]
    if path_ending in FORMATS:
        return path_ending
    accept = request.headers.get("accept", "")
    json_at, xml_at = accept.find("json"), accept.find("xml")
    return "json" if json_at >= 0 and (xml_at < 0 or json_at < xml_at) else "xml"


def answer(
    format_: str, root: str, value: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A list or a mapping under the name of its root; JSON goes without that name."""
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") if format_ == "json" else xml(root, value)
    return Response(body, status, {**HEADERS, **(headers or {})}, media_type=MIMES[format_])


def xml(root: str, value: Any) -> bytes:
    """The document in UTF-8 with its declaration."""
    made = etree.Element(root)
    _fill(made, value)
    told: bytes = etree.tostring(made, xml_declaration=True, encoding="UTF-8")
    return told


def _fill(element: Any, value: Any) -> None:
    if isinstance(value, Mapping):
        for name, each in value.items():
            _fill(etree.SubElement(element, name), each)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            _fill(etree.SubElement(element, ITEMS[element.tag]), each)
    elif value is not None and value != "":
        element.text = _NOT_XML.sub("\ufffd", _word(value))


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
