"""Numbers of cases registered here before the server has given its own: 临A1-7, spoken and printed, and kept for ever.

The number goes along with the report and stays with the case, so that whoever was told it finds the case by it.
"""

from console.facts.shown import DRAFT_MARK
from console.models.outbox import Outbox

_COUNT = "draft_count"  # reports so far, in the table `me`
DRAFT_NUMBER = "draft_number"  # of a report's body


class DraftNumbers:
    """Gives each report of this console a number that it never gives again."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def give(self) -> str:
        """The next one; durable when it is given. NotRecorded when the disk does not take it."""
        number = int(self._outbox.me.recall(_COUNT) or b"0") + 1
        self._outbox.me.remember(**{_COUNT: str(number).encode()})
        return f"{DRAFT_MARK}{self._outbox.identity.console_id[:2].upper()}-{number}"
