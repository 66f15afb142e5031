"""A batch that the server cannot read as a whole: halved until the one command is found that it cannot read.

That one is offered again as it is; the third time it goes as withdrawn with nothing but its ids, under its own number,
so that the queue behind it moves on, and it stands as a conflict for a person.
"""

from collections.abc import Sequence
from dataclasses import replace

from rules.protocol import Pushed

BATCH = 64  # commands in one push
_TRIES = 3


class Halving:
    """How many commands go in one push, and which of them go without their content. In memory alone."""

    def __init__(self) -> None:
        self.most = BATCH
        self._misread: dict[str, int] = {}

    @property
    def is_whole(self) -> bool:
        """Whether the server has read what it got, so far as is known."""
        return self.most == BATCH

    def misread(self, ids: Sequence[str]) -> None:
        """The server could not read this batch."""
        self.most = max(1, len(ids) // 2)
        if len(ids) == 1:
            self._misread[ids[0]] = self._misread.get(ids[0], 0) + 1

    def taken(self) -> None:
        """It read one: the next may be larger again."""
        self.most = min(BATCH, self.most * 2)

    def shape(self, pushed: Pushed) -> Pushed:
        """The command as it is sent: whole, or its ids alone when it was misread too often."""
        if self._misread.get(pushed.command.id, 0) < _TRIES:
            return pushed
        bare = replace(pushed.command, body={})
        return replace(pushed, command=bare, mac="", withdrawn=True, personal={})
