"""Reply files as the page in a hand-over file saves them, written by hand."""

import base64
import hashlib
import json
import re
from typing import Any

from rules.handover import KIND, TO_SIGN, Handover, HandoverLeg, Paper, digest_of, seal_of, written
from rules.wire import decode

KEY = bytes(range(32))
SIGN, DONE = "01a2021c-caeb-7444-95a1-3f14b3815842", "01a2021c-caeb-7444-95a1-3f14b3815843"
MINUTE = 60_000


def a_handover(leg: str, case: str = "case-1", unit: str = "west", at: int = 0, **more: Any) -> Handover:
    """What Wang hands to a unit: one leg of one case."""
    fields: dict[str, Any] = {
        "id": "handover-1",
        "city": "410100",
        "city_version": "v1",
        "zone": "Asia/Shanghai",
        "unit": unit,
        "name": "西区",
        "name_en": "West",
        "session": "session-wang",
        "by": "wang",
        "by_name": "王晓燕",
        "at": at,
        "key_hash": hashlib.sha256(KEY).hexdigest(),
        "text_max": 4000,
        "photos_needed": 0,
        "legs": (HandoverLeg(case, leg, TO_SIGN, "15042200001", "暴露垃圾"),),
    }
    return Handover(**(fields | more))


def a_deed(handover: Handover, verb: str, id_: str, photo: bytes = b"", **more: Any) -> dict[str, Any]:
    """A mark on the first leg, a minute after it was handed over."""
    deed = {"id": id_, "leg_id": handover.legs[0].leg_id, "verb": verb, "at": handover.at + MINUTE, "name": "张三"}
    if photo:
        sha256 = hashlib.sha256(photo).hexdigest()
        deed["photos"] = [{"sha256": sha256, "mime": "image/jpeg", "size": len(photo)}]
    return deed | more


def a_reply(handover: Handover, *deeds: dict[str, Any], mac: str = "", desk: str = "", photo: bytes = b"") -> bytes:
    """The file; `mac` and `desk` as the hand-over had them."""
    text, told = written(handover), json.dumps(deeds, ensure_ascii=False)
    reply = {
        "kind": KIND,
        "handover": text,
        "desk": desk,
        "mac": mac,
        "key": KEY.hex(),
        "deeds": told,
        "seal": seal_of(KEY, digest_of(text), told),
        "photos": {hashlib.sha256(photo).hexdigest(): base64.b64encode(photo).decode()} if photo else {},
    }
    return json.dumps(reply, ensure_ascii=False).encode()


# --- to the file that a desk made -------------------------------------------------------------------------------------


def in_page(body: bytes, name: str) -> str:
    """What an element of the page holds for its script."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', body.decode(), re.DOTALL)
    assert found is not None
    return found[1]


def paper_in(body: bytes) -> Paper:
    """The paper in a hand-over file."""
    return decode(Paper, in_page(body, "paper"))


def mark(paper: Paper, verb: str, id_: str, at: int, photo: bytes = b"", **more: Any) -> dict[str, Any]:
    """A mark on its first leg."""
    leg = json.loads(paper.handover)["legs"][0]["leg_id"]
    named = [{"sha256": hashlib.sha256(photo).hexdigest(), "mime": "image/jpeg", "size": len(photo)}] if photo else []
    return {"id": id_, "leg_id": leg, "verb": verb, "at": at, "name": "张三", "photos": named, **more}


def reply_to(paper: Paper, *deeds: dict[str, Any], photo: bytes = b"") -> bytes:
    """The reply file."""
    told = json.dumps(deeds)
    seal = seal_of(bytes.fromhex(paper.key), digest_of(paper.handover), told)
    photos = {hashlib.sha256(photo).hexdigest(): base64.b64encode(photo).decode()} if photo else {}
    whole = {"kind": KIND, "handover": paper.handover, "desk": paper.desk, "mac": paper.mac, "key": paper.key}
    return json.dumps(whole | {"deeds": told, "seal": seal, "photos": photos}).encode()
