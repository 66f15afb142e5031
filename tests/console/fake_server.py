"""A small real server of sync/1 on 127.0.0.1: the wire of the real one before a book, and a line that can be cut."""

import json
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from rules.protocol import (
    BlobState,
    ChangesHead,
    ChangesTail,
    ClaimAnswer,
    FeedSpan,
    Mark,
    Push,
    SnapshotCase,
    SnapshotHead,
    SnapshotTail,
)
from rules.wire import START, canonical, decode
from tests.console.fake_book import FEED, PEOPLE, Book
from tests.console.small_city import NOW, PASSWORD

KEY = b"k" * 32


class FakeServer:
    """Runs a `Book` on a port of its own."""

    def __init__(self, port: int = 0) -> None:
        self.book = Book()
        book = self.book

        class Handler(_Handler):
            pass

        Handler.book = book
        self._http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._http.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Every exchange is cut, those under way too."""
        with self.book.news:
            self.book.unplugged = True
            self.book.news.notify_all()

    def plug_in(self) -> None:
        """The line is back."""
        self.book.unplugged = False

    def close(self) -> None:
        self.unplug()
        self._http.shutdown()
        self._http.server_close()


class _Cut(Exception):
    pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    book: Book

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        with suppress(_Cut, OSError):
            self._check_line()
            self._route(url.path, query, body)
            return
        self.close_connection = True

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815

    def _check_line(self) -> None:
        if self.book.unplugged:
            raise _Cut
        if self.book.portal:
            self._answer(200, b"<html>Sign in to the hotel</html>", "text/html")
            raise _Cut

    def _route(self, path: str, query: dict[str, str], body: bytes) -> None:  # noqa: C901, PLR0912
        book = self.book
        if path == "/v1/hello":
            city = {"version": book.city.version, "name": "", "name_en": "", "synthetic": True}
            told = {"name": "griddesk", "proto": book.proto, "version": "0", "epoch_no": book.epoch_no}
            self._json(200, told | {"epoch_id": book.epoch, "city": city, "server_time": book.now()})
        elif path == "/v1/workstations":
            self._enrol(json.loads(body))
        elif path == "/v1/session" and self.command == "DELETE":
            self._answer(204, b"", "")
        elif path == "/v1/session":
            self._session(json.loads(body))
        elif path.startswith("/v1/city/"):
            self._answer(200, book.packs[path.removeprefix("/v1/city/")], "application/octet-stream")
        elif path.startswith("/v1/blobs/"):
            self._blob(path.removeprefix("/v1/blobs/"), body)
        elif path == "/v1/claims":
            self._claim(json.loads(body))
        elif path.startswith("/v1/drills/"):
            book.drills.append(body)
            self._answer(204, b"", "")
        elif path.startswith("/v1/ask/case/"):
            events = book.events.get(path.removeprefix("/v1/ask/case/"), [])
            self._answer(200, b'{"events":' + canonical(tuple(events)) + b"}", "application/json")
        elif self.headers.get("Authorization") != f"Bearer {book.token}":
            self._json(401, {"rule": "rule.not_signed_in", "text": "", "details": {}})
        elif path == "/v1/push":
            self._push(body)
        elif path == "/v1/changes":
            self._changes(query)
        elif path == "/v1/snapshot":
            self._snapshot(query)

    def _enrol(self, asked: dict[str, str]) -> None:
        """Against one of its one-time tokens."""
        if asked["enrol"] in self.book.codes:
            self.book.enrolled.append(asked)
            self._json(200, {"token": self.book.token})
        else:
            self._json(401, {"rule": "rule.enrolment_unknown", "text": "登记码无效", "details": {}})

    def _session(self, asked: dict[str, str]) -> None:
        if asked["password"] != PASSWORD or asked["login"] not in PEOPLE:
            self._json(401, {"rule": "rule.password", "text": "口令不对", "details": {}})
            return
        actor = json.loads(canonical(PEOPLE[asked["login"]]))
        told = {"session": f"session-{asked['login']}", "key": KEY.hex(), "token": "session-token", "actor": actor}
        offline = {"session": f"offline-{asked['login']}", "key": KEY.hex(), "until": NOW + 10**9}
        self._json(200, told | {"expires_at": NOW + 10**9, "server_time": self.book.now(), "offline": offline})

    def _claim(self, asked: dict[str, str]) -> None:
        """As Wang asks, whoever is signed in."""
        book, case_id = self.book, asked["case_id"]
        theirs = book.claims.get(case_id)
        if asked["how"] == "release":
            if theirs is not None and theirs.token == asked["token"]:
                book.take_back(case_id)
            claim = None
        elif asked["how"] == "take" and theirs is not None and theirs.actor != "wang":
            details = {"by": theirs.actor, "since": str(theirs.since)}
            self._json(409, {"rule": "rule.claimed_by", "text": "", "details": details})
            return
        else:
            claim = book.give(case_id, "wang")
        self._answer(200, canonical(ClaimAnswer(claim, book.now())), "application/json")

    def _blob(self, sha256: str, body: bytes) -> None:
        if self.command == "PUT":
            self.book.blobs[sha256] = body
            self._json(200, {"sha256": sha256, "mime": self.headers["Content-Type"]})
        elif self.command in {"POST", "PATCH"}:
            self._piece(sha256, body)
        elif sha256 in self.book.blobs:
            self._answer(200, self.book.blobs[sha256], "image/jpeg")
        else:
            self._json(404, {"rule": "error.not_found", "text": "", "details": {}})

    def _piece(self, sha256: str, body: bytes) -> None:
        book = self.book
        book.uploads.append((self.command, self.headers.get("Upload-Offset", "")))
        if sha256 in book.bad_photos:
            status, rule = book.bad_photos[sha256]
            self._json(status, {"rule": rule, "text": "照片超出配额", "details": {}})
            return
        if book.upload_answers:
            status, rule, offset = book.upload_answers.pop(0)
            self._json(status, {"rule": rule, "text": "", "details": {"offset": offset} if offset else {}})
            return
        if self.command == "POST":
            book.sizes[sha256] = json.loads(body)["size"]
        else:
            book.parts[sha256] = book.parts.get(sha256, b"") + body
        part, size = book.parts.get(sha256, b""), book.sizes[sha256]
        if len(part) == size:
            book.blobs[sha256] = part
        self._answer(200, canonical(BlobState(sha256, len(part), size, len(part) == size)), "application/json")

    def _push(self, body: bytes) -> None:
        if self.book.busy:
            self.book.turned_away += 1
            self._answer(503, self.book.why_busy, "application/json", {"Retry-After": self.book.retry_after})
            return
        if self.book.unread:
            self._json(self.book.unread, {"rule": "rule.form", "text": "格式不对", "details": {"field": "cmds"}})
            return
        answer = self.book.push(decode(Push, body))
        if answer is None:
            details = {"renewal": self.book.renewal} if self.book.renewal else {}
            self._json(409, {"rule": "fork", "text": "", "details": details})
            return
        if self.book.lose_answers or self.book.unplugged:
            raise _Cut
        self._answer(200, canonical(answer), "application/json")

    def _changes(self, query: dict[str, str]) -> None:
        book = self.book
        if book.no_changes:
            self._json(503, {"rule": book.no_changes, "text": ""})
            return
        seq, told = 0, START
        for part in filter(None, query["cursor"].split(",")):
            _, number, told = part.split(":")
            seq = int(number)
        with book.lock:
            here = book.rows[seq - 1].chain if 0 < seq <= len(book.rows) else START
            why = "epoch" if query["epoch"] != book.epoch else "chain" if told != here else ""
            if why or len(book.rows) - seq > book.far > 0:
                why = {"why": why or "far"}
                self._json(410, {"rule": "snapshot", "text": "", "details": why, "epoch": book.epoch})
                return
        self._begin_stream()
        epoch, known = book.epoch, int(query.get("claims_no", "0"))
        book.renewed.append(query.get("claims", ""))
        until = time.monotonic() + int(query["wait"])
        while time.monotonic() < until and not self._has_news(seq, epoch, known):
            self._chunk(b"\n")
        with book.lock:
            if book.unplugged:
                raise _Cut
            lines = book.lines[seq : seq + int(query["limit"])] if book.epoch == epoch and not book.frozen else []
            to = seq + len(lines)
            mark = Mark(to, book.rows[to - 1].chain if lines else told)
            here = len(book.rows) if book.epoch == epoch and not book.frozen else seq
            digest = book.digest() if to == len(book.rows) and book.epoch == epoch else ""
            span = FeedSpan(seq, to, here, digest=digest)
            last_n = max(book.last_n.values(), default=0)  # one console at a time asks here
            city, now = book.city.version, book.now()
            head = ChangesHead(book.epoch_no, epoch, {FEED: span}, city, now, last_n, more=to < here)
            claims = None if known == book.claims_no else tuple(book.claims.values())
            head = replace(head, claims=claims, claims_no=book.claims_no)
        self._end_stream(canonical(head), lines, lambda crc: canonical(ChangesTail({FEED: mark}, crc)))

    def _has_news(self, seq: int, epoch: str, known: int) -> bool:
        """Wait a moment for rows, claims, another epoch, or a cut line."""
        with self.book.news:
            if not self._moved(seq, known) and not self.book.unplugged and self.book.epoch == epoch:
                self.book.news.wait(0.2)
            return self._moved(seq, known) or self.book.unplugged or self.book.epoch != epoch

    def _moved(self, seq: int, known: int) -> bool:
        return (len(self.book.rows) > seq or self.book.claims_no != known) and not self.book.frozen

    def _snapshot(self, query: dict[str, str]) -> None:
        book = self.book
        with book.lock:
            rest = sorted(case_id for case_id in book.cases if case_id > query.get("after", ""))
            page = rest[: int(query["limit"])]
            done = len(page) == len(rest)
            mark = Mark(len(book.rows), book.rows[-1].chain if book.rows else START)
            lines = [canonical(SnapshotCase(FEED, book.cases[case_id])) for case_id in page]
            last_n, total = max(book.last_n.values(), default=0), len(book.cases)
            city, now = book.city.version, book.now()
            head = SnapshotHead(book.epoch_no, book.epoch, {FEED: mark}, total, city, now, last_n)
        self._begin_stream()
        after = "" if done else page[-1]
        self._end_stream(canonical(head), lines, lambda crc: canonical(SnapshotTail(after, done, crc)))

    # --- HTTP

    def _json(self, status: int, told: dict[str, object]) -> None:
        self._answer(status, json.dumps(told).encode(), "application/json")

    def _answer(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        if self.book.unplugged:
            raise _Cut
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _end_stream(self, head: bytes, lines: list[bytes], tail: Callable[[int], bytes]) -> None:
        rows = b"".join(line + b"\n" for line in lines)
        self._chunk(head + b"\n" + rows)
        if self.book.cut_rows and lines:
            raise _Cut
        self._chunk(tail(zlib.crc32(rows)) + b"\n")
        self.wfile.write(b"0\r\n\r\n")
