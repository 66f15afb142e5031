"""Photos over HTTP, by the sha256 of their bytes: whole, or piece by piece over a line that is cut again and again."""

import asyncio
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from rules import wire
from rules.commands import NotAllowed
from rules.protocol import BlobState
from server.access.sessions import Session, Workstation
from server.api.doors import BEARER, Answers, Doors, refusals
from server.api.measure import limited
from server.api.models import Begin, Kept
from server.api.pressure import Pressure
from server.photo_sight import PhotoSight, sender_of
from server.photos import MAX_BYTES, Photos, UnknownPhoto
from server.photos.partials import Partials
from server.photos.picture import check_size

MAX_PIECE = 1024 * 1024
PICTURE: Answers = {200: {"content": {"image/jpeg": {}, "image/png": {}, "image/webp": {}}}}
FOREVER = {"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
OFFSET, CRC = "Upload-Offset", "Upload-Crc32"


class Blobs:
    """Persons and consoles put and get them; what is under way belongs to who began it.

    A photo that is on no case which exists for who asks, and was not sent by them, is not there for them: they may send
    it, byte for byte, as if it had never come.
    """

    def __init__(self, doors: Doors, photos: Photos, partials: Partials, sight: PhotoSight, pressure: Pressure) -> None:
        self._doors = doors
        self._photos = photos
        self._partials = partials
        self._sight = sight
        self._pressure = pressure

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix="/v1/blobs", tags=["photos"], dependencies=[BEARER])
        path, refused = "/{sha256}", refusals(401, 413, 422, 429, 503)
        routes.add_api_route(
            path, self.put, methods=["PUT"], response_model=Kept, responses=refused, openapi_extra=_bytes("image/*")
        )
        found: Answers = {206: PICTURE[200], **PICTURE, **refusals(401, 404, 422, 503)}
        routes.add_api_route(path, self.get, methods=["GET"], response_class=Response, responses=found)
        gone: Answers = {
            204: {"description": "a part of it is here"},
            404: {"description": "not here"},
            401: {"description": "not signed in"},
        }
        routes.add_api_route(path, self.head, methods=["HEAD"], response_class=Response, responses=gone)
        routes.add_api_route(path, self.begin, methods=["POST"], response_model=BlobState, responses=refused)
        piece: Answers = {**refused, **refusals(404, 409)}
        raw = _bytes("application/octet-stream", OFFSET, CRC)
        routes.add_api_route(
            path, self.append, methods=["PATCH"], response_model=BlobState, responses=piece, openapi_extra=raw
        )
        return routes

    async def put(self, sha256: str, request: Request) -> Kept:
        """Keep a photo. What is no JPEG, PNG or WebP, larger than 20 MB, or not of that hash is refused."""
        who = await asyncio.to_thread(self._who, request)
        with self._pressure.upload(who):
            data = await limited(request, MAX_BYTES)
            if data is None:
                check_size(max(int(request.headers.get("content-length", 0)), MAX_BYTES + 1))
            return await asyncio.to_thread(self._put, sha256, data or b"", who)

    def _put(self, sha256: str, data: bytes, who: str) -> Kept:
        mime = self._photos.put(sha256, data)
        self._sight.note(sha256, who)
        return Kept(sha256, mime)

    def begin(self, sha256: str, asked: Begin, request: Request) -> Response:
        """Begin a photo of so many bytes, or go on with it: send its pieces from `offset` unless it is `done`."""
        asker = self._doors.either(request)
        seen = self._sight.sees(sha256, asker)
        return _told(self._partials.begin(sha256, sender_of(asker), asked.size, seen=seen))

    async def append(self, sha256: str, request: Request) -> Response:
        """Add a piece of at most 1 MB; answered when it is on the disk, and with the last one when all is verified.

        The headers say where it begins (`Upload-Offset`, decimal) and what it is (`Upload-Crc32`, 8 hex digits). 409
        names the offset to go on from, 422 "error.blob_crc" asks for the same piece again.
        """
        asker = await asyncio.to_thread(self._doors.either, request)
        who = sender_of(asker)
        offset, crc = _number(request, OFFSET, 10), _number(request, CRC, 16)
        with self._pressure.upload(who):
            piece = await limited(request, MAX_PIECE)
            if not piece:
                raise NotAllowed("rule.form", field="body", expected=f"1–{MAX_PIECE}")
            return _told(await asyncio.to_thread(self._append, sha256, asker, offset, piece, crc))

    def _append(self, sha256: str, asker: Session | Workstation, offset: int, piece: bytes, crc: int) -> BlobState:
        seen = self._sight.sees(sha256, asker)
        return self._partials.append(sha256, sender_of(asker), offset, piece, crc, seen=seen)

    def get(self, sha256: str, request: Request, size: Literal["full", "thumb"] = "full") -> Response:
        """One photo, or the part of it that the header `Range` asks for."""
        if not self._sight.sees(sha256, self._doors.either(request)):
            raise UnknownPhoto(sha256)
        file, mime = self._photos.place(sha256, size)
        return FileResponse(file, media_type=mime, headers=FOREVER | {"ETag": f'"{sha256}-{size}"'})

    def head(self, sha256: str, request: Request) -> Response:
        """200: a photo is here; 204: a part of it, sent by who asks; `Upload-Offset` says how much."""
        asker = self._doors.either(request)
        state = self._partials.state(sha256, sender_of(asker), seen=self._sight.sees(sha256, asker))
        told = {
            OFFSET: str(state.offset),
            "Upload-Length": str(state.size),
            "Upload-Complete": f"?{state.done:d}",
        }
        if not state.done:
            return Response(status_code=204, headers=told | {"Cache-Control": "no-store"})
        return Response(media_type=self._photos.mime(sha256), headers=FOREVER | told)

    def _who(self, request: Request) -> str:
        """Whose upload it is."""
        return sender_of(self._doors.either(request))


def _told(state: BlobState) -> Response:
    headers = {OFFSET: str(state.offset), "Cache-Control": "no-store"}
    return Response(wire.canonical(state), media_type="application/json", headers=headers)


def _number(request: Request, name: str, base: int) -> int:
    word = request.headers.get(name, "")
    digits = "0123456789abcdef"[:base]
    if not word or len(word) > 15 or word.strip(digits):
        raise NotAllowed("rule.form", field=name, expected=f"{digits[0]}–{digits[-1]}")
    return int(word, base)


def _bytes(kind: str, *headers: str) -> dict[str, object]:
    """For the OpenAPI document: a body of bytes, and headers that must come with it."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}}}
    asked = [{"name": name, "in": "header", "required": True, "schema": {"type": "string"}} for name in headers]
    return {"requestBody": {"required": True, "content": content}} | ({"parameters": asked} if asked else {})
