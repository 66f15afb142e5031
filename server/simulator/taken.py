"""Which roles people have taken, beyond a restart: in a file beside the workstation's credential.

The file holds only what is otherwise than at the beginning, as JSON: {"u410102": true} = taken, false = given back.
"""

import json
import threading
from collections.abc import Callable
from pathlib import Path

from server.simulator.cast import Cast
from server.simulator.files import NotWritten, write


class TakenRoles:
    """Takes roles from the cast and gives them back. Without a `file` nothing is kept; `say` gets both languages."""

    def __init__(self, cast: Cast, file: Path | None, say: Callable[[str, str], None]) -> None:
        self._cast, self._file, self._say = cast, file, say
        self._begun = frozenset(cast.taken)
        self._lock = threading.Lock()  # each request of the control page has a thread of its own
        for login, taken in _kept(file).items():
            if login in cast.people:
                self._set(login, taken=taken)

    def take(self, login: str) -> None:
        """A person plays this one, also after a restart."""
        self._change(login, taken=True)

    def give(self, login: str) -> None:
        """The simulator plays this one again; of the taking nothing stays."""
        self._change(login, taken=False)

    def _change(self, login: str, *, taken: bool) -> None:
        with self._lock:
            self._set(login, taken=taken)
            self._keep()

    def _set(self, login: str, *, taken: bool) -> None:
        (self._cast.taken.add if taken else self._cast.taken.discard)(login)

    def _keep(self) -> None:
        if self._file is None:
            return
        changed = {login: login in self._cast.taken for login in sorted(self._cast.taken ^ self._begun)}
        try:
            write(self._file, json.dumps(changed))
        except NotWritten as error:
            self._say(
                f"接管的角色未能记下（{error}），重启后将恢复自动操作",
                f"the roles taken could not be kept ({error}): after a restart they are played again",
            )


def _kept(file: Path | None) -> dict[str, bool]:
    """What the file says; nothing where there is none, or it is damaged."""
    try:
        told = json.loads(file.read_text(encoding="utf-8")) if file is not None else {}
    except (OSError, ValueError):
        return {}
    return {str(login): bool(taken) for login, taken in told.items()} if isinstance(told, dict) else {}
