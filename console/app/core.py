"""The console without its windows: board and questions above, store and network threads below, and what ties them."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QMetaObject, QObject, Qt, QTimer, Signal, Slot

from console.app.threads import Threads, call_and_wait
from console.board import Board
from console.enquiries import Enquiries
from console.store.store import Store

if TYPE_CHECKING:
    from console.sync.addresses import Addresses
    from console.sync.client import Client
    from console.sync.workers import FileWorker, PollWorker, PushWorker, QuestionWorker, Worker

_LAST_WORDS = 700  # ms for what is sent as the program ends: it is on disk, and goes at the next start else


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server is, and how to come in the first time. `others`: addresses to ask when `base` has no answer."""

    base: str
    make_client: "Callable[[Addresses], Client]"
    enrol: str = ""
    others: tuple[str, ...] = ()


class Core(QObject):
    """Board, enquiries, store and network, tied together. `start` opens the files, `connect_to` begins to talk."""

    started = Signal()
    joined = Signal()
    failed = Signal(object)  # LocalFilesError
    ended = Signal()

    def __init__(self, board: Board, enquiries: Enquiries, store: Store) -> None:
        super().__init__()
        self.board, self.enquiries, self.store = board, enquiries, store
        self._closed, self._is_whole = False, True
        self._threads = Threads(self)
        self._threads.add("store", store).start()
        self._clients: list[Client] = []
        self._workers: list[Worker] = []
        self._tie_store()
        self.started.connect(store.start)
        self.joined.connect(store.greet)

    def start(self) -> None:
        """Open the files and show what is remembered."""
        self.started.emit()

    def _tie_store(self) -> None:
        board, store = self.board, self.store
        board.wished.connect(store.wishes.take_wish)
        board.recall_asked.connect(store.wishes.take_recall)
        board.resolve_asked.connect(store.wishes.take_resolve)
        board.old_confirmed.connect(store.wishes.take_confirm_old)
        board.offers_asked.connect(store.wishes.take_offers_asked)
        board.draft_typed.connect(store.drafts.take)
        board.photos.found_again.connect(store.wishes.take_photo_again)
        board.photos.given_up.connect(store.wishes.take_photos_given_up)
        store.drafts.known.connect(board.take_drafts)
        self.enquiries.asked.connect(store.shift.take_question)
        store.shift.answered.connect(self.enquiries.take)
        self.enquiries.asked.connect(store.enrolling.take_question)
        store.enrolling.answered.connect(self.enquiries.take)
        self.enquiries.asked.connect(store.geocoding.take_question)
        store.geocoding.answered.connect(self.enquiries.take)
        self.enquiries.asked.connect(store.claims.take_question)  # who signs out lets go before the session ends
        self.enquiries.asked.connect(store.answers.take_question)
        store.answers.answered.connect(self.enquiries.take)
        store.wishes.recorded.connect(board.take_recorded)
        store.wishes.refused.connect(board.take_refusal)
        room = store.room
        room.changed.connect(board.take_delta)
        room.breath.asked.connect(board.portions.take_breath)
        board.portions.caught_up.connect(room.breath.take)
        room.loaded.connect(board.take_loaded)
        room.link.connect(board.take_link)
        room.seats.connect(board.take_seats)
        room.outbox.connect(board.take_outbox)
        room.conflicts.connect(board.take_conflicts)
        room.photos.connect(board.photos.take)
        room.offers.connect(board.take_offers)
        room.notice.connect(board.take_notice)
        store.cities.city.connect(board.take_city)
        store.cities.whole.connect(board.take_geometry)
        board.drills.asked.connect(store.drilling.begin)
        board.drills.end_asked.connect(store.drilling.end)
        store.drilling.refused.connect(board.drills.take_refusal)
        store.failed.connect(self._tell_failed)

    @Slot(object)
    def _tell_failed(self, error: object) -> None:
        self.failed.emit(error)

    def connect_to(self, server: Server) -> None:
        """Begin to talk to the server; the store tells the threads who this console is.

        The network's libraries load here, unless they are loaded already: the cache is shown without them.
        """
        from console.sync.addresses import Addresses
        from console.sync.workers import FileWorker, PollWorker, PushWorker, QuestionWorker

        self._addresses = addresses = Addresses((server.base, *server.others))
        push, poll, ask, carry = (server.make_client(addresses) for _ in range(4))
        self._clients, self._poll = [push, poll, ask, carry], poll
        name = socket.gethostname()
        pushing, polling = PushWorker(push), PollWorker(poll, server.enrol, name)
        questions, files = QuestionWorker(ask, name), FileWorker(carry)
        self._tie_push(pushing)
        self._tie_poll(polling)
        self._tie_questions(questions)
        self._tie_files(files)
        self._workers = [pushing, polling, questions, files]
        followers: tuple[Worker, ...] = (pushing, polling)
        for follower in followers:
            follower.alive.connect(self.store.line.take_alive)
            questions.alive.connect(follower.wake)
            files.alive.connect(follower.wake)
        for worker, name in zip(self._workers, ("push", "poll", "questions", "files"), strict=True):
            self._tie_worker(worker)
            self._threads.add(name, worker).start()
        self.joined.emit()

    def _tie_worker(self, worker: "Worker") -> None:
        line, sending = self.store.line, self.store.sending
        line.station.connect(worker.know)
        sending.station.connect(worker.know)
        worker.lost.connect(line.take_lost)
        worker.lost.connect(sending.take_lost)
        worker.heard.connect(line.take_heard)
        line.line_back.connect(worker.wake)

    def _tie_push(self, worker: "PushWorker") -> None:
        sending = self.store.sending
        sending.push.connect(worker.send)
        worker.sent.connect(sending.take_answer)
        worker.wanted.connect(sending.next)
        worker.forked.connect(sending.take_forked)

    def _tie_poll(self, worker: "PollWorker") -> None:
        arrivals = self.store.arrivals
        arrivals.follow.connect(worker.follow)
        worker.station_known.connect(self.store.line.take_station)
        worker.answered_at.connect(self.store.line.take_address)
        self.store.line.leave.connect(self._leave)
        worker.city_told.connect(self.store.cities.take_told)
        worker.city_told.connect(self.store.sending.greet)
        claims = self.store.claims
        claims.hold.connect(worker.hold)
        worker.changes.connect(claims.take_changes)  # before the next poll is asked for
        worker.changes.connect(arrivals.take_changes)
        worker.snapshot_page.connect(arrivals.take_snapshot)
        worker.snapshot_wanted.connect(arrivals.take_snapshot_wanted)

    def _tie_questions(self, worker: "QuestionWorker") -> None:
        store = self.store
        store.asking.asked.connect(worker.ask)
        worker.answered.connect(store.enrolling.take_answer)
        worker.answered.connect(store.claims.take_answer)  # before the views hear of it
        worker.answered.connect(store.answers.take_answer)
        worker.answered.connect(store.handing.take_answer)
        worker.answered.connect(store.fetching.take_answer)  # behind `answers`, which keeps the photo

    def _tie_files(self, worker: "FileWorker") -> None:
        store = self.store
        store.cities.wanted.connect(worker.fetch_pack)
        worker.pack_came.connect(store.cities.take_pack)
        store.sending.upload.connect(worker.upload)
        worker.uploaded.connect(store.sending.take_uploaded)
        worker.upload_failed.connect(store.sending.take_stuck)  # before the next one is wanted
        worker.upload_wanted.connect(store.sending.next_photo)

    @Slot()
    def _leave(self) -> None:
        """The server asked last lives and tells nothing new: its poll ends, and the next address is asked."""
        self._addresses.leave()
        self._poll.cut()

    def _send_held(self) -> None:
        """What is held for its recall goes before the line is given up; without a line, at the next start."""
        link, held = self.board.link, any(each.held for each in self.board.outbox)
        if not self._workers or not ((link.online and held) or link.drill_until):
            return
        done = QEventLoop()
        self.store.sending.idle.connect(done.quit)
        QTimer.singleShot(_LAST_WORDS, done, done.quit)
        QMetaObject.invokeMethod(self.store, "hurry", Qt.ConnectionType.QueuedConnection)
        done.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.store.sending.idle.disconnect(done.quit)

    def close(self) -> bool:
        """Stop wishes, send what was held, then end the network at once and the files when they are whole.

        False when a thread sits in what nothing can end, as in looking up a name: the program must leave without it.
        """
        if self._closed:
            return self._is_whole
        self._closed = True
        self.board.blockSignals(True)
        self._send_held()
        for client in self._clients:
            client.close()
        call_and_wait(self.store, "stop")
        for worker in self._workers:
            QMetaObject.invokeMethod(worker, "stop", Qt.ConnectionType.QueuedConnection)
        self._is_whole = self._threads.quit_all()
        self.ended.emit()
        return self._is_whole
