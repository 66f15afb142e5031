"""Hands recorded commands in, in order. Only a `results` entry is the outcome of a command, never a status code."""

from console.sync.client import JSON, PUSH_WITHIN, Client
from console.sync.errors import Failing, Misread, NotKnown, Refused, ServerUnreachable
from rules.protocol import Push, PushAnswer
from rules.wire import WireError, canonical, decode

_MISREAD = frozenset({400, 413, 422})


class Forked(Exception):
    """The server knows another console by our id and numbers: this folder was copied, or put back from a backup.

    `renewal`: a one-time token with which this console may enrol itself anew under another id; "" when there is none.
    """

    def __init__(self, renewal: str = "") -> None:
        super().__init__("fork")
        self.renewal = renewal


def push(client: Client, body: Push) -> PushAnswer:
    """One push. Raises ServerUnreachable (send the same again), Misread (not the same), NotKnown or Forked."""
    try:
        answered = client.exchange("POST", "/v1/push", JSON, canonical(body), within=PUSH_WITHIN)
        answer = decode(PushAnswer, answered)
    except WireError as error:
        raise ServerUnreachable("link.bad_answer") from error
    except Refused as refused:
        raise _meaning(refused) from refused
    client.told_time(answer.server_time)
    return answer


def _meaning(refused: Refused) -> Exception:
    if refused.status == 401 or refused.rule == "error.foreign_console":
        return NotKnown("")
    if refused.rule == "fork":
        return Forked(refused.details.get("renewal", ""))
    if refused.rule == "error.zombie":  # our epoch is none of its own: which of the two is left behind, the poll finds
        return Failing("link.zombie")
    if refused.status in _MISREAD:
        return Misread(refused.rule, refused.text)
    return refused.unreachable
