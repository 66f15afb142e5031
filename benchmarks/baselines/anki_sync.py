"""Baseline: Anki's own full sync of 51,135 notes of 1 kB. Runs in Anki's environment, not in ours.

`anki_sync.py fill FOLDER`: make the collection and send it to a server that keeps its data in FOLDER; prints the notes.
`anki_sync.py download FOLDER`: start the server again; prints the ms of the first sync of an empty collection.
"""

import contextlib
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from anki.collection import AddNoteRequest, Collection
from anki.sync import SyncAuth

NOTES, BYTES = 51_135, 1_000
NAME, PASSWORD = "bench", "bench"


@contextlib.contextmanager
def server(folder: Path) -> Iterator[str]:
    """Anki's sync server; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"SYNC_USER1": f"{NAME}:{PASSWORD}", "SYNC_BASE": str(folder / "server"), "SYNC_HOST": "127.0.0.1"}
    own |= {"SYNC_PORT": str(port), "MAX_SYNC_PAYLOAD_MEGS": "1000"}
    running = subprocess.Popen([sys.executable, "-I", "-m", "anki.syncserver"], env=os.environ | own,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        running.terminate()
        running.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError("Anki's server does not answer")


def sign_in(collection: Collection, url: str) -> SyncAuth:
    """As its own program does."""
    auth = collection.sync_login(NAME, PASSWORD, url)
    auth.endpoint = url
    return auth


def whole(collection: Collection, auth: SyncAuth, upload: bool) -> None:
    """Send or fetch the whole collection."""
    collection.close_for_full_sync()
    collection.full_upload_or_download(auth=auth, server_usn=None, upload=upload)
    collection.reopen(after_full_sync=True)


def fill(folder: Path) -> int:
    """A collection as large as a quarter's cases, and the server that has it."""
    collection = Collection(str(folder / "first.anki2"))
    kind = collection.models.by_name("Basic")
    deck = collection.decks.id("cases")
    chance = random.Random(2015)
    for start in range(0, NOTES, 2_000):
        requests = []
        for number in range(start, min(start + 2_000, NOTES)):
            note = collection.new_note(kind)
            note["Front"] = f"case {number}"
            note["Back"] = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz 0123456789", k=BYTES))
            requests.append(AddNoteRequest(note, deck))
        collection.add_notes(requests)
    with server(folder) as url:
        whole(collection, sign_in(collection, url), upload=True)
    count = int(collection.note_count())
    collection.close()
    return count


def download(folder: Path) -> float:
    """Ms from the first word to the server until the collection is open and whole."""
    empty = Path(tempfile.mkdtemp(dir=folder))
    with server(folder) as url:
        collection = Collection(str(empty / "second.anki2"))
        began = time.monotonic()
        auth = sign_in(collection, url)
        collection.sync_collection(auth, sync_media=False)
        whole(collection, auth, upload=False)
        took = (time.monotonic() - began) * 1000
        assert collection.note_count() == NOTES
        collection.close()
    shutil.rmtree(empty)
    return took


if __name__ == "__main__":
    what, where = sys.argv[1], Path(sys.argv[2])
    print(json.dumps(fill(where) if what == "fill" else download(where)))
