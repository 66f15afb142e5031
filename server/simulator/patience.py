"""Goes on through outages: says once that the server is away or a disk full, waits longer each time, says the end."""

import time
from collections.abc import Callable
from typing import TypeVar

from server.simulator.door import ServerAway
from server.simulator.files import NotWritten

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
        """Do it, again and again while the server is away or a file cannot be written.

        Raises Ended; whatever else `work` raises passes through.
        """
        pause, trouble = FIRST_S, None
        while True:
            if self._ended():
                raise Ended
            try:
                done = work()
            except (ServerAway, NotWritten) as error:
                if trouble is None:
                    self.outages += 1
                    self._say(*_begun(error))
                trouble = error
                self._rest(pause)
                pause = min(pause * 2, LONGEST_S)
            else:
                if trouble is not None:
                    self._say(*_over(trouble))
                return done

    def _rest(self, seconds: float) -> None:
        until = seconds
        while until > 0:
            step = min(until, FIRST_S)
            self._wait(step)
            until -= step
            if self._ended():
                raise Ended


def _begun(error: ServerAway | NotWritten) -> tuple[str, str]:
    if isinstance(error, NotWritten):
        return f"文件暂不能写入（{error}），稍后重试", f"a file cannot be written ({error}); trying again"
    return f"服务器暂不可用（{error}），稍后重试", f"the server is away ({error}); trying again"


def _over(error: ServerAway | NotWritten) -> tuple[str, str]:
    if isinstance(error, NotWritten):
        return "文件已可写入，继续", "the file can be written again; going on"
    return "服务器已恢复，继续", "the server is back; going on"
