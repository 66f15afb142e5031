"""Photos on broken lines: what a console calls sent is on the server, byte for byte."""

from tests.together.faults.l1.photos import LARGE, a_photo
from tests.together.faults.l2.proxy import Armed, Bite
from tests.together.faults.l2.script import script
from tests.together.faults.l2.town import Town


@script("B1")
def upload_cut(town: Town) -> None:
    """The line breaks before a piece of a photo, and then behind it: what is there goes on, and all arrives."""
    seat, bites = town.seat(), list[Bite]()
    seat.proxy.arm(Armed("N1", "/v1/blobs", method="PATCH", skip=1), Armed("N2", "/v1/blobs", method="PATCH"))
    seat.proxy.said = bites.append
    seat.report(photo=a_photo(town.next(), LARGE))
    town.until(lambda: len(bites) == 2, f"the upload to be cut twice: {seat.refusals}")
    seat.proxy.said = town.bitten
    for bite in bites:
        town.bitten(bite)
    town.tally.bit("B1", f"cut behind its first piece: {bites[-1].proof}")
    seat.drain()
    town.until(seat.has_sent, "the photo to be sent")
