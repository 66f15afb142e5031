"""A call to a filed case by the keyboard: the keys of a simple case, weighed; and how fast the form answers each."""

import json

from benchmarks.frame.bench import Bench
from benchmarks.frame.figures import median, percentile
from benchmarks.frame.rows import Goal, Measured, Row

K_S, M_S = 0.28, 1.35
"""Seconds of a key and of a mental preparation: Card, Moran & Newell, "The keystroke-level model for user performance
time with interactive systems", Communications of the ACM 23 (7), 1980; K of a typist of 40 words a minute."""
MENTAL = 4  # before the words, before registering, before accepting, before filing


def measure(bench: Bench) -> Measured:
    """The real windows over the real rules with 1,000 cases on the board; nothing of the network."""
    told = json.loads(bench.run("-m", "benchmarks.people.hand").splitlines()[-1])
    keys, spent = median(told["keys"]), told["spent"]
    whole = keys * K_S + MENTAL * M_S
    work, answered = told["work"], told["answered"]
    each = f"median {median(spent):.1f} ms, p95 {percentile(spent, 0.95):.1f} ms, longest {max(spent):.1f} ms"
    core = f"median {median(work):.1f} ms, p95 {percentile(work, 0.95):.1f} ms, longest {max(work):.1f} ms"
    pause = f"{told['pause']} ms of it a pause of the typing"
    said = f"median {median(answered):.0f} ms, longest {max(answered):.0f} ms, {pause}"
    notes = (
        f"{keys:.0f} keys (a modifier is one): {keys * K_S:.1f} s; with {MENTAL} mental preparations {whole:.1f} s",
        f"each key until painted, of {len(spent)}: {each}",
        f"the same of its own core: {core}",
        f"last word → place and similar cases: {said}",
    )
    return Measured({"keys": keys * K_S, "answers p95": percentile(spent, 0.95)}, notes)


ROW = Row(
    "calls",
    "call to filed case by keyboard, simple case (keystroke-level model)",
    (Goal("keys", 12, "s"), Goal("answers p95", 50, "ms")),
    measure,
)
