"""When the server was heard last, over a restart: an outage does not begin anew with the program."""

import logging
from typing import TYPE_CHECKING

from console.models.errors import LocalFilesError

if TYPE_CHECKING:
    from console.desk.desk import Desk

HEARD = "heard"  # in `me`: the instant, ms UTC
log = logging.getLogger(__name__)


def heard_before(desk: "Desk") -> int:
    """When an earlier run heard the server last, ms UTC, 0 = never; after a crash when its last data came."""
    files = desk.files
    try:
        kept = int(files.outbox.me.recall(HEARD) or b"0")
    except (LocalFilesError, ValueError) as error:
        log.warning("when the server was heard cannot be read: %s", error)
        kept = 0
    return max(kept, files.shelf.cache.as_of())


def keep_heard(desk: "Desk", instant: int) -> None:
    """Keep it for the next run; 0 = this run did not hear it. What the disk does not take is told as the data's age."""
    if not instant:
        return
    try:
        desk.files.outbox.me.remember(**{HEARD: str(instant).encode()})
    except LocalFilesError as error:
        log.warning("when the server was heard is not kept: %s", error)
