"""What is asked and not changed: sign-in, events, photos, history, personal data …"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from console.facts import Answer, Ask, Denied, Question, Shift, SignedIn, Unreachable
from console.facts.handover import ReplyDeed, ReplyTaken
from console.sync.client import ANY, IMAGE, JSON, LONG, Client, query_of
from console.sync.errors import Refused, ServerUnreachable
from rules.case import Case, Event
from rules.commands import Actor
from rules.decoders import converted
from rules.duty_edits import InForce, Trial
from rules.protocol import ClaimAnswer
from rules.wire import WireError, decode

_FINE = frozenset({"accepted", "already_done"})


class Questions:
    """Answers questions over one client; keeps the seats' tokens, in memory only. `name`: of this machine."""

    def __init__(self, client: Client, name: str = "") -> None:
        self._client, self._name = client, name
        self._tokens: dict[str, str] = {}
        self._ways: Mapping[Ask, Callable[[Question], object]] = {
            Ask.SIGN_IN: self._sign_in,
            Ask.SIGN_OUT: self._sign_out,
            Ask.EVENTS: self._events,
            Ask.PHOTO: self._photo,
            Ask.HISTORY: self._history,
            Ask.EVALUATION: lambda question: self._ask(question, "/v1/ask/evaluation"),
            Ask.PERSONAL: self._personal,
            Ask.MASKED: lambda question: self._ask(question, f"/v1/ask/personal/{question.about}"),
            Ask.STAFF_PHONE: self._staff_phone,
            Ask.CALLER: self._caller,
            Ask.PEOPLE: lambda question: tuple(self._ask(question, "/v1/ask/people")["people"]),
            Ask.EXPORT: self._export,
            Ask.REPLY: self._reply,
            Ask.PAPER: self._paper,
            Ask.DRILL: self._drill,
            Ask.CLAIM: self._claim,
            Ask.DUTY_TRIAL: lambda question: decode(Trial, self._edits(question, "/v1/responsibility/trial")),
            Ask.DUTY_FORCE: lambda question: decode(InForce, self._edits(question, "/v1/responsibility")),
            Ask.SHEETS: lambda question: tuple(self._ask(question, "/v1/sheets")),
            Ask.SHEET: self._sheet,
            Ask.ENROL: lambda question: enrol(client, question.args["code"], self._name, question.args["console_id"]),
        }

    def answer(self, question: Question) -> Answer | Unreachable | Denied:
        """The answer to a question, or why there is none."""
        try:
            return Answer(question, self._ways[question.kind](question))
        except Refused as refused:
            return Denied(question, refused.rule, refused.details, refused.text)
        except ServerUnreachable as error:
            return Unreachable(question, error.reason, error.details)
        except (msgspec.MsgspecError, WireError, KeyError, TypeError, ValueError):
            return Unreachable(question, "link.bad_answer")

    def _sign_in(self, question: Question) -> SignedIn:
        body = msgspec.json.encode({**question.args, "seat": question.seat})
        told = self._client.call("POST", "/v1/session", body)
        actor = converted(told["actor"], Actor)
        self._tokens[question.seat] = told["token"]
        key = bytes.fromhex(told["key"])
        shift = _shift(told.get("offline"))
        return SignedIn(question.seat, actor, told["session"], key, told["token"], told["expires_at"], shift)

    def _sign_out(self, question: Question) -> None:
        token = self._tokens.pop(question.seat, "")
        if token:
            try:
                self._client.call("DELETE", "/v1/session", token=token)
            except ServerUnreachable:
                return  # the seat is empty here; the session runs out by itself

    def _token(self, question: Question) -> str:
        """The seat's token; with no one signed in the server's own 401 says so."""
        return self._tokens.get(question.seat, "")

    def _ask(self, question: Question, path: str) -> Any:
        return self._client.call("GET", path, token=self._token(question), query=query_of(question.args))

    def _events(self, question: Question) -> tuple[Event, ...]:
        told = self._ask(question, f"/v1/ask/case/{question.about}")
        return converted(told["events"], tuple[Event, ...])

    def _history(self, question: Question) -> dict[str, Any]:
        told = self._ask(question, "/v1/ask/history")
        return {**told, "cases": converted(told["cases"], tuple[Case, ...])}

    def _personal(self, question: Question) -> Any:
        body = msgspec.json.encode({"reason": question.args.get("reason", "")})
        return self._client.call("POST", f"/v1/ask/personal/{question.about}", body, self._token(question))

    def _staff_phone(self, question: Question) -> Any:
        body, path = msgspec.json.encode({"reason": question.args.get("reason", "")}), quote(question.about, safe="")
        return self._client.call("POST", f"/v1/ask/staff/{path}", body, self._token(question))

    def _caller(self, question: Question) -> dict[str, Any]:
        body = msgspec.json.encode({"phone": question.args["phone"]})
        told = self._client.call("POST", "/v1/ask/caller", body, self._token(question))
        return {"cases": converted(told["cases"], tuple[Case, ...])}

    def _claim(self, question: Question) -> ClaimAnswer:
        args = question.args
        asked: dict[str, object] = {"case_id": question.about, "how": args["how"], "reason": args.get("reason", "")}
        asked |= {"token": int(args["token"])} if "token" in args else {}
        told = self._client.call("POST", "/v1/claims", msgspec.json.encode(asked), self._token(question))
        return converted(told, ClaimAnswer)

    def _export(self, question: Question) -> str:
        path, query = f"/v1/ask/export/{question.about}", query_of(question.args)
        return self._client.exchange("GET", path, ANY, token=self._token(question), query=query, within=LONG).decode()

    def _drill(self, question: Question) -> None:
        record = question.args["record"].encode()
        self._client.call("PUT", f"/v1/drills/{question.about}", record, self._token(question))

    def _paper(self, question: Question) -> bytes:
        path, body = f"/v1/papers/{question.about}", question.args["form"].encode()
        return self._client.exchange("POST", path, ANY, body, self._token(question), within=LONG)

    def _sheet(self, question: Question) -> Any:
        args = {name: word for name, word in question.args.items() if name != "file"}
        body, path = base64.b64decode(question.args["file"]), f"/v1/sheets/{quote(question.about, safe='')}"
        token, kind = self._token(question), {"Content-Type": "application/octet-stream"}
        told = self._client.exchange("POST", path, JSON, body, token, kind, query_of(args), LONG)
        return msgspec.json.decode(told)

    def _edits(self, question: Question, path: str) -> bytes:
        body, token = question.args["edits"].encode(), self._token(question)
        return self._client.exchange("POST", path, JSON, body, token, within=LONG)

    def _reply(self, question: Question) -> ReplyTaken:
        body, token = question.args["reply"].encode(), self._token(question)
        told = msgspec.json.decode(self._client.exchange("POST", "/v1/replies", JSON, body, token, within=LONG))
        return ReplyTaken(str(told["unit"]), tuple(map(_deed, told["deeds"])), at_server=True)

    def _photo(self, question: Question) -> bytes:
        size = question.args.get("size", "full")
        body = self._client.exchange("GET", f"/v1/blobs/{question.about}", IMAGE, query={"size": size}, within=LONG)
        if size == "full" and hashlib.sha256(body).hexdigest() != question.about:
            raise ServerUnreachable("link.bad_answer")
        return body


def _deed(told: Mapping[str, Any]) -> ReplyDeed:
    """What was done names no rule, here as at a desk."""
    rule = "" if told["state"] in _FINE else str(told["rule"] or "rule.quarantined")
    return ReplyDeed(str(told["number"]), str(told["verb"]), bool(told["known"]), rule, dict(told["details"]))


def _shift(told: Mapping[str, Any] | None) -> Shift | None:
    """With what to go on without a line; a server of before says nothing of it."""
    return Shift(told["session"], bytes.fromhex(told["key"]), told["until"]) if told else None


def enrol(client: Client, once: str, name: str, console_id: str) -> str:
    """Make this console a workstation with a one-time token; its own token. Refused when that is unknown or used."""
    body = msgspec.json.encode({"enrol": once, "name": name, "console_id": console_id})
    told = client.call("POST", "/v1/workstations", body)
    try:
        return str(told["token"])
    except (KeyError, TypeError) as error:
        raise ServerUnreachable("link.bad_answer") from error
