"""`python -m benchmarks.sync.taking_quarter FOLDER`: a quarter into an empty cache as the console takes it.

Prints the seconds. The pages lie in memory as they come over the line; what is measured reads, checks, hashes and
writes them, in the pieces in which the console does, and puts the new cache in the place of the old one.
"""

import sys
import time
from pathlib import Path

from benchmarks.sync.made_quarter import pages
from console.facts import SnapshotPage
from console.models.incoming import parts_of
from console.models.keys import find_key
from console.models.shelf import Shelf
from console.store.catching_up import PAGE_PIECE


def take(folder: Path) -> float:
    """The seconds from the first page to a cache that is in use."""
    shelf = Shelf(folder, find_key(folder, None), "bench")
    for none in pages(1, 0):
        shelf.load(SnapshotPage(none.head, none.lines, none.tail, none.first))
    told = [SnapshotPage(page.head, page.lines, page.tail, page.first) for page in pages(2000)]
    began = time.monotonic()
    for page in told:
        for part in parts_of(page, PAGE_PIECE):
            loaded = shelf.load(part)
    took = time.monotonic() - began
    assert loaded.cursor is not None
    shelf.close()
    return took


if __name__ == "__main__":
    print(take(Path(sys.argv[1])))
