"""The OpenAPI document is true: every path is in it, and what the server answers fits what the document says."""

import jsonschema
import pytest

from server.app import create_app
from server.parts import put_together
from server.settings import Settings
from tests.server.client import serving
from tests.server.small_city import Hands

PATHS = {
    "/v1/hello", "/v1/workstations", "/v1/session", "/v1/city/{version}", "/v1/push", "/v1/changes", "/v1/snapshot",
    "/v1/digests", "/v1/blobs/{sha256}", "/v1/claims", "/v1/commands", "/v1/reports", "/v1/papers/{key}", "/v1/replies",
    "/v1/drills", "/v1/drills/{drill_id}",
    "/v1/address", "/v1/geocode", "/v1/ask/staff/{staff}",
    "/v1/machines/{source}/alarms", "/v1/machines/{source}/orders",
    "/v1/sheets", "/v1/sheets/{form}", "/v1/sheets/{form}/answers",
    "/v1/ask/case/{case_id}", "/v1/ask/history",
    "/v1/ask/caller", "/v1/responsibility", "/v1/responsibility/case/{case_id}", "/v1/responsibility/trial",
    "/v1/grants", "/v1/audit/personal",
    "/v1/ask/lists", "/v1/ask/people", "/v1/ask/personal/{case_id}", "/v1/ask/evaluation", "/v1/ask/export/{case_id}",
}  # fmt: skip


@pytest.fixture
def client(database, clock, cities, tmp_path):
    """A client of the running application, with a dispatched case in it."""
    parts = put_together(Settings(tmp_path), database, clock, cities)
    Hands(parts.casebook).dispatched("case-1", "west")
    parts.access.offer_enrolment("once")
    with serving(create_app(parts)) as client:
        yield client


def fits(document: dict, path: str, method: str, answer) -> None:
    """The answer is one that the document promises for this path, method and status."""
    promised = document["paths"][path][method]["responses"]
    assert str(answer.status_code) in promised, f"{method} {path}: {answer.status_code} is not in the document"
    content = promised[str(answer.status_code)].get("content", {})
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if not content:
        return
    assert kind in content, f"{method} {path}: {kind} is not in the document"
    if kind == "application/json":
        schema = content[kind]["schema"] | {part: document[part] for part in ("components", "paths")}
        jsonschema.validate(answer.json(), schema, cls=jsonschema.Draft202012Validator)


def test_every_path_of_the_interface_is_in_the_document(client) -> None:
    document = client.get("/openapi.json").json()
    assert {path for path in document["paths"] if path.startswith("/v1/")} == PATHS


