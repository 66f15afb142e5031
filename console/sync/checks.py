"""Whether an answer is one of ours, and what another one means.

An answer counts only when it says itself that it is ours: a captive portal's 200 with a page is no answer (N9).
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import msgspec
import requests
from urllib3 import exceptions

from console.sync.errors import Busy, Failing, OtherVersion, Refused, ServerUnreachable, SnapshotNeeded, Stale

JSON, LINES, BYTES = "application/json", "application/x-ndjson", "application/octet-stream"
TELLING = frozenset({JSON, "application/problem+json"})
IMAGE, ANY = "image/", "*/*"
LONGEST = 120.0  # seconds: the longest wait that a server may ask for


def check(response: requests.Response, want: str, url: str, read: Callable[[], bytes]) -> None:
    """Return for a good answer of the wanted type; raise what another one means. `read` gives its body."""
    status, kind = response.status_code, response.headers.get("Content-Type", "").partition(";")[0].strip()
    if (status in {200, 201} and _fits(kind, want)) or status == 204:
        return
    told = _told(read()) if status >= 400 and (kind in TELLING or status in {429, 503}) else {}
    if status in {429, 503}:
        busy = Stale if told.get("rule") == "error.stale" else Busy
        raise busy(_seconds(response.headers.get("Retry-After", "")), _why_busy(told))
    if "rule" in told and 400 <= status < 500:
        raise _refusal(status, told)
    if status >= 500 and ("rule" in told or status in {502, 504}):
        raise Failing("link.server_error" if "rule" in told else "link.gateway", status=status)
    raise ServerUnreachable("link.not_griddesk", url=url)


def _refusal(status: int, told: Mapping[str, Any]) -> Exception:
    details = told.get("details")
    details = {str(key): str(value) for key, value in details.items()} if isinstance(details, dict) else {}
    if status == 410:
        return SnapshotNeeded(details.get("why", ""))
    if status == 426:
        return OtherVersion(details.get("proto", ""))
    return Refused(status, str(told["rule"]), details, str(told.get("text", "")))


def _told(body: bytes) -> dict[str, Any]:
    """What a refusal says; {} where it is no answer of ours."""
    with suppress(msgspec.MsgspecError):
        told = msgspec.json.decode(body)
        return told if isinstance(told, dict) else {}
    return {}


def _fits(kind: str, want: str) -> bool:
    """Whether the answer is of the wanted type; a page is never wanted."""
    return kind.startswith(want) or (want == ANY and kind != "text/html")


def _why_busy(told: Mapping[str, Any]) -> str:
    """Also what is no answer of ours, as of a proxy before the server, only says that it is busy."""
    return "link.storage" if told.get("rule") == "error.storage" else "link.busy"


def _seconds(text: str) -> float:
    """What Retry-After asks for, in bounds; one second where it is no number."""
    return min(float(text), LONGEST) if text.isascii() and text.isdigit() else 1.0


def reason_of(error: Exception) -> str:
    """The key of the texts for an error of the line."""
    causes = tuple(_causes(error))
    return next((reason for kinds, reason in _REASONS if any(isinstance(cause, kinds) for cause in causes)), "link.cut")


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what stands behind it: requests wraps urllib3's errors, and those each other."""
    inner = [each for each in (*error.args, getattr(error, "reason", None)) if isinstance(each, BaseException)]
    return [error, *(cause for each in inner for cause in _causes(each))]


_REASONS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((requests.exceptions.SSLError, exceptions.SSLError), "link.certificate"),
    ((requests.exceptions.ContentDecodingError, exceptions.DecodeError), "link.bad_answer"),
    ((exceptions.NameResolutionError,), "link.no_name"),
    ((exceptions.NewConnectionError, exceptions.ProxyError), "link.down"),  # also a kind of ConnectTimeoutError
    ((requests.Timeout, exceptions.ReadTimeoutError, exceptions.ConnectTimeoutError, TimeoutError), "link.timeout"),
)
"""The first that fits counts; anything else broke in the middle: "link.cut"."""
