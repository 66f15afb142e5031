"""The commands that wait for the server, kept in their order: however many there are, a change costs one."""

from bisect import bisect_left, insort
from collections.abc import Iterator

from console.models.entries import UNSENT, Entry

_Place = tuple[bool, int, str]


class Waiting:
    """Unsent entries: those with a number first, in its order, then in local order."""

    def __init__(self) -> None:
        self._places: list[_Place] = []
        self._entries: dict[str, tuple[_Place, Entry]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, command_id: str) -> bool:
        return command_id in self._entries

    def __iter__(self) -> Iterator[Entry]:
        return (self._entries[command_id][1] for _, _, command_id in tuple(self._places))

    def put(self, entry: Entry) -> None:
        """Take an entry, or its newer form; one that waits no more goes."""
        self.drop(entry.id)
        if entry.state in UNSENT:
            place = (entry.n is None, entry.n or entry.k, entry.id)
            insort(self._places, place)
            self._entries[entry.id] = (place, entry)

    def drop(self, command_id: str) -> None:
        """It waits no more."""
        known = self._entries.pop(command_id, None)
        if known is not None:
            del self._places[bisect_left(self._places, known[0])]
