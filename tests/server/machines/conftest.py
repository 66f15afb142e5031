"""The running server over the small city with kinds of alarms and a form of a file; signed messages to it."""

import base64
import hashlib
import hmac
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from PIL import Image

from rules.case import Case
from rules.city import City
from rules.machines import AlarmKind, MachineRules, Sheet
from server.access.accounts import SYSTEM
from server.app import create_app
from server.cities import Cities
from server.citizens.house import citizens_of
from server.machines.carrier import BackToSource
from server.machines.house import machines_of
from server.machines.sources import Sources
from server.parts import put_together
from server.settings import Settings
from tests.server.client import serving
from tests.server.small_city import Hands, small_city

HEAP = AlarmKind("refuse_heap", "暴露垃圾", "Refuse", "event-01-10", "视频识别：暴露垃圾", threshold=60, sure=97)
TILT = AlarmKind("cover_tilt", "井盖倾斜", urgent=True, threshold=50)
COLUMNS = {
    "number": "工单编号", "words": "诉求内容", "address": "事发地址", "lon": "经度", "lat": "纬度", "category": "分类",
    "due": "办理时限", "caller": "来电人", "phone": "联系电话", "urgent": "是否紧急",
}  # fmt: skip
ORDERS = Sheet(
    "orders",
    "工单表",
    "Orders",
    sender="hotline",
    columns=COLUMNS,
    categories={"垃圾": "event-01-10"},
    wants_answer=True,
)
PATROL = Sheet("patrol", "督查表", "Inspection", columns={"words": "问题", "address": "地点"}, wants_answer=True)
LON, LAT = 113.62, 34.75


def machines_city(**rules: Any) -> City:
    """The small city; `rules` change what it says of machines."""
    alarms = {each.code: each for each in (HEAP, TILT)}
    sheets = {each.code: each for each in (ORDERS, PATROL)}
    return replace(small_city(), machines=MachineRules(**({"alarms": alarms, "sheets": sheets} | rules)))


def a_frame(colour: str = "red") -> str:
    """A small picture as base64."""
    out = io.BytesIO()
    Image.new("RGB", (32, 24), colour).save(out, "JPEG")
    return base64.b64encode(out.getvalue()).decode()


def signature(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    """As Standard Webhooks has it, written once more by hand."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


class OtherHouse:
    """The system to which answers go; while `why` says something, it does not take them."""

    def __init__(self) -> None:
        self.why = ""
        self.got: list[tuple[str, dict[str, str], bytes]] = []

    def __call__(self, url: str, said: Any, body: bytes) -> str:
        if not self.why:
            self.got.append((url, dict(said), body))
        return self.why


class Room:
    """A server, a video AI ("video-ai") and a hotline ("hotline") that report to it."""

    def __init__(self, client: Any, parts: Any, clock: Any, house: OtherHouse) -> None:
        self.client, self.parts, self.clock, self.house = client, parts, clock, house
        self.sources = Sources(parts.database, clock)
        self.secrets = {
            "video-ai": self.sources.add("video-ai", "视频智能")[1],
            "hotline": self.sources.add("hotline", "12345", "https://12345.example/answers")[1],
        }
        self.hands = Hands(parts.casebook)
        self._ids = count(1)

    def send(self, source: str, door: str, content: Any, **over: Any) -> Any:
        """A signed message; `over` changes its id, stamp, signature, content type, secret."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        message_id = over.get("id", f"msg-{next(self._ids)}")
        stamp = str(over.get("stamp", self.clock.at // 1000))
        secret = over.get("secret", self.secrets.get(source, "whsec_AAAA"))
        headers = {
            "webhook-id": message_id,
            "webhook-timestamp": stamp,
            "webhook-signature": over.get("signature", signature(secret, message_id, stamp, body)),
            "Content-Type": over.get("type", "application/json"),
            "Accept-Language": "en",
        }
        return self.client.post(f"/v1/machines/{source}/{door}", data=body, headers=headers)

    def alarm(self, **said: Any) -> Any:
        """An alarm of the video AI about a heap of refuse."""
        usual = {
            "kind": "refuse_heap",
            "confidence": 0.871,
            "model": "yolo-9",
            "device": "cam-7",
            "lon": LON,
            "lat": LAT,
        }
        return self.send("video-ai", "alarms", usual | said)

    def tick(self) -> None:
        """What the application does each second of its own."""
        machines_of(self.parts, citizens_of(self.parts), lambda: 1).tick()

    def case(self, case_id: str) -> Case:
        """As it stands."""
        found = self.parts.queries.case(case_id, SYSTEM)
        assert found is not None
        return found

    def cases(self) -> tuple[Case, ...]:
        """All that are live."""
        return self.parts.queries.live(SYSTEM)

    def signed_in(self, login: str = "chen") -> dict[str, Any]:
        """The options of requests of a person."""
        answer = self.client.post("/v1/session", json={"login": login, "password": "right-horse"}).json()
        return {"headers": {"Authorization": f"Bearer {answer['token']}", "Accept-Language": "en"}}


@pytest.fixture
def city_rules() -> dict[str, Any]:
    """What this test's city says of machines."""
    return {}


@pytest.fixture
def room(database, clock, cities_folder, city_rules, tmp_path) -> Iterator[Room]:
    """With the timers of the application running."""
    city, house = machines_city(**city_rules), OtherHouse()
    cities = Cities(database, cities_folder, lambda _: city)
    carriers = (BackToSource(Sources(database, clock), clock, house),)
    parts = put_together(Settings(tmp_path), database, clock, cities, carriers)
    with serving(create_app(parts)) as client:
        yield Room(client, parts, clock, house)
