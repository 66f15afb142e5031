"""Signs a message as Standard Webhooks (www.standardwebhooks.com, 1.0) has it, so that ready libraries can check it."""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"


def new_secret() -> str:
    """A secret of 32 bytes in the form that the libraries take."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(secret: str, message_id: str, at: int, body: bytes) -> dict[str, str]:
    """The headers of one message; `at` is ms UTC, the header has whole seconds. The id is the same for each try."""
    seconds = str(at // 1000)
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{message_id}.{seconds}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": message_id,
        "webhook-timestamp": seconds,
        "webhook-signature": "v1," + base64.b64encode(signed).decode(),
    }
