"""What a machine says of one alarm: a value of a case."""

from rules.frozen import Frozen


class Alarm(Frozen, frozen=True):
    """One alarm and its repeats. Confidence in per mille, 0 = not told; instants ms UTC.

    `state`: pending | accepted | rejected; `source` is the code of the sender, `device` its camera or sensor.
    """

    kind: str
    source: str
    device: str = ""
    model: str = ""
    confidence: int = 0  # the highest of all
    count: int = 1
    first_at: int = 0
    last_at: int = 0
    state: str = "pending"
