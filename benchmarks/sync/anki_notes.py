"""`anki_notes.py FOLDER NOTES`: notes of 1 kB as `first.anki2` in FOLDER. Runs in Anki's environment, not in ours."""

import random
import sys
from pathlib import Path

from anki.collection import AddNoteRequest, Collection

BYTES, AT_ONCE = 1_000, 2_000


def fill(folder: Path, notes: int) -> None:
    """The same notes each time."""
    collection = Collection(str(folder / "first.anki2"))
    kind, deck = collection.models.by_name("Basic"), collection.decks.id("cases")
    chance = random.Random(2015)
    for start in range(0, notes, AT_ONCE):
        requests = []
        for number in range(start, min(start + AT_ONCE, notes)):
            note = collection.new_note(kind)
            note["Front"] = f"case {number}"
            note["Back"] = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz 0123456789", k=BYTES))
            requests.append(AddNoteRequest(note, deck))
        collection.add_notes(requests)
    collection.close()


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]))
