"""Photos over HTTP, by the sha256 of their bytes."""

import asyncio
from typing import Literal

from fastapi import APIRouter, Request, Response

from rules.commands import NotAllowed
from server.api.doors import BEARER, Answers, Doors, refusals
from server.api.models import Kept
from server.photos import MAX_BYTES, Photos

PICTURE: Answers = {200: {"content": {"image/jpeg": {}, "image/png": {}, "image/webp": {}}}}
FOREVER = {"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


class Blobs:
    """Persons and consoles put and get them."""

    def __init__(self, doors: Doors, photos: Photos) -> None:
        self._doors = doors
        self._photos = photos

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix="/v1", tags=["photos"], dependencies=[BEARER])
        refused = refusals(401, 413, 422)
        body = {
            "requestBody": {
                "required": True,
                "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
        path = "/blobs/{sha256}"
        routes.add_api_route(
            path, self.put, methods=["PUT"], response_model=Kept, responses=refused, openapi_extra=body
        )
        routes.add_api_route(
            path, self.get, methods=["GET"], response_class=Response, responses={**PICTURE, **refusals(401, 404, 422)}
        )
        gone: Answers = {404: {"description": "not here"}, 401: {"description": "not signed in"}}
        routes.add_api_route(path, self.head, methods=["HEAD"], response_class=Response, responses=gone)
        return routes

    async def put(self, sha256: str, request: Request) -> Kept:
        """Keep a photo. What is no JPEG, PNG or WebP, larger than 20 MB, or not of that hash is refused."""
        await asyncio.to_thread(self._doors.either, request)
        data = await _limited(request)
        return Kept(sha256, await asyncio.to_thread(self._photos.put, sha256, data))

    def get(self, sha256: str, request: Request, size: Literal["full", "thumb"] = "full") -> Response:
        """One photo."""
        self._doors.either(request)
        blob = self._photos.get(sha256, size)
        return Response(blob.data, media_type=blob.mime, headers=FOREVER)

    def head(self, sha256: str, request: Request) -> Response:
        """Whether a photo is here."""
        self._doors.either(request)
        return Response(media_type=self._photos.mime(sha256), headers=FOREVER)


async def _limited(request: Request) -> bytes:
    """The body, read no further than the limit. Raises NotAllowed when there is more."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BYTES:
            told = max(int(request.headers.get("content-length", 0)), size)
            raise NotAllowed("rule.photo_too_large", max_mb=MAX_BYTES // 1024 // 1024, size_mb=told // 1024 // 1024)
        parts.append(part)
    return b"".join(parts)
