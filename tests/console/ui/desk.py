"""A desk without files and network: the real board above it, the real rules below it. Wishes are answered at once."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from console.board import Board
from console.enquiries import Enquiries
from console.facts import (
    DESK,
    Answer,
    Ask,
    Claim,
    Conflict,
    Delta,
    Denied,
    Line,
    LinkState,
    Offers,
    OutboxDelta,
    Pending,
    Question,
    Recorded,
    Refusal,
    SeatState,
    Sending,
    ShownCase,
    Unreachable,
    Wish,
)
from console.facts.proposing import Proposing
from console.facts.shift import ShiftFacts
from rules.case import Case, Stage
from rules.city import City
from rules.commands import Actor, Command, NotAllowed
from rules.geocoder import Geocoder
from rules.lifecycle import allowed, apply, delivered, undelivered
from rules.lists import lists_with, worked_on
from rules.protocol import ClaimAnswer
from rules.urgency import deadline_of, order_by

RECALL_MS = 10_000


def outbox_of(board: Board, *pending: Pending) -> OutboxDelta:
    """What the store tells when these wait now, in this order."""
    waiting = {each.id for each in pending}
    return OutboxDelta(pending, tuple(each.id for each in board.outbox if each.id not in waiting))


class FakeClock:
    """A clock that stands until it is moved; the same instant counts as ticks."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


