"""Runs an outage drill: holds the line back, ends by itself, and writes down what came of it.

It lives in memory: a program that ends or crashes has no drill any more, and all that was done in it goes out with the
next start as after any outage. Its record is a file of its own, from which a child process makes the report.
"""

import secrets
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.desk.drill import MINUTE, Drill, check
from console.facts import Ask, LinkState, OutboxDelta, Question, Recorded, Refusal
from console.facts.drills import BUTTON, LINE, PROGRAM, SNAPSHOT, TIME, URGENT, DrillRecord, record_json
from console.models.disk import Disk
from console.store.packing import Packing
from console.store.room import Room
from console.store.scouting import Scouting
from console.store.wishes import Wishes
from rules.commands import Actor, NotAllowed
from rules.wire import new_id

FOLDER = "drills"  # in the folder of the local files
PATIENCE = 10 * MINUTE  # for the server's answers after a drill; then the record says what is open
_TICK = 1000  # ms


class Drilling(QObject):
    """One drill at a time. What the windows see of it is the state of the line; `kept` when a record was written."""

    refused = Signal(str, object)  # rule, details: it does not begin
    kept = Signal()
    asked = Signal(object)  # Question: told to the server, where it can be
    over = Signal()

    def __init__(self, room: Room, wishes: Wishes, packing: Packing, scouting: Scouting) -> None:
        super().__init__(room)
        self._room = room
        self._drill: Drill | None = None  # the one that is on
        self._after: Drill | None = None  # the one whose commands are still on their way
        self._seat = ""
        self._disk = Disk()
        self._clock = QTimer(self, interval=_TICK)
        self._clock.timeout.connect(self._tick)
        wishes.recorded.connect(self._count)
        wishes.refused.connect(self._count_refusal)
        packing.made.connect(self._count_pack)
        scouting.urgent.connect(self._meet_urgent)
        scouting.lost.connect(self._meet_snapshot)
        room.link.connect(self._look)
        room.outbox.connect(self._take_outbox)

    # its beginning ----------------------------------------------------------------------------------------------------
    @Slot(str, int)
    def begin(self, seat: str, minutes: int) -> None:
        """Hold the line back for so many minutes; `refused` says why not."""
        desk, watch = self._room.desk, self._room.watch
        try:
            actor = check(desk, watch.state, seat, minutes)
        except NotAllowed as refusal:
            self.refused.emit(refusal.rule, refusal.details)
            return
        self._finish()
        now, span = desk.clock.now(), minutes * MINUTE
        self._seat = seat
        self._drill = Drill(self._record(actor, now, now + span), desk.clock.mono() + span)
        self._tell_server(self._drill.record)
        watch.begin_drill(now + span)
        self._room.tell_link()
        self._room.say("notice.drill_began", {"minutes": str(minutes)})
        self._clock.start()

    def _record(self, actor: Actor, now: int, until: int) -> DrillRecord:
        city, drill_id = self._room.desk.city, new_id(now, secrets.token_bytes(10))
        record = DrillRecord(drill_id, actor.name, now, until, login=actor.id)
        if city is None:
            return record
        return replace(record, city=city.name, city_en=city.name_en or city.name, zone=city.zone)

    # what happens in it -----------------------------------------------------------------------------------------------
    @Slot(object)
    def _count(self, recorded: Recorded) -> None:
        if self._drill:
            self._drill.recorded(recorded.pending)

    @Slot(object)
    def _count_refusal(self, refusal: Refusal) -> None:
        if self._drill:
            self._drill.refused(refusal)

    @Slot()
    def _count_pack(self) -> None:
        if self._drill:
            self._drill.packed(self._room.desk.clock.now(), self._room.watch.state.as_of)

    @Slot()
    def count_handover(self) -> None:
        """A hand-over file was written."""
        if self._drill:
            self._drill.handed_over()

    @Slot()
    def count_reply(self) -> None:
        """A unit's reply was read."""
        if self._drill:
            self._drill.replied()

    @Slot()
    def _tick(self) -> None:
        clock, after = self._room.desk.clock, self._after
        if self._drill and (clock.now() >= self._drill.record.until or clock.mono() >= self._drill.ends_by):
            self._end(TIME)
        elif after and clock.mono() >= after.ends_by + PATIENCE:
            self._finish()

    # its end ----------------------------------------------------------------------------------------------------------
    @Slot()
    def end(self) -> None:
        """A person ends it."""
        self._end(BUTTON)

    @Slot(str)
    def _meet_urgent(self, number: str) -> None:
        self._end(URGENT, number)

    @Slot()
    def _meet_snapshot(self) -> None:
        self._end(SNAPSHOT)

    @Slot(object)
    def _look(self, link: LinkState) -> None:
        """The line that was held back was lost in earnest."""
        if not link.drill_until:
            self._end(LINE)

    def leave(self) -> None:
        """The program is about to end: what was done goes out now, as far as there is time."""
        self._end(PROGRAM)

    def close(self) -> None:
        """The files are about to be closed: what can be said of a drill is written down."""
        self._end(PROGRAM)
        self._finish()
        self._clock.stop()

    def _end(self, why: str, number: str = "") -> None:
        drill, self._drill = self._drill, None
        if drill is None:
            return
        room, desk = self._room, self._room.desk
        drill.end(desk.clock.now(), why, number, desk)
        drill.ends_by, self._after = desk.clock.mono(), drill
        room.watch.end_drill()
        room.tell_link()
        kind = "alert" if why == URGENT else "notice"
        room.say(f"notice.drill_{why}", {"number": number} if number else {}, kind)
        self.over.emit()
        room.tell_counts()
        self._take_outbox(OutboxDelta())

    @Slot(object)
    def _take_outbox(self, news: OutboxDelta) -> None:
        """The commands of a drill that is over have been answered one by one."""
        if self._after and self._after.answered(news.gone):
            self._finish()

    def _finish(self) -> None:
        """Write the record of the last drill down; the server hears of it too."""
        drill, self._after = self._after, None
        if drill is None:
            return
        self._clock.stop()
        record = drill.close(self._room.desk.clock.now(), self._room.desk)
        self._tell_server(record)
        try:
            self._keep(record)
        except OSError as error:
            path, why = str(error.filename or ""), error.strerror or str(error)
            self._room.say("error.drill_not_kept", {"path": path, "why": why}, "error")

    def _keep(self, record: DrillRecord) -> None:
        folder = self.folder
        folder.mkdir(mode=0o700, exist_ok=True)
        name = datetime.fromtimestamp(record.began // 1000, ZoneInfo(record.zone)).strftime("drill-%Y%m%d-%H%M%S")
        self._disk.write_whole(folder / f"{name}.json", record_json(record))
        self.kept.emit()

    @property
    def folder(self) -> Path:
        """Where records and reports lie."""
        return self._room.desk.files.folder / FOLDER

    def _tell_server(self, record: DrillRecord) -> None:
        """Best effort: the record lies here in any case."""
        told = record_json(record).decode()
        self.asked.emit(Question(f"{record.id}:{record.ended}", Ask.DRILL, self._seat, record.id, {"record": told}))
