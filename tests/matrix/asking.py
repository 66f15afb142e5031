"""How each door is asked: what stands in its path, and what goes with it."""

import uuid
import zlib
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from server.classes import Asker, Bound, Door
from tests.matrix.cases import NONE, Told
from tests.matrix.city import EAST, Somebody
from tests.matrix.world import VERSION, World

NO_PHOTO = "0" * 64
PAGES = ("/terminal", "/collector")
BYTES = b"x"
_FIXED = {
    "verb": "note", "key": "dispatch", "format": "json", "link": "A" * 43, "code": "refuse", "rest:path": "nothing",
    "stamp": "x", "name": "pages.css", "word": "off", "language": "en", "theme": "light", "zoom": "10", "x": "0",
    "y": "0", "staff": "S1", "source": "none", "form": "none", "version": "0000", "token": "case-none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """What a request names: a case of the world, or one that there is not."""

    case_id: str = NONE
    number: str = "qnonenumberq"
    photo: str = NO_PHOTO
    phone: str = "13800009999"

    @classmethod
    def of(cls, told: Told) -> "Target":
        """The names by which it can be asked for."""
        return cls(told.case.id, told.case.number, sha256(told.photo).hexdigest(), told.personal["phone"])

    def unnamed(self, text: str) -> str:
        """An answer without what the asker said."""
        for name in (self.case_id, self.number, self.photo, self.phone):
            text = text.replace(name, "…")
        return text


NOTHING = Target()
FIRST = Target("case-nil0", "qnil0numberq", "1" * 64, "13800008888")
"""What there is not either: asked for before anything is compared, so that nothing is done for the first time then."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the client takes it."""

    method: str
    url: str
    options: dict[str, Any] = field(default_factory=dict)


def targets(door: Door, method: str, path: str, world: World) -> tuple[Target, ...]:
    """What this door is asked about: every case of the world and none, or nothing at all."""
    names = any(f"{{{name}}}" in path for name in ("case_id", "sha256", "number"))
    if names or door.bound is Bound.CASE or path in {"/v1/ask/caller", "/v1/ask/history"}:
        return (*map(Target.of, world.told), NOTHING)
    return (NOTHING,)


def asked(world: World, who: Somebody, door: Door, way: tuple[str, str], target: Target, n: int) -> Asked:
    """The request of somebody at a door; `n` counts the pushes of their desk."""
    method, path = way
    options = _options(world, who, way, target, n)
    token = world.desks.get(who.name, "") if path == "/v1/push" and who.is_person else world.tokens.get(who.name, "")
    headers = options.pop("headers", {})
    if token and (path.startswith("/v1") or door.asker is Asker.STATION):
        headers |= {"Authorization": f"Bearer {token}"}
    elif token and who.is_person:
        headers |= {"Cookie": f"griddesk_session={token}"}
    return Asked(method, _url(path, target, who), options | {"headers": headers})


def _url(path: str, target: Target, who: Somebody) -> str:
    said = _FIXED | {"case_id": target.case_id, "sha256": target.photo, "number": target.number}
    said |= {"token": target.case_id, "drill_id": f"drill-of-{who.name}"}
    if path == "/v1/city/{version}":  # elsewhere one that there is not
        said |= {"version": VERSION}
    for name, value in said.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def _options(world: World, who: Somebody, way: tuple[str, str], target: Target, n: int) -> dict[str, Any]:
    found = _QUERIES.get(way) or _BODIES.get(way) or {}
    if way in _BY_TARGET:
        found = _BY_TARGET[way](target, f"{who.name}-{target.case_id}")
    if way == ("POST", "/v1/push"):
        return {"content": world.pushed(who, target.case_id, n)} if who.is_person else {"content": b"{}"}
    if way[0] == "POST" and way[1].startswith(PAGES):
        csrf = world.session(who).csrf if who.is_person else ""
        return {"data": {"csrf": csrf, "id": str(uuid.uuid5(uuid.NAMESPACE_OID, who.name + target.case_id))}}
    if way == ("GET", "/v1/changes"):
        return {"params": {"epoch": world.parts.feeds.epoch.id}}
    return dict(found)


_PIECE = {"Upload-Offset": "0", "Upload-Crc32": f"{zlib.crc32(BYTES):x}"}
_QUERIES: dict[tuple[str, str], dict[str, Any]] = {
    ("GET", "/v1/snapshot"): {"params": {"events": 1}},
    ("GET", "/v1/digests"): {"params": {"feed": EAST}},
    ("GET", "/v1/ask/evaluation"): {"params": {"from": 0, "to": 9_999_999_999_999}},
    ("GET", "/v1/geocode"): {"params": {"q": "西街道"}},
    ("GET", "/v1/address"): {"params": {"lon": 1_136_000_000, "lat": 347_000_000}},
    ("GET", "/v1/responsibility"): {"params": {"lon": 113.6, "lat": 34.7}},
    ("GET", "/open311/v2/services"): {},
}
_BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/v1/workstations"): {"json": {"enrol": "no", "name": "x", "console_id": "x"}},
    ("POST", "/v1/session"): {"json": {"login": "no one", "password": "x"}},
    ("PUT", "/v1/blobs/{sha256}"): {"content": BYTES},
    ("POST", "/v1/blobs/{sha256}"): {"json": {"size": 9}},
    ("PATCH", "/v1/blobs/{sha256}"): {"content": BYTES, "headers": _PIECE},
    ("POST", "/v1/reports"): {"json": {"words": "井盖松动"}},
    ("POST", "/v1/replies"): {"content": b"{}"},
    ("PUT", "/v1/drills/{drill_id}"): {"json": {"began": 1, "until": 2}},
    ("POST", "/v1/responsibility"): {"json": {"base": "", "edits": [], "reason": "x"}},
    ("POST", "/v1/responsibility/trial"): {"json": {"base": "", "edits": [], "reason": "x"}},
    ("POST", "/v1/papers/{key}"): {"json": {"values": {}}},
    ("POST", "/v1/ask/personal/{case_id}"): {"json": {"reason": "matrix"}},
    ("POST", "/v1/ask/staff/{staff}"): {"json": {"reason": "matrix"}},
    ("POST", "/v1/sheets/{form}"): {"content": b"x", "headers": {"Content-Type": "application/octet-stream"}},
    ("POST", "/v1/machines/{source}/alarms"): {"json": {}},
    ("POST", "/v1/machines/{source}/orders"): {"json": {}},
}


def _do(target: Target, key: str) -> dict[str, Any]:
    return {"json": {"id": f"do-{key}", "verb": "note", "case_id": target.case_id, "body": {"text": "x"}}}


def _claim(target: Target, _: str) -> dict[str, Any]:
    return {"json": {"case_id": target.case_id, "how": "take"}}


def _caller(target: Target, _: str) -> dict[str, Any]:
    return {"json": {"phone": target.phone}}


def _search(target: Target, _: str) -> dict[str, Any]:
    return {"params": {"q": target.case_id}}


def _listed(target: Target, _: str) -> dict[str, Any]:
    return {"params": {"service_request_id": target.number}}


_BY_TARGET = {
    ("POST", "/v1/commands"): _do,
    ("POST", "/v1/claims"): _claim,
    ("POST", "/v1/ask/caller"): _caller,
    ("GET", "/v1/ask/history"): _search,
    ("GET", "/open311/v2/requests.{format}"): _listed,
}
