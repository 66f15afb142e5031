"""Passwords and tokens: what is kept of them, and how they are compared."""

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
# Verified in place of an account that does not exist, so that an unknown login takes as long as a wrong password.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$UPc43V3vbrVRx71StijiQw$xTwpLbiW0MrAsYnxcy/1wItvP1NpKFRNeXQ59Tnnu9w"


def hash_password(password: str) -> str:
    """An Argon2id verifier with a salt of its own."""
    return _HASHER.hash(password)


def password_fits(verifier: str | None, password: str) -> bool:
    """Whether the password is the one of the verifier; None (no such account) takes as long and is False."""
    try:
        return _HASHER.verify(verifier or _NOBODY, password) and verifier is not None
    except (VerificationError, InvalidHashError):
        return False


def new_token() -> str:
    """A bearer token of 256 random bits."""
    return secrets.token_urlsafe(32)


def new_key() -> bytes:
    """A session key for the MAC of commands, 256 random bits."""
    return secrets.token_bytes(32)


def kept_form(token: str) -> str:
    """What the database keeps of a token: its sha256, so that a stolen copy of the database opens no door."""
    return hashlib.sha256(token.encode()).hexdigest()
