"""Brings answers back to the source whose order a case is: a signed message to the address that it was given."""

import json

from rules.answering import RESULTS
from rules.case import Case
from rules.citizens import channel_of
from rules.machines import source_of
from rules.replies import Reply
from server.answering import CannotCarry
from server.clock import Clock
from server.machines.sources import Sources
from server.webhooks.sending import Post, post
from server.webhooks.signing import headers


class BackToSource:
    """A `Carrier` (see `server.answering`): one attempt each time; who was never given an address is told by a file."""

    def __init__(self, sources: Sources, clock: Clock, post: Post = post) -> None:
        self._sources, self._clock, self._post = sources, clock, post

    def carries(self, case: Case) -> bool:
        """What a connected source sent, or a file of its orders."""
        return bool(source_of(channel_of(case.reported_by)))

    def carry(self, case: Case, reply: Reply) -> None:
        """Raises CannotCarry: the source has ended, or its system did not take it (2xx)."""
        found = self._sources.find(source_of(channel_of(case.reported_by)))
        if found is None:
            raise CannotCarry("the source has ended")
        source, (secret, *_) = found
        if not source.url:
            return
        body = json.dumps(answer_of(case, reply), ensure_ascii=False).encode()
        why = self._post(source.url, headers(secret, reply.id, self._clock.now(), body), body)
        if why:
            raise CannotCarry(why)


def answer_of(case: Case, reply: Reply) -> dict[str, object]:
    """What the other house is told; nobody is named. Instants ms UTC, 0 = none."""
    last = case.follow_ups[-1].result if case.follow_ups else ""
    return {
        "type": "answer",
        "id": reply.id,
        "number": case.external_number,
        "case": case.number,
        "text": reply.text,
        "at": reply.at,
        "stage": str(case.stage),
        "closed_at": case.closed_at,
        "due": case.external_due,
        "on_time": not case.external_due or reply.at <= case.external_due,
        "follow_up": last if last in RESULTS else "",
    }
