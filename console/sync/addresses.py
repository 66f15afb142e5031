"""The addresses under which the server may answer, in order of preference; all clients ask under the same one."""

from collections.abc import Sequence


class Addresses:
    """Read by the threads of all ways, moved on by any of them: one attribute, replaced as a whole."""

    def __init__(self, urls: Sequence[str]) -> None:
        """`urls`: at least one base address; what stands twice counts once."""
        self._urls = tuple(dict.fromkeys(url.rstrip("/") for url in urls))
        self._at = 0

    @property
    def now(self) -> str:
        """The address in use."""
        return self._urls[self._at]

    def leave(self, left: str = "") -> str:
        """Go on to the next one, after the last to the first; the one in use then.

        With `left` given, only if that is still the one in use: another way may have left it meanwhile.
        """
        if not left or left == self.now:
            self._at = (self._at + 1) % len(self._urls)
        return self.now

    def __len__(self) -> int:
        return len(self._urls)
