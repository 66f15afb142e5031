"""The book of the small server: cases, one feed and outcomes in memory, by the same rules; with faults to turn."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace

from rules.case import Case, Event
from rules.claims import Claimed
from rules.commands import Actor, Command, NotAllowed, Outcome
from rules.frozen import changed
from rules.lifecycle import apply, delivered, undelivered
from rules.protocol import Push, PushAnswer, Result
from rules.wire import START, Row, canonical, chain, command_hash, unchained
from tests.console.small_city import CITY, LIU, NOW, PACK, WANG

PEOPLE: dict[str, Actor] = {"wang": WANG, "liu": LIU}
FEED = "410102"


class Book:
    """Cases, one feed and outcomes; what a test may look at and turn."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.news = threading.Condition(self.lock)
        self.now: Callable[[], int] = lambda: NOW
        self.cases: dict[str, Case] = {}
        self.events: dict[str, list[Event]] = {}
        self.rows: list[Row] = []
        self.lines: list[bytes] = []
        self.outcomes: dict[str, tuple[str, Outcome]] = {}
        self.last_n: dict[str, int] = {}
        self.epoch_no, self.city, self.packs = 1, CITY, {CITY.version: PACK}
        self.personal: dict[str, dict[str, str]] = {}
        self.blobs: dict[str, bytes] = {}
        self.parts: dict[str, bytes] = {}  # of photos that come piece by piece
        self.sizes: dict[str, int] = {}
        self.uploads: list[tuple[str, str]] = []  # method and offset of each exchange
        self.upload_answers: list[tuple[int, str, str]] = []  # status, rule, offset: of the next exchanges
        self.bad_photos: dict[str, tuple[int, str]] = {}  # status and rule for each exchange about one of these
        self.proto = "sync/1"
        self.token = "workstation-token"
        self.codes = {"once"}
        self.enrolled: list[dict[str, str]] = []
        # faults
        self.why_busy, self.retry_after = b"{}", "0"
        self.unread = 0  # status with which a push is sent back that cannot be read, 0 = none
        self.far = 0  # rows behind from which on polls are told to begin anew, 0 = never
        self.no_changes = ""  # the rule with which polls are sent back by 503, "" = none
        self.renewal = ""
        self.turned_away = 0  # pushes that came while it was busy
        self.frozen = False  # heartbeats, pushes are taken, and the feeds stand still
        self.unplugged = self.lose_answers = self.portal = self.cut_rows = self.busy = False
        self.pushes: list[Push] = []
        self.drills: list[bytes] = []  # what was told of outage drills
        self.claims: dict[str, Claimed] = {}
        self.claims_no = self.claim_token = 1
        self.renewed: list[str] = []  # what each poll said to hold

    @property
    def epoch(self) -> str:
        return f"epoch-{self.epoch_no}"

    def has(self, *cases: Case) -> None:
        """Cases that are there already."""
        with self.lock:
            for case in cases:
                self.cases[case.id] = case
                self.add_row("case", case)

    def give(self, case_id: str, actor: str) -> Claimed:
        """Somebody takes a case in hand, whoever had it."""
        self.claim_token += 1
        claim = Claimed(case_id, actor, "a console", self.claim_token, self.now(), self.now() + 45_000, self.now())
        self._put_claims({**self.claims, case_id: claim})
        return claim

    def take_back(self, case_id: str) -> None:
        """Nobody has the case in hand any more."""
        self._put_claims({other: claim for other, claim in self.claims.items() if other != case_id})

    def _put_claims(self, claims: dict[str, Claimed]) -> None:
        with self.news:
            self.claims = claims
            self.claims_no += 1
            self.news.notify_all()

    def digest(self) -> str:
        """Of the feed as it is now: the first 8 bytes of the sha256 of each image, added up."""
        parts = (hashlib.sha256(canonical(case)).digest()[:8] for case in self.cases.values())
        return f"{sum(int.from_bytes(part, 'big') for part in parts) % 2**64:016x}"

    def add_row(self, kind: str, case: Case | None = None, events: tuple[Event, ...] = (), **more: str) -> Row:
        """A row of the feed."""
        with self.news:
            before = self.rows[-1].chain if self.rows else START
            row = Row(FEED, len(self.rows) + 1, kind, self.now(), events=events, **more)  # type: ignore[arg-type]
            if case is not None:
                image = case if kind == "case" else None
                row = replace(row, case_id=case.id, version=case.version, image=image)
            row = replace(row, chain=chain(before, unchained(row)))
            self.rows.append(row)
            self.lines.append(canonical(row))
            self.news.notify_all()
            return row

    def do(self, command: Command, actor: Actor) -> Outcome:
        """Apply a command as the casebook does."""
        with self.lock:
            case = self.cases.get(command.case_id)
            if case and command.verb != "note" and command.base_version < case.version and not self._follows(command):
                return Outcome(command.id, "superseded", version=case.version)
            try:
                applied = apply(case, command, actor, self.city, self.now())
            except NotAllowed as refusal:
                return Outcome(command.id, "refused", refusal.rule, refusal.details)
            events, case = applied.events, applied.case
            if legs := undelivered(case):
                handed = delivered(case, legs, self.city, self.now())
                events, case = (*events, *handed.events), handed.case
            case = changed(case, number=case.number or f"1504229{len(self.cases):04d}")
            self.cases[case.id] = case
            self.events.setdefault(case.id, []).extend(events)
            row = self.add_row("case", case, events, cmd=command.id)
            return Outcome(command.id, "accepted", feed=FEED, seq=row.seq, version=case.version, at=self.now())

    def _follows(self, command: Command) -> bool:
        known = self.outcomes.get(command.after_id)
        return known is not None and known[1].state == "accepted"

    def push(self, push: Push) -> PushAnswer | None:
        """One push; None at a fork."""
        with self.lock:
            self.pushes.append(push)
            results: list[Result] = []
            last = self.last_n.get(push.console_id, 0)
            for each in push.cmds:
                if each.command.id not in self.outcomes:
                    if each.n <= last:
                        return None
                    if each.n > last + 1:
                        break
                    assert command_hash(each.command) == each.hash
                    outcome = self._outcome(each.command, each.withdrawn)
                    self.outcomes[each.command.id] = (each.hash, outcome)
                    self.last_n[push.console_id] = last = each.n
                    if each.personal:
                        self.personal[str(each.command.body["personal"])] = each.personal
                results.append(Result(each.command.id, each.n, self.outcomes[each.command.id][1]))
            return PushAnswer(self.epoch, last, tuple(results), {FEED: len(self.rows)}, {}, self.now())

    def _outcome(self, command: Command, withdrawn: bool) -> Outcome:
        if withdrawn:
            return Outcome(command.id, "withdrawn")
        if command.after_id and not self._follows(command):
            return Outcome(command.id, "refused", "rule.predecessor")
        return self.do(command, PEOPLE[command.actor])

    def new_epoch(self) -> None:
        """As after an import: rows begin anew, cases stay."""
        with self.news:
            self.epoch_no += 1
            self.rows, self.lines = [], []
            self.news.notify_all()
