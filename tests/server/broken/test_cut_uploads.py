"""`kill -9` in the middle of an upload: what was answered is there afterwards, and it goes on from there."""

import hashlib
import http.client
import io
import zlib
from urllib.parse import urlsplit

import pytest
from PIL import Image

from rules.protocol import BlobState
from rules.wire import decode
from tests.server.broken.conftest import Desk, Serve
from tests.server.client import Client

PIECE = 32 * 1024


def noise() -> bytes:
    """A picture of some hundred kilobytes."""
    out = io.BytesIO()
    Image.effect_noise((400, 300), 90).save(out, "PNG")
    return out.getvalue()


class Upload:
    """A photo on its way, piece by piece."""

    def __init__(self, desk: Desk, photo: bytes) -> None:
        self.desk, self.photo = desk, photo
        self.path = f"/v1/blobs/{hashlib.sha256(photo).hexdigest()}"

    def begin(self, client: Client) -> BlobState:
        """Ask where to go on."""
        asked = client.post(self.path, json={"size": len(self.photo)}, headers=self.desk.station)
        return decode(BlobState, asked.content)

    def piece(self, offset: int) -> tuple[bytes, dict[str, str]]:
        """The next piece, with its headers."""
        data = self.photo[offset : offset + PIECE]
        return data, self.desk.station | {"Upload-Offset": str(offset), "Upload-Crc32": f"{zlib.crc32(data):08x}"}

    def send(self, client: Client, offset: int) -> BlobState:
        """Send it and hear the answer."""
        data, headers = self.piece(offset)
        return decode(BlobState, client.send("PATCH", self.path, data=data, headers=headers).content)

    def send_unheard(self, client: Client, offset: int) -> http.client.HTTPConnection:
        """Send it and hear nothing."""
        line = http.client.HTTPConnection(urlsplit(client.url).netloc)
        data, headers = self.piece(offset)
        line.request("PATCH", self.path, data, headers)
        return line


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_upload_goes_on_where_the_killed_server_had_answered(serve: Serve) -> None:
    program, client = serve()
    upload = Upload(Desk(client), noise())
    assert upload.begin(client).offset == 0
    assert upload.send(client, 0).offset == PIECE
    line = upload.send_unheard(client, PIECE)
    program.kill()
    line.close()
    _, client = serve()
    state = upload.begin(client)
    assert state.offset in {PIECE, 2 * PIECE}  # the unheard piece is there whole or not at all
    while not state.done:
        state = upload.send(client, state.offset)
    assert client.get(upload.path, headers=upload.desk.station).content == upload.photo
