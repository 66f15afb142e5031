"""Baseline: Anki's own full sync of 51,135 notes of 1 kB. Runs in Anki's environment, not in ours.

`anki_sync.py upload FOLDER URL`: send FOLDER's collection to the server at URL; prints the notes.
`anki_sync.py download FOLDER URL`: prints the notes and the ms of the first sync of an empty collection.
"""

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from anki.collection import Collection
from anki.sync import SyncAuth

NAME = PASSWORD = "bench"


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


def send(folder: Path, url: str) -> list[float]:
    """The collection that was made there."""
    collection = Collection(str(folder / "first.anki2"))
    whole(collection, sign_in(collection, url), upload=True)
    return [collection.note_count(), 0.0]


def download(folder: Path, url: str) -> list[float]:
    """Ms from the first word to the server until the collection is open and whole."""
    empty = Path(tempfile.mkdtemp(dir=folder))
    collection = Collection(str(empty / "second.anki2"))
    began = time.monotonic()
    auth = sign_in(collection, url)
    collection.sync_collection(auth, sync_media=False)
    whole(collection, auth, upload=False)
    took = (time.monotonic() - began) * 1000
    notes = collection.note_count()
    collection.close()
    shutil.rmtree(empty)
    return [notes, took]


if __name__ == "__main__":
    what, where, at = sys.argv[1:]
    print(json.dumps(send(Path(where), at) if what == "upload" else download(Path(where), at)))
