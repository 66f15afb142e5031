"""What waits for the server, under the queue: while it is hidden it costs nothing."""

from console.facts import OutboxDelta, Pending, Sending
from console.ui.elided import ElidedLabel
from tests.console.ui.conftest import Room

WAITS = Pending("c1", 1, "dispatch", "case-1", "wang", "desk", 0, Sending.QUEUED)


def test_lines_are_made_only_where_they_are_seen(room: Room) -> None:
    panel = room.main.queue.outbox
    assert panel.isHidden()
    room.board.take_outbox(OutboxDelta((WAITS,)))
    assert panel.findChildren(ElidedLabel) == []
    panel.show()
    assert len(panel.findChildren(ElidedLabel)) == 1