def test_the_answers_fit_the_document(client) -> None:
    document = client.get("/openapi.json").json()
    sign_in = {"login": "chen", "password": "right-horse"}
    signed = client.post("/v1/session", json=sign_in)
    station = client.post("/v1/workstations", json={"enrol": "once", "name": "desk", "console_id": "console-1"})
    chen = {"headers": {"Authorization": f"Bearer {signed.json()['token']}"}}
    desk = {"headers": {"Authorization": f"Bearer {station.json()['token']}"}}
    piece = {"headers": chen["headers"] | {"Upload-Offset": "4", "Upload-Crc32": "0"}}
    epoch = client.get("/v1/hello").json()["epoch_id"]
    push = {"console_id": "console-1", "incarnation": 1, "epoch": epoch, "cmds": []}
    do = {"id": "form-1", "verb": "note", "case_id": "case-1", "body": {"text": "看过"}}
    version = client.get("/v1/hello").json()["city"]["version"]
    asked = [
        ("/v1/hello", "get", client.get("/v1/hello")),
        ("/v1/session", "post", signed),
        ("/v1/session", "post", client.post("/v1/session", json=sign_in | {"password": "no"})),
        ("/v1/session", "post", client.post("/v1/session", json={})),
        ("/v1/workstations", "post", station),
        (
            "/v1/workstations",
            "post",
            client.post("/v1/workstations", json={"enrol": "x", "name": "", "console_id": ""}),
        ),
        ("/v1/city/{version}", "get", client.get(f"/v1/city/{version}", **desk)),
        ("/v1/push", "post", client.post("/v1/push", json=push, **desk)),
        ("/v1/push", "post", client.post("/v1/push", json=push)),
        ("/v1/push", "post", client.post("/v1/push", json=push | {"console_id": "other"}, **desk)),
        ("/v1/push", "post", client.post("/v1/push", json=push | {"proto": "sync/9"}, **desk)),
        ("/v1/push", "post", client.post("/v1/push", json=push | {"epoch": "other"}, **desk)),
        ("/v1/push", "post", client.post("/v1/push", json=[], **desk)),
        ("/v1/changes", "get", client.get(f"/v1/changes?epoch={epoch}", **desk)),
        ("/v1/changes", "get", client.get("/v1/changes?epoch=other", **desk)),
        ("/v1/snapshot", "get", client.get("/v1/snapshot", **desk)),
        ("/v1/snapshot", "get", client.get("/v1/snapshot?scope=all", **desk)),
        ("/v1/blobs/{sha256}", "get", client.get(f"/v1/blobs/{'0' * 64}", **chen)),
        ("/v1/blobs/{sha256}", "put", client.put(f"/v1/blobs/{'0' * 64}", data=b"x", **chen)),
        ("/v1/blobs/{sha256}", "post", client.post(f"/v1/blobs/{'0' * 64}", json={"size": 9}, **chen)),
        ("/v1/blobs/{sha256}", "post", client.post("/v1/blobs/short", json={"size": 9}, **chen)),
        ("/v1/blobs/{sha256}", "head", client.head(f"/v1/blobs/{'0' * 64}", **chen)),
        ("/v1/blobs/{sha256}", "head", client.head(f"/v1/blobs/{'1' * 64}", **chen)),
        ("/v1/blobs/{sha256}", "patch", client.send("PATCH", f"/v1/blobs/{'0' * 64}", data=b"x", **chen)),
        ("/v1/blobs/{sha256}", "patch", client.send("PATCH", f"/v1/blobs/{'0' * 64}", data=b"x", **piece)),
        ("/v1/blobs/{sha256}", "patch", client.send("PATCH", f"/v1/blobs/{'1' * 64}", data=b"x", **piece)),
        ("/v1/commands", "post", client.post("/v1/commands", json=do, **chen)),
        ("/v1/commands", "post", client.post("/v1/commands", json=do | {"id": "form-2", "case_id": "no"}, **chen)),
        ("/v1/commands", "post", client.post("/v1/commands", json=do | {"id": "form-3", "verb": "dispatch"}, **chen)),
        ("/v1/commands", "post", client.post("/v1/commands", json=do | {"id": "form-4", "verb": "close"}, **chen)),
        ("/v1/commands", "post", client.post("/v1/commands", json=do | {"id": "form-5", "body": {}}, **chen)),
        ("/v1/reports", "post", client.post("/v1/reports", json={"words": "井盖松动"}, **chen)),
        ("/v1/machines/{source}/alarms", "post", client.post("/v1/machines/video/alarms", json={})),
        ("/v1/machines/{source}/orders", "post", client.post("/v1/machines/video/orders", data=b"x")),
        ("/v1/sheets", "get", client.get("/v1/sheets", **chen)),
        ("/v1/sheets", "get", client.get("/v1/sheets")),
        ("/v1/sheets", "get", client.get("/v1/sheets?lang=fr", **chen)),
        ("/v1/sheets/{form}", "post", client.post("/v1/sheets/none", data=b"a,b", **chen)),
        ("/v1/sheets/{form}/answers", "get", client.get("/v1/sheets/none/answers", **chen)),
        ("/v1/drills", "get", client.get("/v1/drills", **chen)),
        ("/v1/drills/{drill_id}", "put", client.put("/v1/drills/d-1", json={"began": 1, "until": 2}, **chen)),
        ("/v1/ask/case/{case_id}", "get", client.get("/v1/ask/case/case-1", **chen)),
        ("/v1/ask/case/{case_id}", "get", client.get("/v1/ask/case/none", **chen)),
        ("/v1/ask/history", "get", client.get("/v1/ask/history", **chen)),
        ("/v1/ask/history", "get", client.get("/v1/ask/history?page=0", **chen)),
        ("/v1/ask/lists", "get", client.get("/v1/ask/lists", **chen)),
        ("/v1/ask/people", "get", client.get("/v1/ask/people", **chen)),
        ("/v1/ask/evaluation", "get", client.get("/v1/ask/evaluation?from=0&to=9999999999999", **chen)),
        ("/v1/ask/export/{case_id}", "get", client.get("/v1/ask/export/case-1?lang=en", **chen)),
        ("/v1/ask/personal/{case_id}", "post", client.post("/v1/ask/personal/case-1", json={"reason": "x"}, **chen)),
        ("/v1/ask/staff/{staff}", "post", client.post("/v1/ask/staff/S1", json={"reason": "x"}, **chen)),
    ]
    for path, method, answer in asked:
        fits(document, path, method, answer)
    bad = [f"{method} {path}: {answer.text}" for path, method, answer in asked if answer.status_code >= 500]
    assert bad == []


def test_the_evaluation_counts_what_the_person_sees(client) -> None:
    signed = client.post("/v1/session", json={"login": "chen", "password": "right-horse"}).json()
    chen = {"headers": {"Authorization": f"Bearer {signed['token']}"}}
    told = client.get("/v1/ask/evaluation?from=0&to=9999999999999", **chen).json()
    assert (told["counts"]["reported"], told["counts"]["filed"]) == (1, 1)
    assert told["rates"]["dispatch_rate"] == [1, 1]
    exported = client.get("/v1/ask/export/case-1?lang=en", **chen).json()
    assert exported["number"] == "15042200001"
    assert [event["verb"] for event in exported["events"]][:4] == ["report", "accept", "file", "dispatch"]
