"""The named faults as data: at which levels each is made, how, and what must be seen before it counts as bitten.

K kills, N network, D disk, C local files, S servers, P poison, T time, A rights, X two people, B photos, M versions,
H herds. A fault that is armed and does nothing is no test: `Tally.bit` wants the proof.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One named fault; `levels` joined by " ", `made` how, `proof` when it counts."""

    name: str
    levels: str
    made: str
    proof: str

    def at(self, level: str) -> bool:
        """Whether it is made at this level."""
        return level in self.levels.split()


FAULTS: tuple[Fault, ...] = (
    Fault("K1", "L1 L3", "console killed at a write", "it died at a named point, or over an answer on its way"),
    Fault("K2", "L1 L3", "server killed at a write", "it died at a named point, or over a push that had reached it"),
    Fault("K3", "L1 L3", "a process stands still, the lid is closed", "a request was open, the wall clock went on"),
    Fault("N1", "L1 L2 L3", "line cut before the server", "bytes had left the client, none reached the server"),
    Fault("N2", "L1 L2 L3", "answer lost", "the server had done it when the answer was cut"),
    Fault("N3", "L1 L2 L3", "request doubled", "the server saw the same body twice"),
    Fault("N4", "L1 L2", "request delivered late", "newer ones had been delivered before it"),
    Fault("N5", "L1 L2", "slow-loris", "the client timed out while bytes came"),
    Fault("N6", "L1 L2 L3", "half a body", "0 < passed < length"),
    Fault("N7", "L2 L3", "half-open", "the poll was open"),
    Fault("N8", "L2 L3", "one way only", "bytes were swallowed"),
    Fault("N9", "L1 L2 L3", "captive portal, a 4xx that is no outcome", "answered while a push was in flight"),
    Fault("N10", "L2", "a proxy that holds back", "a heartbeat came late"),
    Fault("N11", "L1 L2", "garbage gzip", "bytes changed"),
    Fault("N12", "L2", "name service gone", "look-ups refused"),
    Fault("D1", "L1", "no room from the n-th write on", "a write was refused"),
    Fault("D2", "L1", "input/output error at the n-th write, sync or read", "an operation was refused"),
    Fault("D3", "L1", "power loss: unsynced writes gone or torn", "at least one unsynced byte was undone"),
    Fault("D4", "L2", "read-only folder", "EACCES was raised, commands waited, none was called queued"),
    Fault("D5", "L2", "locked by a scanner", "BUSY was raised"),
    Fault("D6", "L3", "quota", "EFBIG was raised"),
    Fault("C1", "L1", "random bytes in the cache", "the file's sha256 differs"),
    Fault("C2", "L1 L2", "a value changed by SQL in the cache", "the column's value differs"),
    Fault("C3", "L1", "cache cut short", "the file's length differs"),
    Fault("C4", "L1", "cache empty", "the file had bytes and has none"),
    Fault("C5", "L1", "write-ahead log of the cache gone", "the log had bytes"),
    Fault("C6", "L1", "another console's cache", "the file's sha256 differs"),
    Fault("C7", "L1 L2", "outbox damaged", "the file's sha256 differs"),
    Fault("C8", "L1", "second copy torn", "the last line was cut"),
    Fault("C9", "L1", "outbox put back from a backup", "the server's last n > n of the file"),
    Fault("C10", "L1", "folder copied to a second PC", "two incarnations pushed"),
    Fault("S1", "L1 L3", "server restarted", "a request was under way when it ended"),
    Fault("S2", "L3", "fail-over to a synchronous standby", "pushes were under way, no acknowledged row is missing"),
    Fault("S3", "L1 L3", "fail-over to a stale copy", "acknowledged seq > head after it"),
    Fault("S4", "L1", "backup put back", "acknowledged seq > head after it"),
    Fault("S5", "L1 L3", "zombie primary", "the zombie answered a hello"),
    Fault("S6", "L3", "dump and restore", "the epoch differs"),
    Fault("S7", "L2", "frozen instance", "its head stands while the own acknowledged seq is larger"),
    Fault("S8", "L3", "holder of the lock hangs", "who waited gave up while it was held, no head moved"),
    Fault("S9", "L3", "a long writer beside it", "a transaction was open"),
    Fault("S10", "L3", "many writers, some slow", "others waited for the lane of one that slept"),
    Fault("P1", "L1 L2", "a command that raises in the rules", "it was quarantined, the next one settled"),
    Fault("P2", "L1", "unknown verb", "it was refused, the next one settled"),
    Fault("P3", "L1 L2", "a note of 10 MB", "it was refused, the next one settled"),
    Fault("P4", "L2", "5,000 queued", "5,000 were unsent at the heal"),
    Fault("P5", "L1 L2", "an id used twice with another body", "the second one was refused"),
    Fault("P6", "L1 L2", "a gap in n", "the server did not settle beyond it"),
    Fault("P7", "L1", "the case is voided or merged meanwhile", "it had ended while the command was unsent"),
    Fault("P8", "L1", "a case that nobody has", "it was refused, the next one settled"),
    Fault("T1", "L1", "a clock an hour or a year off", "the stamp differs from the server's time by it"),
    Fault("T2", "L1", "the clock jumps while commands wait", "a command was unsent at the jump"),
    Fault("T3", "L1", "change to summer time", "the hour was skipped"),
    Fault("T4", "L1", "ids minted in 1970", "the id's time lies before 1971"),
    Fault("A1", "L1", "session expired without a line", "rows were unsent"),
    Fault("A2", "L1", "workstation's own credential dead when it comes back", "rows were unsent, it was not known"),
    Fault("A3", "L1", "account disabled", "rows were unsent"),
    Fault("A4", "L1", "somebody else signs in and delivers", "the rows of the one before were unsent"),
    Fault("A5", "L1", "role lost", "rows were unsent"),
    Fault("A6", "L1", "session revoked", "rows were unsent"),
    Fault("X1", "L1", "two dispatch the same case", "both issued before either was settled"),
    Fault("X2", "L1", "one without a line, the other with", "one was settled while the other was unsent"),
    Fault("X3", "L1", "a chain loses its first link", "the follower was issued before the refusal"),
    Fault("X4", "L1", "the same deed twice", "both issued before either was settled"),
    Fault("X5", "L1", "a correction meets a change of stage", "both issued before either was settled"),
    Fault("X6", "L1", "two claims", "both held a token"),
    Fault("X7", "L1", "a dispatch anew meets a closing", "both issued before either was settled"),
    Fault("X8", "L1", "a recall meets a reassignment", "both issued before either was settled"),
    Fault("X10", "L1", "two correct one field", "both issued before either was settled"),
    Fault("X9", "L1 L2", "a case leaves the district", "a command on it was unsent"),
    Fault("B1", "L1 L2", "upload cut", "0 < offset < size"),
    Fault("B2", "L1", "wrong bytes", "the sha256 differs"),
    Fault("B3", "L1", "photo sent twice", "the server had it"),
    Fault("B4", "L1", "command before its photo", "the server held the command and no photo"),
    Fault("B5", "L1", "photo gone locally", "the file was there"),
    Fault("M1", "L2", "cache of an older schema", "its number differed, 500 commands waited"),
    Fault("M2", "L2", "files of a newer program", "user_version differed"),
    Fault("M3", "L2", "killed in a migration", "the process died between two statements"),
    Fault("H1", "L2", "50 come back at once", "each was served; p95 of the rounds until then"),
    Fault("H2", "L2", "50 after eight hours", "each was behind; p95 of the rounds until it was served"),
    Fault("H3", "L2", "slow fsync", "the median sync took 2 ms or more; p95 of the syncs a command"),
)
"""Every named fault that needs no special hardware and no kernel module."""

