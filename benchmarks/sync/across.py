"""A click on one console until another one shows the case as dispatched, over a server on loopback."""

from benchmarks.frame.bench import Bench
from benchmarks.frame.figures import percentile, said
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.loop import town
from benchmarks.sync import waiting
from benchmarks.sync.durable import asked_by, told_by

CLICKS = 60
PAUSE = 250  # ms between two clicks: more than the 100 ms in which rows are gathered where they come without end
ENDS = r"(?m)^\{.*\}$"


def measure(bench: Bench) -> Measured:
    """Two consoles without windows: shown = on the board, from which every window takes it."""
    files, cases = waiting.folder(bench, CLICKS)
    server = town.serve(bench, files, "--enrol", "near", "--enrol", "far")
    far = bench.start("-m", "benchmarks.sync.watching", asked_by(bench, url=server.url, enrol="far", cases=cases))
    far.wait_for(r"(?m)^here$", 120)
    asked = {"url": server.url, "enrol": "near", "cases": cases, "pause": PAUSE}
    near = bench.start("-m", "benchmarks.sync.clicks", asked_by(bench, **asked))
    clicked, shown = told_by(near.wait_for(ENDS, 120)[0])["asked"], told_by(far.wait_for(ENDS, 60)[0])["shown"]
    server.program.stop()
    took = [shown[case_id] - clicked[case_id] for case_id in cases]
    return Measured({"p50": percentile(took, 0.5), "p95": percentile(took, 0.95)}, (said(took, "ms", 1),))


ROW = Row(
    "across",
    "click → shown on another console (loopback)",
    (Goal("p50", 20, "ms"), Goal("p95", 100, "ms")),
    measure,
)
