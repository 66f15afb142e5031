"""What every part of a simulator needs: chance, counts, patience with the server, and a voice."""

from collections.abc import Callable
from dataclasses import dataclass

from server.simulator.chance import Chance
from server.simulator.counts import Counts
from server.simulator.patience import Patience


@dataclass(frozen=True, slots=True)
class Tools:
    """`say` gets a sentence in Chinese and in English."""

    chance: Chance
    counts: Counts
    patience: Patience
    say: Callable[[str, str], None]
