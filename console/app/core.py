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
    from console.sync.client import Client
    from console.sync.workers import PollWorker, PushWorker, QuestionWorker, Worker

_LAST_WORDS = 2000  # ms for what is sent as the program ends


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server is, and how to come in the first time."""

    base: str
    make_client: "Callable[[str], Client]"
    enrol: str = ""


class Core(QObject):
    """Board, enquiries, store and network, tied together. `start` opens the files, `connect_to` begins to talk."""

    started = Signal()
    joined = Signal()
    failed = Signal(object)  # LocalFilesError
    ended = Signal()

    def __init__(self, board: Board, enquiries: Enquiries, store: Store) -> None:
        super().__init__()
        self.board, self.enquiries, self.store = board, enquiries, store
        self._closed = False
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
        board.offers_asked.connect(store.wishes.take_offers_asked)
        board.draft_typed.connect(store.drafts.take)
        store.drafts.known.connect(board.take_drafts)
        self.enquiries.asked.connect(store.answers.take_question)
        store.answers.answered.connect(self.enquiries.take)
        store.wishes.recorded.connect(board.take_recorded)
        store.wishes.refused.connect(board.take_refusal)
        room = store.room
        room.changed.connect(board.take_delta)
        room.loaded.connect(board.take_loaded)
        room.link.connect(board.take_link)
        room.seats.connect(board.take_seats)
        room.outbox.connect(board.take_outbox)
        room.conflicts.connect(board.take_conflicts)
        room.offers.connect(board.take_offers)
        room.notice.connect(board.take_notice)
        store.arrivals.city.connect(board.take_city)
        store.failed.connect(self._tell_failed)

    @Slot(object)
    def _tell_failed(self, error: object) -> None:
        self.failed.emit(error)

    def connect_to(self, server: Server) -> None:
        """Begin to talk to the server; the store tells the threads who this console is.

        The network's libraries load here, unless they are loaded already: the cache is shown without them.
        """
        from console.sync.workers import PollWorker, PushWorker, QuestionWorker

        push, poll, ask = (server.make_client(server.base) for _ in range(3))
        self._clients = [push, poll, ask]
        pushing, questions = PushWorker(push), QuestionWorker(ask)
        polling = PollWorker(poll, server.enrol, socket.gethostname())
        self._tie_push(pushing)
        self._tie_poll(polling)
        self._tie_questions(questions)
        self._workers = [pushing, polling, questions]
        followers: tuple[Worker, ...] = (pushing, polling)
        for follower in followers:
            follower.alive.connect(self.store.arrivals.take_alive)
            questions.alive.connect(follower.wake)
        for worker, name in zip(self._workers, ("push", "poll", "questions"), strict=True):
            self._tie_worker(worker)
            self._threads.add(name, worker).start()
        self.joined.emit()

    def _tie_worker(self, worker: "Worker") -> None:
        arrivals, sending = self.store.arrivals, self.store.sending
        arrivals.station.connect(worker.know)
        sending.station.connect(worker.know)
        worker.lost.connect(arrivals.take_lost)
        worker.lost.connect(sending.take_lost)
        worker.heard.connect(arrivals.take_heard)
        arrivals.line_back.connect(worker.wake)

    def _tie_push(self, worker: "PushWorker") -> None:
        sending = self.store.sending
        sending.push.connect(worker.send)
        worker.sent.connect(sending.take_answer)
        worker.wanted.connect(sending.free)
        worker.forked.connect(sending.take_forked)

    def _tie_poll(self, worker: "PollWorker") -> None:
        arrivals = self.store.arrivals
        arrivals.follow.connect(worker.follow)
        worker.station_known.connect(arrivals.take_station)
        worker.city_told.connect(arrivals.take_city_told)
        worker.city_told.connect(self.store.sending.greet)
        worker.changes.connect(arrivals.take_changes)
        worker.snapshot_page.connect(arrivals.take_snapshot)
        worker.snapshot_wanted.connect(arrivals.take_snapshot_wanted)

    def _tie_questions(self, worker: "QuestionWorker") -> None:
        store = self.store
        store.answers.asked.connect(worker.ask)
        worker.answered.connect(store.answers.take_answer)
        store.arrivals.pack_wanted.connect(worker.fetch_pack)
        worker.pack_came.connect(store.arrivals.take_pack)
        store.sending.upload.connect(worker.upload)
        worker.uploaded.connect(store.sending.take_uploaded)
        worker.upload_wanted.connect(store.sending.next_photo)

    def _send_held(self) -> None:
        """What is held for its recall goes before the line is given up; without a line, at the next start."""
        if not self._workers or not self.board.link.online or not any(each.held for each in self.board.outbox):
            return
        done = QEventLoop()
        self.store.sending.idle.connect(done.quit)
        QTimer.singleShot(_LAST_WORDS, done, done.quit)
        QMetaObject.invokeMethod(self.store.sending, "hurry", Qt.ConnectionType.QueuedConnection)
        done.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.store.sending.idle.disconnect(done.quit)

    def close(self) -> None:
        """Stop wishes, send what was held, then stop poll and push, then the files; wait for the threads."""
        if self._closed:
            return
        self._closed = True
        self.board.blockSignals(True)
        self._send_held()
        for client in self._clients:
            client.close()
        for worker in self._workers:
            call_and_wait(worker, "stop")
        call_and_wait(self.store, "stop")
        self._threads.quit_all()
        self.ended.emit()
