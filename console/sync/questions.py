"""What is asked and not changed: sign-in, events, photos, history, personal data …; and photos on their way up."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from console.facts import Answer, Ask, BlobOut, Denied, Pack, Question, SignedIn, Unreachable
from console.sync.client import ANY, BYTES, IMAGE, JSON, Client, query_of
from console.sync.errors import NotKnown, Refused, ServerUnreachable
from rules.case import Case, Event
from rules.commands import Actor


class Questions:
    """Answers questions over one client; keeps the seats' tokens, in memory only."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._tokens: dict[str, str] = {}
        self._ways: Mapping[Ask, Callable[[Question], object]] = {
            Ask.SIGN_IN: self._sign_in,
            Ask.SIGN_OUT: self._sign_out,
            Ask.EVENTS: self._events,
            Ask.PHOTO: self._photo,
            Ask.HISTORY: self._history,
            Ask.EVALUATION: lambda question: self._ask(question, "/v1/ask/evaluation"),
            Ask.PERSONAL: self._personal,
            Ask.PEOPLE: lambda question: tuple(self._ask(question, "/v1/ask/people")["people"]),
            Ask.EXPORT: self._export,
        }

    def answer(self, question: Question) -> Answer | Unreachable | Denied:
        """The answer to a question, or why there is none."""
        try:
            return Answer(question, self._ways[question.kind](question))
        except Refused as refused:
            return Denied(question, refused.rule, refused.details, refused.text)
        except ServerUnreachable as error:
            return Unreachable(question, error.reason, error.details)
        except (msgspec.MsgspecError, KeyError, TypeError, ValueError):
            return Unreachable(question, "link.bad_answer")

    def _sign_in(self, question: Question) -> SignedIn:
        body = msgspec.json.encode({**question.args, "seat": question.seat})
        told = self._client.call("POST", "/v1/session", body)
        actor = msgspec.convert(told["actor"], Actor)
        self._tokens[question.seat] = told["token"]
        key = bytes.fromhex(told["key"])
        return SignedIn(question.seat, actor, told["session"], key, told["token"], told["expires_at"])

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
        return msgspec.convert(told["events"], tuple[Event, ...])

    def _history(self, question: Question) -> dict[str, Any]:
        told = self._ask(question, "/v1/ask/history")
        return {**told, "cases": msgspec.convert(told["cases"], tuple[Case, ...])}

    def _personal(self, question: Question) -> Any:
        body = msgspec.json.encode({"reason": question.args.get("reason", "")})
        return self._client.call("POST", f"/v1/ask/personal/{question.about}", body, self._token(question))

    def _export(self, question: Question) -> str:
        path, query = f"/v1/ask/export/{question.about}", query_of(question.args)
        return self._client.exchange("GET", path, ANY, token=self._token(question), query=query).decode()

    def _photo(self, question: Question) -> bytes:
        size = question.args.get("size", "full")
        body = self._client.exchange("GET", f"/v1/blobs/{question.about}", IMAGE, query={"size": size})
        if size == "full" and hashlib.sha256(body).hexdigest() != question.about:
            raise ServerUnreachable("link.bad_answer")
        return body

    # not asked by a view ----------------------------------------------------------------------------------------------
    def pack(self, version: str) -> Pack:
        """A city pack, verified by its version. ServerUnreachable when it is not to be had whole."""
        body = self._client.exchange("GET", f"/v1/city/{version}", BYTES)
        if not hashlib.sha256(body).hexdigest().startswith(version):
            raise ServerUnreachable("link.bad_answer")
        return Pack(version, body)

    def upload(self, blob: BlobOut) -> str:
        """Send a photo; "" when the server has it, else the rule by which it refuses it for good."""
        try:
            self._client.exchange("PUT", f"/v1/blobs/{blob.sha256}", JSON, blob.body, kind=blob.mime)
        except Refused as refused:
            if refused.status == 401:
                raise NotKnown from refused
            return refused.rule
        return ""


def enrol(client: Client, once: str, name: str, console_id: str) -> str:
    """Make this console a workstation with a one-time token; its own token. Refused when that is unknown or used."""
    body = msgspec.json.encode({"enrol": once, "name": name, "console_id": console_id})
    told = client.call("POST", "/v1/workstations", body)
    try:
        return str(told["token"])
    except (KeyError, TypeError) as error:
        raise ServerUnreachable("link.bad_answer") from error
