"""Brings a city pack."""

import hashlib

from console.facts import Pack
from console.sync.client import BYTES, LONG, Client
from console.sync.errors import ServerUnreachable


def fetch(client: Client, version: str) -> Pack:
    """A city pack, verified by its version. ServerUnreachable when it is not to be had whole; Refused."""
    body = client.exchange("GET", f"/v1/city/{version}", BYTES, within=LONG)
    if not hashlib.sha256(body).hexdigest().startswith(version):
        raise ServerUnreachable("link.bad_answer")
    return Pack(version, body)