class FakeDesk(QObject):
    """Applies wishes by the rules. `online` delivers at once; else commands stay unsent.

    While it is `slow`, offers wait for `answer` and wishes for `work`.
    """

    def __init__(self, board: Board, enquiries: Enquiries, city: City, clock: Callable[[], int]) -> None:
        super().__init__()
        self.board, self.enquiries, self.city, self.clock = board, enquiries, city, clock
        self.online, self.slow = True, False
        self.holding: frozenset[str] = frozenset()  # verbs that are held for their recall
        self._waiting: list[Wish] = []
        self.wishes: list[Wish] = []
        self.questions: list[Question] = []
        self.photos: dict[str, bytes] = {}
        self.geocoder: Geocoder | None = None  # of a city with roads
        self.passwords: dict[str, tuple[str, Actor]] = {}
        self.resolved: list[tuple[str, str]] = []
        self.refuses_to_resolve = False
        self.found_again: list[bytes] = []
        self.given_up: list[str] = []
        board.photos.found_again.connect(self.found_again.append)
        board.photos.given_up.connect(self.given_up.extend)
        self.confirmed: list[tuple[tuple[str, ...], str]] = []
        self.recalls: list[str] = []
        self.callers: dict[str, tuple[Case, ...]] = {}  # what was reported from a number before
        self.claims: dict[str, Claim] = {}
        self.shift: ShiftFacts | None = None  # what is handed over; None = it cannot be read
        self.took_over: list[str] = []
        self.answered: list[str] = []  # ids of questions
        self._asked: dict[str, str] = {}
        self._pending: list[Pending] = []
        board.wished.connect(self._wish)
        board.offers_asked.connect(self._offers)
        board.resolve_asked.connect(self._resolve)
        board.recall_asked.connect(self._recall)
        board.old_confirmed.connect(self._confirm_old)
        enquiries.asked.connect(self._question)
        board.take_city(city)
        self.link(Line.ONLINE)

    # -- what tests set -------------------------------------------------------------------------------------------

    def sign_in(self, actor: Actor, seat: str = DESK) -> None:
        """Somebody sits down."""
        self.board.take_seats({**self.board.seats, seat: SeatState(seat, actor, "s")})

    def link(self, line: Line, **fields: int) -> None:
        """The line changes."""
        self.online = line is Line.ONLINE
        state = LinkState(line, since=self.clock(), as_of=self.clock(), latency_ms=18, unsent=len(self._pending))
        self.board.take_link(replace(state, **fields))  # type: ignore[arg-type]

    def close_for(self, rule: str) -> None:
        """Nothing can be recorded under this rule; "" = it can again. As the store tells it: the line, then offers."""
        self.board.take_link(replace(self.board.link, closed_for=rule))
        for seat in self._asked:
            self.answer(seat)

    def put(self, *cases: Case) -> None:
        """Cases come from the server."""
        self.board.take_delta(Delta(tuple(self.shown(case) for case in cases)))
        for case in cases:
            for seat, case_id in self._asked.items():
                if case_id == case.id:
                    self._offers(seat, case_id)

    def shown(self, case: Case, conflict: str = "") -> ShownCase:
        """A case as the desk shows it."""
        now, ends = self.clock(), deadline_of(case, self.city)
        proposing = Proposing(case, self.city, now) if case.stage is Stage.TO_DISPATCH else None
        pending = tuple(each for each in self._pending if each.case_id == case.id)
        claim = self.claims.get(case.id)
        lists = (
            lists_with(case, now, self.city, ends)
            | worked_on(case)
            | frozenset(["claimed"] if claim and claim.here else ())
        )
        return ShownCase(
            case, lists, order_by(case, ends), ends, proposing, pending, conflict, case.number, claim
        )  # fmt: skip

    def claim(self, case_id: str, actor: str = "", here: bool = False) -> None:
        """Somebody has the case in hand from now on, or nobody."""
        self.claims.pop(case_id, None)
        if actor:
            self.claims[case_id] = Claim(actor, self.clock(), 7, here, seen=self.clock())
        shown = self.board.case(case_id)
        assert shown is not None
        self.put(shown.case)

    def conflict(self, *conflicts: Conflict) -> None:
        """Conflicts come up."""
        self.board.take_conflicts(conflicts)

    def work(self) -> None:
        """Do what was wished while it was slow."""
        waiting, self._waiting = self._waiting, []
        for wish in waiting:
            self._do(wish)

    # -- what the board asks --------------------------------------------------------------------------------------

    @Slot(object)
    def _wish(self, wish: Wish) -> None:
        self.wishes.append(wish)
        if self.slow:
            self._waiting.append(wish)
        else:
            self._do(wish)

    def _do(self, wish: Wish) -> None:
        actor = self.board.seats[wish.seat].actor
        before = self.board.case(wish.case_id)
        case = before.case if before else None
        try:
            if actor is None:
                raise NotAllowed("rule.not_signed_in")
            role = self._role(case, actor, wish)
            command = Command(
                f"c{len(self.wishes)}", wish.verb, wish.case_id or f"new-{len(self.wishes)}", actor.id, role,
                self.clock(), wish.target, dict(wish.body),
            )  # fmt: skip
            after = apply(case, command, actor, self.city, self.clock()).case
        except NotAllowed as refusal:
            self.board.take_refusal(Refusal(wish.id, wish.seat, wish.verb, wish.case_id, refusal.rule, refusal.details))
            return
        if self.online:
            after = delivered(after, undelivered(after), self.city, self.clock()).case
        unit = str(wish.body.get("unit", ""))
        pending = Pending(
            command.id, len(self.wishes), wish.verb, after.id, actor.id, wish.seat, self.clock(), Sending.QUEUED,
            unit=unit, number=after.number, recall_until=self.clock() + RECALL_MS, held=wish.verb in self.holding,
        )  # fmt: skip
        self.board.take_recorded(Recorded(wish.id, pending))  # as the store: the case follows
        if not self.online or pending.held:
            self._pending.append(pending)
        self.put(after)
        self.board.take_outbox(outbox_of(self.board, *self._pending))

    def _role(self, case: Case | None, actor: Actor, wish: Wish) -> object:
        for offer in allowed(case, actor, self.city, self.clock()):
            if offer.verb == wish.verb and wish.target in {"", offer.target}:
                return offer.role
        return actor.grants[0].role

    @Slot(str, str)
    def _offers(self, seat: str, case_id: str) -> None:
        self._asked[seat] = case_id
        if not self.slow:
            self.answer(seat)

    def answer(self, seat: str) -> None:
        """Tell what this seat may do on the case that it asked for."""
        case_id = self._asked[seat]
        shown, actor = self.board.case(case_id), self.board.seats[seat].actor
        may = shown and actor and not self.board.link.closed_for
        found = allowed(shown.case, actor, self.city, self.clock()) if may and shown and actor else ()
        self.board.take_offers(Offers(seat, case_id, found))

    @Slot(str, str, object)
    def _resolve(self, conflict: str, how: str, instead: Wish | None) -> None:
        if self.refuses_to_resolve:
            return
        self.resolved.append((conflict, how))
        self.board.take_conflicts(tuple(each for each in self.board.conflicts if each.id != conflict))
        if instead is not None:
            self._wish(instead)

    @Slot(object, str)
    def _confirm_old(self, ids: tuple[str, ...], how: str) -> None:
        self.confirmed.append((ids, how))

    @Slot(str)
    def _recall(self, seat: str) -> None:
        self.recalls.append(seat)

    @Slot(object)
    def _question(self, question: Question) -> None:
        self.questions.append(question)
        QTimer.singleShot(0, self, lambda: self._reply(question))  # as the real ones: never at once

    def _reply(self, question: Question) -> None:
        self._answer(question)
        self.answered.append(question.id)

    def _answer(self, question: Question) -> None:
        if question.kind is Ask.PHOTO and question.about in self.photos:
            self.enquiries.take(Answer(question, self.photos[question.about]))
        elif question.kind is Ask.EVENTS:
            self.enquiries.take(Answer(question, ()))
        elif question.kind is Ask.SIGN_IN:
            self._answer_sign_in(question)
        elif question.kind is Ask.CLAIM:
            self._answer_claim(question)
        elif question.kind is Ask.SHIFT and self.shift is not None:
            self._answer_shift(question, self.shift)
        elif question.kind in {Ask.PLACES, Ask.ADDRESS} and self.geocoder is not None:
            args = question.args
            point = (int(args.get("lon", 0)), int(args.get("lat", 0)))
            asked = question.kind is Ask.PLACES
            self.enquiries.take(
                Answer(question, self.geocoder.find(args["q"]) if asked else self.geocoder.write(*point))
            )
        elif question.kind is Ask.CALLER and self.board.link.online:
            self.enquiries.take(Answer(question, {"cases": self.callers.get(question.args["phone"], ())}))
        elif question.kind is Ask.PEOPLE:
            self.enquiries.take(Answer(question, ({"id": "li", "name": "李敏", "name_en": "Li Min"},)))
        else:
            self.enquiries.take(Unreachable(question, "error.unreachable"))

    def _answer_claim(self, question: Question) -> None:
        theirs = self.claims.get(question.about)
        if question.args["how"] == "take" and theirs is not None and not theirs.here:
            details = {"by": theirs.actor, "since": str(theirs.since)}
            self.enquiries.take(Denied(question, "rule.claimed_by", details))
            return
        who = self.board.seats[question.seat].actor
        taken = question.args["how"] != "release" and who is not None
        self.claim(question.about, who.id if taken and who else "", here=True)
        self.enquiries.take(Answer(question, ClaimAnswer(None, self.clock())))

    def _answer_shift(self, question: Question, facts: ShiftFacts) -> None:
        who = self.board.seats[question.seat].actor
        if question.args["take"] and who is not None:
            self.took_over.append(who.id)
            facts = self.shift = ShiftFacts(self.clock(), who.id)
        self.enquiries.take(Answer(question, facts))

    def _answer_sign_in(self, question: Question) -> None:
        password, actor = self.passwords.get(question.args["login"], ("", None))
        if actor is None or password != question.args["password"]:
            self.enquiries.take(Denied(question, "rule.sign_in_wrong"))
            return
        self.sign_in(actor, question.seat)
        self.enquiries.take(Answer(question, self.board.seats[question.seat]))
