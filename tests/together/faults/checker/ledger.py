"""The server's side: commands and their outcomes, feeds dense and chained, cases as the feeds make them."""

import json
from dataclasses import dataclass, field
from typing import Any

from .canon import START, FeedRow, chain_after, newness, row_of
from .findings import Violation
from .source import Source, sha256
from .unseen import overwritten

_FEED = "SELECT feed_id, seq, chain, line FROM feed WHERE feed_id = ? AND seq > ? ORDER BY seq"
_COMMANDS = "SELECT id, case_id, state, feed, seq, version, outcome FROM commands"


@dataclass(slots=True)
class FeedState:
    """How far one feed was read, and which rows of which case it held."""

    seq: int = 0
    chain: str = START
    rows: list[FeedRow] = field(default_factory=list)


class Ledger:
    """One server's database, read on from where the last look ended."""

    def __init__(self, name: str, source: Source) -> None:
        self.name, self.source = name, source
        self.feeds: dict[str, FeedState] = {}
        self.outcomes: dict[str, bytes] = {}
        self.images: dict[str, dict[str, Any]] = {}
        self._by_cmd: dict[tuple[str, str], FeedRow] = {}

    def _violation(self, invariant: str, what: str) -> Violation:
        return Violation(invariant, self.name, what)

    @property
    def epoch(self) -> str:
        """The id of the epoch in force."""
        found = self.source.rows("SELECT id FROM epochs ORDER BY no DESC LIMIT 1")
        return str(found[0][0]) if found else ""

    def look(self) -> list[Violation]:
        """What came since the last look."""
        found: list[Violation] = []
        for feed, seq, chain, floor in self.source.rows("SELECT feed_id, seq, chain, floor FROM feed_heads"):
            state = self.feeds.setdefault(feed, FeedState())
            if seq != state.seq:
                found += self._read_on(feed, state, floor)
            if (state.seq, state.chain) != (seq, chain):
                found.append(self._violation("I4", f"{feed}: head {seq} {chain[:8]}, rows end at {state.seq}"))
        return found

    def _read_on(self, feed: str, state: FeedState, floor: int) -> list[Violation]:
        found: list[Violation] = []
        for _, seq, chain, line in self.source.rows(_FEED, (feed, state.seq)):
            row = row_of(bytes(line))
            skipped = not state.rows and floor and seq == floor  # what was before it is no longer kept
            if not skipped and seq != state.seq + 1:
                found.append(self._violation("I4", f"{feed}: {seq} after {state.seq}"))
            elif not skipped and chain_after(state.chain, bytes(line), row.chain) != chain:
                found.append(self._violation("I4", f"{feed}: the chain of {seq} does not follow from its bytes"))
            if (row.feed, row.seq, row.chain) != (feed, seq, chain):
                found.append(self._violation("I4", f"{feed}: row {seq} says {row.feed} {row.seq}"))
            found += self._take(row)
            state.seq, state.chain = seq, chain
            state.rows.append(row)
        return found

    def _take(self, row: FeedRow) -> list[Violation]:
        if row.kind != "case":
            return []
        known = self.images.get(row.case_id)
        if known is None or newness(row.image) >= newness(known):
            self.images[row.case_id] = row.image
        if not row.cmd:
            return []
        before = self._by_cmd.setdefault((row.feed, row.cmd), row)
        if before is not row:
            return [self._violation("I2", f"command {row.cmd} stands twice in {row.feed}: {before.seq}, {row.seq}")]
        return []

    # the whole --------------------------------------------------------------------------------------------------------
    def whole(self) -> list[Violation]:
        """All that can be said of this database by itself."""
        return [
            *self.look(), *self._commands(), *self._cases(), *self._events(), *self._numbers(), *self._sums(),
            *(self._violation("I10", what) for what in overwritten(self.source)),
        ]  # fmt: skip

    def _commands(self) -> list[Violation]:
        found: list[Violation] = []
        for command_id, case_id, state, feed, seq, _, outcome in self.source.rows(_COMMANDS):
            told = bytes(outcome)
            if self.outcomes.setdefault(command_id, told) != told:
                found.append(self._violation("I2", f"the outcome of {command_id} changed"))
            if json.loads(told).get("state") != state:
                found.append(self._violation("I2", f"{command_id}: {state}, but its outcome says otherwise"))
            row = self._by_cmd.get((feed, command_id))
            floor = self.feeds[feed].rows[0].seq if feed in self.feeds and self.feeds[feed].rows else 0
            if state == "accepted" and seq >= floor and (row is None or row.seq != seq or row.case_id != case_id):
                found.append(self._violation("I4", f"accepted {command_id} has no row {feed} {seq}"))
        accepted = {id_ for id_, told in self.outcomes.items() if b'"state":"accepted"' in told}
        strangers = {cmd for _, cmd in self._by_cmd} - accepted
        return found + [self._violation("I2", f"rows of {cmd}, which was not accepted") for cmd in sorted(strangers)]

    def _cases(self) -> list[Violation]:
        counts = dict(
            self.source.rows("SELECT case_id, count(*) FROM commands WHERE state = 'accepted' GROUP BY case_id")
        )
        found: list[Violation] = []
        here = self.source.rows("SELECT id, version, image, row_hash FROM cases")
        for case_id, version, image, _ in here:
            if version != counts.get(case_id, 0):
                found.append(
                    self._violation("I4", f"{case_id}: version {version}, {counts.get(case_id, 0)} commands accepted")
                )
            replayed = self.images.get(case_id)
            if replayed is not None and replayed != json.loads(bytes(image)):
                found.append(self._violation("replay", f"{case_id} is not what its feeds make of it"))
        gone = self.images.keys() - {row[0] for row in here}
        return found + [self._violation("replay", f"{case_id} stands in a feed alone") for case_id in sorted(gone)]

    def _events(self) -> list[Violation]:
        numbers: dict[str, list[int]] = {}
        commands: dict[tuple[str, str, str, str], int] = {}
        for case_id, n, body in self.source.rows("SELECT case_id, n, body FROM events ORDER BY case_id, n"):
            numbers.setdefault(case_id, []).append(n)
            said = json.loads(bytes(body))
            if said.get("command"):
                deed = (said["command"], case_id, said.get("verb", ""), said.get("target", "") + said.get("unit", ""))
                commands[deed] = commands.get(deed, 0) + 1
        found = [
            self._violation("I2", f"{case_id}: {verb} of {command} happened {times} times")
            for (command, case_id, verb, _), times in commands.items()
            if times > 1
        ]
        for case_id, image in self.images.items():
            have, want = numbers.get(case_id, []), list(range(1, image.get("events", 0) + 1))
            if have != want:
                found.append(self._violation("I4", f"{case_id}: events {have}, its image counts {len(want)}"))
        return found

    def _numbers(self) -> list[Violation]:
        query = (
            "SELECT c.id, c.last_n, max(m.n) FROM consoles c JOIN commands m ON m.console_id = c.id"
            " GROUP BY c.id, c.last_n"
        )
        ahead = [row for row in self.source.rows(query) if (row[2] or 0) > row[1]]
        return [self._violation("I2", f"console {name}: last n {last}, settled {most}") for name, last, most in ahead]

    def _sums(self) -> list[Violation]:
        """The digest of each feed is the sum, mod 2^64, of 8 bytes of each live image in it."""
        if "digest" not in self.source.columns("feed_heads"):
            return []
        sums: dict[str, int] = {}
        for digest, feeds in self.live().values():
            for feed in feeds.split():
                sums[feed] = (sums.get(feed, 0) + int(digest[:16], 16)) % 2**64
        kept = self.source.rows("SELECT feed_id, digest FROM feed_heads")
        wrong = [(feed, digest) for feed, digest in kept if digest and digest != f"{sums.get(feed, 0):016x}"]
        return [
            self._violation("I6", f"{feed}: digest {digest}, {sums.get(feed, 0):016x} by its cases")
            for feed, digest in wrong
        ]

    # what others are compared with ------------------------------------------------------------------------------------
    def outcome(self, command_id: str) -> bytes | None:
        """The stored outcome of a command."""
        found = self.source.rows("SELECT outcome FROM commands WHERE id = ?", (command_id,))
        return bytes(found[0][0]) if found else None

    def live(self) -> dict[str, tuple[str, str]]:
        """The live scope: id → sha256 of the image, feeds in which it stands, joined by " "."""
        found = self.source.rows("SELECT id, image, feed, copies, live FROM cases")
        return {row[0]: (sha256(bytes(row[1])), f"{row[2]} {row[3]}".strip()) for row in found if row[4]}
