"""The desk's own seal on the hand-over files that it makes: it knows them again without a server, by whoever sits here.

HMAC-SHA256 under a key that never leaves the outbox, where it is sealed itself.
"""

import hmac
import secrets

from console.models.me import Me
from rules.handover import same_key

_NAME = "handover"
_KEY = 32  # bytes


class DeskSeal:
    """Seals digests, and tells its own seals from others."""

    def __init__(self, me: Me) -> None:
        self._me = me

    def seal(self, digest: str) -> str:
        """The seal of a digest, in hex. NotRecorded when a first key cannot be kept: no seal would be known again."""
        if not self._me.secret(_NAME):
            self._me.keep_secret(_NAME, secrets.token_hex(_KEY))
        return hmac.digest(bytes.fromhex(self._me.secret(_NAME)), digest.encode(), "sha256").hex()

    def fits(self, digest: str, seal: str) -> bool:
        """Whether this desk sealed it."""
        key = self._me.secret(_NAME)
        return bool(key) and same_key(digest, seal, bytes.fromhex(key))
