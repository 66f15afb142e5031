"""Hands recorded commands in, in order. Only a `results` entry is the outcome of a command, never a status code."""

from console.sync.client import JSON, Client
from console.sync.errors import NotKnown, Refused, ServerUnreachable
from rules.protocol import Push, PushAnswer
from rules.wire import WireError, canonical, decode


class Forked(Exception):
    """The server knows another console by our id and numbers: this folder was copied, or put back from a backup."""


def push(client: Client, body: Push) -> PushAnswer:
    """One push. Raises ServerUnreachable (send the same again), NotKnown or Forked."""
    try:
        answered = client.exchange("POST", "/v1/push", JSON, canonical(body))
        answer = decode(PushAnswer, answered)
    except WireError as error:
        raise ServerUnreachable("link.bad_answer") from error
    except Refused as refused:
        if refused.status == 401 or refused.rule == "error.foreign_console":
            raise NotKnown from refused
        if refused.rule == "fork":
            raise Forked from refused
        raise ServerUnreachable("link.refused", rule=refused.rule, text=refused.text) from refused
    client.told_time(answer.server_time)
    return answer
