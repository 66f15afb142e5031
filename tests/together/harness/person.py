"""Somebody who works over the server's own interface: signs in with a password, does things, asks things."""

import uuid
from typing import Any

import requests

from tests.together.harness import photos

PASSWORD = "demo-2026"  # shown on the sign-in page of the synthetic city


class Refused(Exception):
    """The server's no: `status` and `rule`."""

    def __init__(self, status: int, said: dict[str, Any]) -> None:
        super().__init__(f"{status} {said}")
        self.status, self.rule, self.said = status, str(said.get("rule", "")), said


class Person:
    """A signed-in person. Times are ms UTC."""

    def __init__(self, url: str, login: str, password: str = PASSWORD) -> None:
        self._url = url
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.headers["Accept-Language"] = "zh-CN"
        signed_in = self._send("POST", "/v1/session", json={"login": login, "password": password, "seat": "api"})
        self._http.headers["Authorization"] = f"Bearer {signed_in['token']}"

    def close(self) -> None:
        """Give the connection back."""
        self._http.close()

    def do(self, verb: str, case_id: str, target: str = "", **body: Any) -> dict[str, Any]:
        """Do one thing with a case; its outcome. Raises Refused."""
        asked = {"id": str(uuid.uuid4()), "verb": verb, "case_id": case_id, "target": target, "body": body}
        done: dict[str, Any] = self._send("POST", "/v1/commands", json=asked)["outcome"]
        return done

    def report(self, words: str, **more: Any) -> str:
        """Post a report; the id of its case. Raises Refused."""
        return str(self._send("POST", "/v1/reports", json={"words": words} | more)["case_id"])

    def case(self, case_id: str) -> dict[str, Any]:
        """A case as the server has it now."""
        return dict(self.ask(f"case/{case_id}")["case"])

    def events(self, case_id: str) -> list[dict[str, Any]]:
        """Its history, oldest first."""
        return list(self.ask(f"case/{case_id}")["events"])

    def on_list(self, name: str) -> list[dict[str, Any]]:
        """The cases of one list."""
        return list(self.ask("history", list=name)["cases"])

    def ask(self, path: str, **wanted: Any) -> Any:
        """An answer of /v1/ask. Raises Refused."""
        return self._send("GET", f"/v1/ask/{path}", params=wanted)

    def get(self, path: str) -> Any:
        """Bytes, or the answer of a path that speaks JSON. Raises Refused."""
        return self._send("GET", path)

    def post(self, path: str, body: bytes) -> Any:
        """Send bytes; the answer. Raises Refused."""
        return self._send("POST", path, data=body)

    def photo(self, colour: str, kind: str, taken_at: int, lon: int = 0, lat: int = 0) -> dict[str, Any]:
        """Send a photo of one colour; how a command names it."""
        return self.send_photo(photos.jpeg(colour), kind, taken_at, lon, lat)

    def send_photo(self, body: bytes, kind: str, taken_at: int, lon: int = 0, lat: int = 0) -> dict[str, Any]:
        """Send a photo; how a command names it."""
        known = photos.described(body, kind, taken_at, lon, lat)
        self._send("PUT", f"/v1/blobs/{known['sha256']}", data=body, headers={"Content-Type": "image/jpeg"})
        return known

    def _send(self, method: str, path: str, **options: Any) -> Any:
        answer = self._http.request(method, self._url + path, timeout=30, **options)
        if answer.status_code >= 400:
            raise Refused(answer.status_code, answer.json())
        return answer.json() if "json" in answer.headers.get("Content-Type", "") else answer.content
