"""An invented person of the demo city, signed in with the password that its sign-in page shows."""

import hashlib
import uuid
from typing import Any

import requests

PATIENCE = (3.05, 30)  # s: to connect, to be answered


class Refused(Exception):
    """The server's no, in its own words."""


class Person:
    """One signed-in person; raises Refused, and requests' errors where the server is away."""

    def __init__(self, url: str, login: str, password: str) -> None:
        self._url = url
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.headers["Accept-Language"] = "zh-CN"
        opened = self._send("POST", "/v1/session", json={"login": login, "password": password, "seat": "api"}).json()
        self._http.headers["Authorization"] = f"Bearer {opened['token']}"

    def do(self, verb: str, case_id: str, target: str = "", **body: Any) -> None:
        """Do one thing with a case. The id is made of the deed: once done it is not done again."""
        name = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{case_id} {verb} {target}"))
        asked = {"id": name, "verb": verb, "case_id": case_id, "target": target, "body": body}
        self._send("POST", "/v1/commands", json=asked)

    def photo(self, body: bytes, kind: str, taken_at: int) -> dict[str, Any]:
        """Send a JPEG; how a command's body names it. `taken_at` is ms UTC."""
        sha256 = hashlib.sha256(body).hexdigest()
        self._send("PUT", f"/v1/blobs/{sha256}", data=body, headers={"Content-Type": "image/jpeg"})
        return {"sha256": sha256, "kind": kind, "mime": "image/jpeg", "size": len(body), "taken_at": taken_at}

    def case(self, case_id: str) -> dict[str, Any] | None:
        """A case as the server has it, None where there is none."""
        answer = self._http.get(f"{self._url}/v1/ask/case/{case_id}", timeout=PATIENCE)
        return None if answer.status_code == requests.codes.not_found else dict(_fine(answer).json()["case"])

    def count(self, name: str) -> int:
        """How many cases stand on a list."""
        counts = self._send("GET", "/v1/ask/lists").json()["lists"]
        return int(counts.get(name, 0))

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        return _fine(self._http.request(method, self._url + path, timeout=PATIENCE, **options))

    def close(self) -> None:
        """Give the connection back."""
        self._http.close()


def _fine(answer: requests.Response) -> requests.Response:
    if answer.status_code >= requests.codes.bad_request:
        raise Refused(f"{answer.status_code} {answer.text[:300]}")
    return answer
