"""Seeded randomness in the place of the system's, so that ids, keys and epochs come again with the same seed."""

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random


@contextmanager
def loaded(seed: int) -> Iterator[Random]:
    """Inside, `secrets.token_bytes`, `token_hex` and `uuid.uuid4` of this process are drawn from the seed."""
    dice = Random(seed)
    kept = secrets.token_bytes, secrets.token_hex, uuid.uuid4

    def token_bytes(nbytes: int | None = None) -> bytes:
        return dice.randbytes(32 if nbytes is None else nbytes)

    secrets.token_bytes = token_bytes
    secrets.token_hex = lambda nbytes=None: token_bytes(nbytes).hex()
    uuid.uuid4 = lambda: uuid.UUID(bytes=dice.randbytes(16), version=4)
    try:
        yield dice
    finally:
        secrets.token_bytes, secrets.token_hex, uuid.uuid4 = kept