NOT_MADE: tuple[str, ...] = (
    "lying disks under the file system (LazyFS, dm-log): power loss is made at SQLite's own system layer",
    "the sharing locks of Windows",
    "two versions mixed (S11): there is no release before this one to pair with",
    "disk quotas of a real quota system: the size limit of a process stands for them",
    "an hour of 50 whole consoles (L4) is not run: 50 of shipped rounds stand for them for minutes (H1, H2)",
)
"""What is said in the summary as not made, and why."""

INVARIANTS: dict[str, str] = {
    "I1": "a command called queued is on disk",
    "I2": "one final outcome a command, applied once",
    "I3": "every command ends where a person sees it",
    "I4": "feeds are dense, chained, in commit order; version = accepted commands",
    "I5": "cursor and rows change together",
    "I6": "cache = server after quiescence",
    "I7": "a fault of the cache leaves the outbox alone",
    "I8": "wall clocks decide nothing",
    "I9": "the outbox drains within a bound",
    "I10": "nothing is overwritten that its author did not see",
    "replay": "the feeds from 0 give the cases",
    "privacy": "personal data are in no feed, event, command or cache",
    "photos": "a photo called sent is on the server",
    "raw": "errors are told in words, none escapes",
}
"""What the checker holds."""

BY_NAME: dict[str, Fault] = {fault.name: fault for fault in FAULTS}


def at_level(level: str) -> tuple[str, ...]:
    """The names of the faults that are made at a level."""
    return tuple(fault.name for fault in FAULTS if fault.at(level))
