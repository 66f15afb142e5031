"""Answers that hold values of the rules, told and described by msgspec: pydantic does not know what a case is."""

from typing import Any
from urllib.parse import quote

import msgspec
from fastapi.responses import Response

from server.api.doors import Answers

_encode = msgspec.json.Encoder().encode


def told(answer: object) -> Response:
    """The answer with all its fields."""
    return Response(_encode(answer), media_type="application/json")


def telling(kind: type, path: str, method: str = "get") -> Answers:
    """For the OpenAPI document: the answer of the path that is written so, its prefix with it."""
    return {200: {"content": {"application/json": {"schema": schema(kind, path, method, "responses/200")}}}}


def schema(kind: type, path: str, method: str, part: str) -> dict[str, Any]:
    """The form of a kind that stands in this part of a path's description, all that it refers to within."""
    place = quote(path.replace("~", "~0").replace("/", "~1"))
    here = f"#/paths/{place}/{method}/{part}/content/application~1json/schema/$defs/{{name}}"
    return msgspec.json.schema(kind, ref_template=here, schema_hook=_anything)


def _anything(_: type) -> dict[str, Any]:
    """What is `object` to the type checker."""
    return {"description": "as the form of the verb says"}
