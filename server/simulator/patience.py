"""Goes on through outages: says once that the server is away and why, waits longer each time, says when it is back."""

import time
from collections.abc import Callable
from typing import TypeVar

from server.simulator.door import ServerAway

T = TypeVar("T")
FIRST_S, LONGEST_S = 0.5, 10.0


class Ended(Exception):
    """The simulator was told to end."""


class Patience:
    """`ended()` is asked while waiting; `say` gets a sentence in both languages; tests give another `wait`."""

    def __init__(
        self, ended: Callable[[], bool], say: Callable[[str, str], None], wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._ended, self._say, self._wait = ended, say, wait
        self.outages = 0

    def until_done(self, work: Callable[[], T]) -> T:
        """Do it, again and again while the server is away. Raises Ended; whatever else `work` raises passes through."""
        pause = FIRST_S
        while True:
            if self._ended():
                raise Ended
            try:
                done = work()
            except ServerAway as error:
                if pause == FIRST_S:
                    self.outages += 1
                    self._say(f"服务器暂不可用（{error}），稍后重试", f"the server is away ({error}); trying again")
                self._rest(pause)
                pause = min(pause * 2, LONGEST_S)
            else:
                if pause > FIRST_S:
                    self._say("服务器已恢复，继续", "the server is back; going on")
                return done

    def _rest(self, seconds: float) -> None:
        until = seconds
        while until > 0:
            step = min(until, FIRST_S)
            self._wait(step)
            until -= step
            if self._ended():
                raise Ended
