"""The seconds that a scene promises: they hold on a machine that has nothing else to do."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Within:
    """`with within(15): …` fails afterwards when it took longer; only where times are `judged`, else it waits."""

    def __init__(self, judged: bool) -> None:
        self._judged = judged

    @contextmanager
    def __call__(self, seconds: float) -> Iterator[None]:
        """Real seconds for what is done and waited for inside."""
        began = time.monotonic()
        yield
        self.judge(time.monotonic() - began, seconds)

    def judge(self, took: float, seconds: float) -> None:
        """Real seconds that were measured elsewhere."""
        assert not self._judged or took <= seconds, f"it took {took:.3f} s instead of {seconds:g} s"


def recordings(diagnosis: Path) -> list[float]:
    """Seconds from each wish of a console until it was durable, as the console itself wrote down."""
    told = [json.loads(line) for line in diagnosis.read_text(encoding="ascii").splitlines()]
    asked, recorded = ([each["at"] for each in told if each.get("instant") == name] for name in ("asked", "recorded"))
    return [(done - begun) / 1000 for begun, done in zip(asked, recorded, strict=True)]
