"""Photos on their way to the server: which goes next, how each of them stands, and what a person does about them.

Photos of the case that was reported last go first. One that does not get through holds up no other.
"""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from console.desk.picture import Picture
from console.desk.times import Clock
from console.facts import BlobOut
from console.facts.photos import PhotoOut, PhotosDelta, PhotoState, Stuck
from console.models.entries import KeptBlob
from console.models.outbox import Outbox
from console.models.photos import Photos

FIRST, MOST = 5_000, 300_000  # ms until a photo that the server did not take now is offered again
KINDS = {"expected": "JPEG, PNG, WebP"}  # what a refusal may have to name
_ASTRAY = 3  # tries that a broken line ended, after which another photo is tried first
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Trouble:
    """Why the last try failed; `due` by the monotonic clock, 0 = at once."""

    stuck: Stuck
    answers: int = 0  # tries that the server itself ended
    breaks: int = 0  # tries that the line ended
    due: int = 0

    @property
    def is_seen(self) -> bool:
        """Whether a person should know; what the line does, its own light says, unless it does it to this one."""
        return self.stuck.own or self.breaks >= _ASTRAY


class Uploads:
    """On the store's thread. Errors of the disk pass through: the photo is where it was. Trouble is kept in memory."""

    def __init__(self, outbox: Outbox, photos: Photos, picture: Picture, clock: Clock) -> None:
        self._outbox, self._photos, self._picture, self._clock = outbox, photos, picture, clock
        self._troubles: dict[str, _Trouble] = {}
        self._sending = ""
        self._lost: list[KeptBlob] = []
        self._told: dict[str, PhotoOut] = {}
        self._seen, self._moved = -1, False

    # which goes next --------------------------------------------------------------------------------------------------
    def next(self) -> BlobOut | None:
        """The photo to send now, None when none can go; one whose file is gone is passed over: see `take_lost`.

        One that the disk does not give out for now waits, and holds up no other.
        """
        self._sending, self._moved = "", True
        if self._outbox.read_only:
            return None
        for blob in sorted(filter(self._is_due, self._outbox.missing_blobs()), key=self._rank):
            try:
                body = self._photos.read(blob.sha256)
            except OSError as error:
                log.warning("a photo cannot be read for now: %s", error)
                continue
            if body is not None:
                self._sending = blob.sha256
                return BlobOut(blob.sha256, blob.mime, body)
            self._outbox.blob_state(blob.sha256, PhotoState.LOST)
            self._troubles.pop(blob.sha256, None)
            self._lost.append(blob)
        return None

    def _is_due(self, blob: KeptBlob) -> bool:
        trouble = self._troubles.get(blob.sha256)
        return blob.state == PhotoState.WAITING and (trouble is None or trouble.due <= self._clock.mono())

    def _rank(self, blob: KeptBlob) -> tuple[int, int]:
        """The smallest goes first. A case that no server has told yet was reported when its command was issued."""
        trouble, case = self._troubles.get(blob.sha256), self._picture.cached.get(blob.case_id)
        return (trouble.breaks // _ASTRAY if trouble else 0, -(case.reported_at if case else blob.issued))

    def wait(self) -> int | None:
        """In how many ms the next one may go that waits for its own sake, None when none does."""
        now = self._clock.mono()
        return min((each.due - now for each in self._troubles.values() if each.due > now), default=None)

    def take_lost(self) -> tuple[KeptBlob, ...]:
        """Those whose files were found to be gone or damaged since this was last asked."""
        lost = tuple(self._lost)
        self._lost.clear()
        return lost

    def case_of(self, sha256: str) -> str:
        """The case of a photo that the server does not have, "" = none that is known."""
        known = self._told.get(sha256)
        return known.case_id if known else ""

    # what came of it --------------------------------------------------------------------------------------------------
    def taken(self, sha256: str, refused: str = "") -> None:
        """The server has it, or refuses it for good by this rule."""
        self._forget(sha256)
        self._outbox.blob_state(sha256, PhotoState.REFUSED if refused else "sent", refused)

    def failed(self, stuck: Stuck) -> None:
        """It was not taken this time. What the server itself said gives it a wait of its own, longer each time."""
        trouble = self._troubles.setdefault(stuck.sha256, _Trouble(stuck))
        trouble.stuck, self._sending, self._moved = stuck, "", True
        if stuck.own:
            trouble.due = self._clock.mono() + min(MOST, FIRST << min(trouble.answers, 16))
            trouble.answers += 1
        else:
            trouble.breaks += 1

    def hasten(self) -> None:
        """A server said hello: what it did not take before it may take now."""
        for trouble in self._troubles.values():
            trouble.due = 0

    def _forget(self, sha256: str) -> None:
        self._troubles.pop(sha256, None)
        self._sending, self._moved = "", True

    # what else may happen to them -------------------------------------------------------------------------------------
    def add_again(self, body: bytes) -> None:
        """A person found the very photo that was lost here or refused: it is written anew and goes."""
        sha256 = hashlib.sha256(body).hexdigest()
        if any(blob.sha256 == sha256 for blob in self._outbox.missing_blobs()):
            self._photos.keep_unsent(body)
            self._forget(sha256)
            self._outbox.blob_state(sha256, PhotoState.WAITING)

    def give_up(self, photos: Iterable[str]) -> None:
        """A person does without these; what goes by itself is not stopped."""
        for sha256 in photos:
            known = self._told.get(sha256)
            if known is not None and known.state in {PhotoState.LOST, PhotoState.REFUSED}:
                self._outbox.blob_state(sha256, "given_up")

    def seen_at_server(self, sha256: str) -> None:
        """The server shows it: another desk has sent what was lost here."""
        known = self._told.get(sha256)
        if known is not None and known.state is PhotoState.LOST:
            self._outbox.blob_state(sha256, "sent")

    # how they stand ---------------------------------------------------------------------------------------------------
    def news(self) -> PhotosDelta:
        """What changed since the last time; empty when nothing did."""
        if self._seen == self._outbox.blobs_moved and not self._moved:
            return PhotosDelta()
        moved = self._outbox.blobs_moved
        now = {blob.sha256: self._out(blob) for blob in self._outbox.missing_blobs()}
        changed = tuple(photo for photo in now.values() if self._told.get(photo.sha256) != photo)
        gone = tuple(self._told.keys() - now.keys())
        self._told, self._seen, self._moved = now, moved, False
        return PhotosDelta(changed, gone)

    def _out(self, blob: KeptBlob) -> PhotoOut:
        trouble, state = self._troubles.get(blob.sha256), PhotoState(blob.state)
        if blob.sha256 == self._sending:
            state = PhotoState.SENDING
        elif state is PhotoState.WAITING and trouble is not None and trouble.is_seen:
            stuck = trouble.stuck
            return PhotoOut(
                blob.sha256, PhotoState.HELD_UP, blob.case_id, blob.issued, stuck.reason, dict(stuck.details)
            )
        return PhotoOut(blob.sha256, state, blob.case_id, blob.issued, blob.why, KINDS if blob.why else {})
