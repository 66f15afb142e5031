"""One console of L1: the shipped desk, files and rounds on a fake disk, a fake line and clocks of its own, without Qt.

What a round tells goes into the mailbox, as a queued signal does, and is taken by another step: wishes, kills and other
consoles come between.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

from console.desk.desk import Desk
from console.desk.files import Files, open_files
from console.desk.incoming import Incoming
from console.desk.outgoing import Outgoing
from console.desk.times import Clock
from console.facts import (
    Answer,
    Ask,
    BlobOut,
    Changes,
    Question,
    Sending,
    SignedIn,
    SnapshotPage,
    SnapshotWanted,
    Station,
    Wish,
)
from console.facts.photos import Stuck
from console.models.audit import ToldDigests, audit
from console.models.errors import LocalFilesError
from console.sync.backoff import Backoff
from console.sync.blobs import Upload
from console.sync.client import Client
from console.sync.errors import Failing, NotTaken, ServerUnreachable
from console.sync.push import Forked
from console.sync.questions import Questions
from console.sync.rounds import CityTold, PollRounds, PushRounds
from console.sync.waits import Wait
from rules.commands import NotAllowed
from rules.protocol import ClaimAnswer, Push, PushAnswer
from tests.together.faults.checker.findings import Witness
from tests.together.faults.l1.clock import MachineClock, Time
from tests.together.faults.l1.disk import Disk
from tests.together.faults.l1.network import Front, Wire
from tests.together.faults.l1.plain import PlainDisk
from tests.together.faults.l1.rows import Rows
from tests.together.faults.l1.vfs import Layer
from tests.together.faults.tally import Tally
from tests.together.faults.world import KEY, PEOPLE

BASE = "http://server.test"
_PHOTO_WAIT = 1000  # ms
_FLYING = 2  # pushes made whose answers are not taken yet
Told = Station | CityTold | Changes | SnapshotPage | SnapshotWanted | PushAnswer | Forked | Wait


class Console(Rows):
    """Starts, is used, dies and starts again. `unexpected` gathers errors that were told to nobody."""

    def __init__(
        self,
        name: str,
        layer: Layer,
        root: Path,
        time: Time,
        dice: Random,
        front: Front,
        tally: Tally,
        witness: Witness,
    ) -> None:
        self.name, self._time, self._dice, self._witness = name, time, dice, witness
        self.clock = MachineClock(time)
        self.disk = Disk(layer, root, dice)
        self.wire = Wire(front, time, dice, tally)
        self.seat: SignedIn | None = None
        self.unexpected: list[BaseException] = []
        self.told_errors: list[str] = []
        self.scope: frozenset[str] | None = None  # the feeds that it may see, None = all
        self.lost_photos: set[str] = set()  # of which the operator was told that they are gone
        self.refused = ""  # why the last poll failed, "" when it did not
        self.is_wrecked = False  # a page of its outbox was overwritten, and not made good since
        self._once = f"once-{name}"
        self.is_up = False
        self.start()

    # starting and ending ----------------------------------------------------------------------------------------------
    def start(self) -> None:
        """On what the last one left; a folder that cannot be used leaves it down."""
        folder = self.disk.reborn()
        self.told_errors.clear()  # that was another run of the program
        self.mail: deque[tuple[str, Told]] = deque()
        self._built: deque[tuple[Push, bool]] = deque()  # pushes made and not sent yet, and whether one follows
        self.push_due = self.poll_due = self.photo_due = 0
        self._upload: tuple[BlobOut, Upload] | None = None
        self._open: Files | None = None
        with self._doing():
            self._open = open_files(folder, "test", None, disk=PlainDisk(self.disk))
            self._begin(self._open)
            self.is_up = True
        if not self.is_up:
            self._abandon()
        elif self.files.salvaged is not None:
            self.is_wrecked = False

    def _begin(self, files: Files) -> None:
        self.files = files
        self.desk = Desk(files, Clock(self.clock.wall, self.clock.mono))
        self.incoming, self.outgoing = Incoming(self.desk), Outgoing(self.desk)
        self._snapshot, self._told = False, ToldDigests()
        self._follow()
        self._connect()
        self._use_city(self.desk.cursor().city)
        self._load()
        if self.seat is not None:
            self.desk.seats.sign_in(self.seat)

    def _connect(self) -> None:
        self._clients = [
            Client(BASE, transport=self.wire, mono_ns=self.clock.mono_ns) for _ in ("poll", "push", "questions")
        ]
        poll, push, ask = self._clients
        for client in self._clients:
            client.heard = self.desk.clock.correct
        self._poll = PollRounds(poll, self._once, self.name, Backoff(self._dice))
        self._push = PushRounds(push, Backoff(self._dice))
        self._questions = Questions(ask)
        self._know(self.files.station())

    def _know(self, station: Station) -> None:
        self._poll.know(station)
        self._push.know(station)
        self._clients[2].token = station.token

    def stop(self) -> None:
        """It ends: orderly, or abandoned when it was killed."""
        if self.is_up:
            self.is_up = False
            self._abandon()

    def _abandon(self) -> None:
        files, self._open = self._open, None
        if files is not None:
            with self._doing():
                files.close()

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    def enrol(self, once: str) -> None:
        """Start anew with the one-time token that the administrator gave out."""
        self._once = once
        self.restart()

    def close(self) -> None:
        """The end of it."""
        self.stop()
        self.disk.close()

    @contextmanager
    def _doing(self) -> Iterator[None]:
        """Refusals and troubles of the files are told to the operator; anything else nobody expected."""
        try:
            yield
        except (NotAllowed, LocalFilesError) as error:
            self.told_errors.append(error.rule)
        except ServerUnreachable as error:
            self.told_errors.append(error.reason)
        except Exception as error:  # noqa: BLE001 - the program goes on, as its event loop does
            if not self.disk.dead:
                self.unexpected.append(error)
        if self.disk.dead and self.is_up:
            self.is_up = False
            self._abandon()

    # an operator ------------------------------------------------------------------------------------------------------
    def sign_in(self, login: str, session: str, until: int) -> None:
        """Somebody sits down."""
        self.seat = SignedIn("desk", PEOPLE[login], session, KEY, f"of-{session}", until)
        if self.is_up:
            self.desk.seats.sign_in(self.seat)

    def wish(self, wish: Wish) -> str:
        """Record a wish; the id of the command that the operator was told is queued, "" = none."""
        queued = ""
        with self._doing():
            pending = self.desk.do(wish)
            if not self.disk.dead:
                queued = pending.id
                self._witness.recorded[queued] = self.name
                self._witness.secrets.update(wish.personal.values())
        self._heed()
        return queued

    def _heed(self) -> None:
        """Does what a damaged outbox tells its operator: end the program and start it again."""
        if self.is_up and self.told_errors[-1:] == ["error.outbox_damaged"]:
            self.restart()

    def lose_power(self) -> None:
        """It ends between two operations, and starts: the next start looks at the whole outbox."""
        self.disk.kill()
        self.stop()
        self.start()

    def recall(self) -> None:
        """`U`."""
        with self._doing():
            self.desk.recall_last("desk")

    def resolve(self, how: str) -> None:
        """The oldest conflict ends so."""
        with self._doing():
            waiting = self.desk.conflicts()
            if waiting:
                self.desk.resolve(waiting[0].id, how)

    def claim(self, case_id: str, how: str, reason: str = "") -> bool:
        """Take a case in hand ("take", "take_over") or let it go ("release"); whether it is in hand then."""
        with self._doing():
            held = self.desk.claims.held(case_id)
            args = {"how": how, "reason": reason} | ({"token": str(held.claim.token)} if held else {})
            self._questions._tokens["desk"] = self.seat.token if self.seat else ""
            answer = self._questions.answer(Question("claim", Ask.CLAIM, "desk", case_id, args))
            if how == "release":
                self.desk.claims.let_go(case_id)
            elif isinstance(answer, Answer) and isinstance(answer.content, ClaimAnswer) and answer.content.claim:
                case = self.desk.cached(case_id)
                self.desk.claims.grant(answer.content.claim, "desk", case.stage if case else "")
        return self.is_up and self.desk.claims.held(case_id) is not None

    # the line ---------------------------------------------------------------------------------------------------------
    @property
    def can_poll(self) -> bool:
        """Whether its wait is over, and what it told last is taken."""
        return self.is_up and self._time.now_ms >= self.poll_due and not self._mails("poll")

    @property
    def can_push(self) -> bool:
        """Whether its wait is over and something waits; at most two answers are not taken yet."""
        may = self.is_up and self._time.now_ms >= self.push_due and len(self._built) + self._mails("push") < _FLYING
        return may and bool(self.desk.outbox())

    def _mails(self, way: str) -> int:
        return sum(each == way for each, _ in self.mail)

    def poll_round(self) -> bool:
        """Ask once; False when its wait is not over, or what it told last is not taken yet."""
        if not self.can_poll:
            return False
        with self._doing():
            self._poll.hold(self.desk.claims.holding)
            for told in self._poll.run(self.cursor, 0):
                self.mail.append(("poll", told))
                self.refused = told.lost.reason if isinstance(told, Wait) else ""
                self.desk.claims.line_is_up = not self.refused
                if isinstance(told, Wait):
                    self.poll_due = self._time.now_ms + told.lost.wait_ms
        return True

    def make_push(self) -> bool:
        """Make the next push, or the one behind it; it goes with the next round. False when nothing waits."""
        if not self.is_up or self._time.now_ms < self.push_due:
            return False
        before = len(self._built)
        with self._doing():
            self.desk.release_due()
            if (first := self.outgoing.next(self.cursor.epoch)) is not None:
                self._built.append((first, False))
            elif (behind := self.outgoing.following(self.cursor.epoch)) is not None:
                self._built.append((behind, True))
        self._heed()
        return len(self._built) > before

    def push_round(self) -> bool:
        """Push what was made, and what waits behind it; False when its wait is not over, or nothing waits."""
        if not self.is_up or self._time.now_ms < self.push_due:
            return False
        self.make_push()
        acted = False
        while self.is_up and self._built:
            acted = True
            with self._doing():
                self._send_push(*self._built.popleft())
        return acted

    def _send_push(self, push: Push, follows: bool) -> None:
        told = self._push.run(push, follows=follows)
        if told is not None:
            self.mail.append(("push", told))
        if isinstance(told, Wait):
            self.push_due = self._time.now_ms + told.lost.wait_ms

    @property
    def has_photos(self) -> bool:
        """Whether photos wait."""
        try:
            return self.is_up and bool(self.files.outbox.waiting_blobs())
        except LocalFilesError:
            return True  # it cannot be read for now

    @property
    def can_send_photo(self) -> bool:
        """Whether a photo waits and nothing keeps it."""
        return self._time.now_ms >= self.photo_due and self.has_photos

    def photo_round(self) -> bool:
        """One exchange of the photo that is next; False when its wait is not over, or none waits."""
        if not self.is_up or self._time.now_ms < self.photo_due:
            return False
        acted = False
        with self._doing():
            if self._upload is None:
                blob = self.desk.uploads.next()
                self.lost_photos.update(lost.sha256 for lost in self.desk.uploads.take_lost())
                self._upload = (blob, Upload(self._clients[2], blob)) if blob else None
            if self._upload is not None and not self.disk.dead:
                acted = True
                self._send_on(*self._upload)
        self._heed()
        return acted

    def _send_on(self, blob: BlobOut, upload: Upload) -> None:
        try:
            refused = upload.step()
        except ServerUnreachable as error:
            self._upload, self.photo_due = None, self._time.now_ms + _PHOTO_WAIT
            own = isinstance(error, NotTaken | Failing)
            self.desk.uploads.failed(Stuck(blob.sha256, error.reason, error.details, own))
            raise
        if refused is not None:
            self._upload = None
            self.desk.uploads.taken(blob.sha256, refused)

    def take_mail(self) -> bool:
        """Take the oldest thing that a round told."""
        if not self.is_up or not self.mail:
            return False
        way, told = self.mail.popleft()
        with self._doing():
            self._take(way, told)
        return True

    def _take(self, way: str, told: Told) -> None:
        if isinstance(told, Wait):
            if way == "push":
                self.outgoing.lost(told.lost)
        elif isinstance(told, Station):
            with self._doing():
                self.files.outbox.me.keep_secret("token", told.token)
            self._know(told)
        elif isinstance(told, CityTold):
            self.outgoing.greeted()
            self._want_city(told.version)
        elif isinstance(told, PushAnswer):
            self.outgoing.answered(told)
        elif isinstance(told, Forked):
            self._know(replace(self.outgoing.forked(), once=told.renewal))
        else:
            self._take_rows(told)

    def look_over(self) -> None:
        """What runs every five minutes: the cache against its structure and against what the server told."""
        if not self.is_up or not self.files.shelf.on_disk:
            return
        with self._doing():
            found = audit(*self.files.shelf.on_disk)
            if not found.intact:
                self._rebuild()
            elif found.differs(self._told.kept) or found.changed(self._told.ends):
                self._begin_snapshot()

    def confirm_old(self) -> None:
        """The operator says that what waited since long still holds."""
        if not self.is_up:
            return
        with self._doing():
            self.desk.look_for_old()
            old = [each.id for each in self.desk.outbox() if each.state is Sending.OLD]
            if old:
                self.desk.confirm_old(old, "send")
