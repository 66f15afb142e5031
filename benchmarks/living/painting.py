"""The painter of the simulator's photos, alone on one core."""

from benchmarks.frame.bench import Bench
from benchmarks.frame.figures import median, said
from benchmarks.frame.rows import Goal, Measured, Row

ROUNDS = 3
SAY = "from server.simulator.painter.measure import photos_per_second as p; print(p())"


def measure(bench: Bench) -> Measured:
    """240 distinct photos of 40 places in each round, in a process of its own; the core's own time counts."""
    rates = [float(bench.run("-c", SAY)) for _ in range(ROUNDS)]
    return Measured({"photos": median(rates)}, (said(rates, "photos of 2 megapixels/s/core", 1),))


ROW = Row(
    "painter",
    "photos of two megapixels painted per second and core",
    (Goal("photos", 20, "/s", at_least=True),),
    measure,
)
