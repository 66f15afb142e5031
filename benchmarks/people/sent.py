"""The same matter by two channels, or sent three times: orders by message and by file, alarms of two cameras, apps."""

import base64
import csv
import hashlib
import hmac
import io
import json
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from itertools import count
from typing import Any

import requests

from benchmarks.frame.bench import Bench
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.loop import town
from tests.together.harness.person import Person

EACH, TIMES = 20, 3
HEAD = ("工单编号", "诉求内容", "事发地址", "诉求分类", "办理时限", "来电人", "联系电话", "是否紧急")
DEGREE = 1e7
DOWN = 0.0001  # degrees of latitude, about 11 m: a second camera sees it there


def measure(bench: Bench) -> Measured:
    """So many matters of each kind; each is sent three times, and once more by another channel."""
    data = town.demo(bench)
    secrets = {code: bench.run("-m", "server", "sources", "add", code, code, "--data", data).strip() for code in CODES}
    key = bench.run("-m", "server", "keys", "issue", "app", "--data", data).strip()
    server = town.serve(bench, data)
    points = [(lon / DEGREE, lat / DEGREE) for lon, lat in town.places(server, EACH)]
    sender, clerk = Sender(server.url, secrets, key), server.person("chen")
    for n, (lon, lat) in enumerate(points):
        for _ in range(TIMES):
            sender.order(n)
            sender.alarm("cam-a", lon, lat)
            sender.app(n, lon, lat)
        sender.alarm("cam-b", lon, lat - DOWN)
    for _ in range(TIMES):
        sender.file(clerk)
    found = Counter(_matter(case) for name in ("intake", "alarms") for case in _on_list(clerk, name))
    server.program.stop()
    return Measured({"double": _above(found), "lost": _below(found)}, (_note(found),))


CODES = ("hotline", "video-ai")
KINDS = ("order", "alarm", "app")


def _on_list(clerk: Person, name: str) -> list[dict[str, Any]]:
    """All cases of a list, page by page."""
    found: list[dict[str, Any]] = []
    for page in count(1):
        cases = clerk.ask("history", list=name, page=page)["cases"]
        found += cases
        if not cases:
            break
    return found


def _matter(case: dict[str, Any]) -> str:
    """Which matter a case is about, by its own words alone."""
    if case.get("alarm"):
        return f"alarm {case['lon']} {case['lat']}"
    return f"order {case['external_number']}" if case["external_number"] else f"app {case['words']}"


def _of(found: Counter[str], kind: str) -> int:
    return sum(many for matter, many in found.items() if matter.startswith(kind))


def _above(found: Counter[str]) -> float:
    return float(sum(max(0, _of(found, kind) - EACH) for kind in KINDS))


def _below(found: Counter[str]) -> float:
    return float(sum(max(0, EACH - _of(found, kind)) for kind in KINDS))


def _note(found: Counter[str]) -> str:
    told = ", ".join(f"{_of(found, kind)} of {kind}" for kind in KINDS)
    return f"{EACH} matters of each kind, {TIMES} times and by a second channel: cases {told}"


class Sender:
    """Other houses' systems, as they would send."""

    def __init__(self, url: str, secrets: dict[str, str], key: str) -> None:
        self._url, self._secrets, self._key = url, secrets, key
        self._http = requests.Session()
        self._http.trust_env = False

    def order(self, n: int) -> None:
        """An order of the hotline."""
        self._signed(
            "hotline", "orders", {"number": f"H-{n}", "words": f"垃圾 {n}", "caller": {"phone": f"1380000{n:04}"}}
        )

    def alarm(self, device: str, lon: float, lat: float) -> None:
        """What a camera sees."""
        seen = {"kind": "refuse_heap", "confidence": 0.9, "device": f"{device} {lon}", "lon": lon, "lat": lat}
        self._signed("video-ai", "alarms", seen)

    def app(self, n: int, lon: float, lat: float) -> None:
        """A citizens' app, which has lost the answer."""
        form = {
            "api_key": self._key,
            "service_code": "refuse",
            "lat": lat,
            "long": lon,
            "description": f"路边有垃圾 {n}",
        }
        answer = self._http.post(f"{self._url}/open311/v2/requests.json", data=form, timeout=30)
        answer.raise_for_status()

    def file(self, clerk: Person) -> None:
        """The same orders as a file."""
        out = io.StringIO()
        rows: Sequence[Sequence[str]] = [(f"H-{n}", f"垃圾 {n}", *[""] * (len(HEAD) - 2)) for n in range(EACH)]
        csv.writer(out).writerows([HEAD, *rows])
        clerk.post("/v1/sheets/hotline", out.getvalue().encode())

    def _signed(self, source: str, door: str, said: dict[str, object]) -> None:
        body, message_id, stamp = json.dumps(said).encode(), str(uuid.uuid4()), str(int(time.time()))
        key = base64.b64decode(self._secrets[source].removeprefix("whsec_"))
        digest = hmac.new(key, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
        headers = {"webhook-id": message_id, "webhook-timestamp": stamp, "Content-Type": "application/json"}
        headers["webhook-signature"] = "v1," + base64.b64encode(digest).decode()
        answer = self._http.post(f"{self._url}/v1/machines/{source}/{door}", body, headers=headers, timeout=30)
        answer.raise_for_status()


ROW = Row(
    "sent",
    "the same report by two channels, or sent three times: one case",
    (Goal("double", 0, "cases"), Goal("lost", 0, "cases")),
    measure,
)
