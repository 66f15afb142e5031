"""Sends one signed alarm or order to a Griddesk server; standard library only, to be copied into other programs.

python3 send.py http://127.0.0.1:8080 video-ai SECRET alarms '{"kind": "refuse_heap", "confidence": 0.9, …}' [FRAME.jpg]
"""

import base64
import hashlib
import hmac
import json
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path


def signed(secret: str, message_id: str, stamp: str, body: bytes) -> str:
    """The signature of Standard Webhooks 1.0: over id, time in whole seconds and body."""
    key, content = base64.b64decode(secret.removeprefix("whsec_")), f"{message_id}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def main(server: str, source: str, secret: str, door: str, said: str, frame: str = "") -> int:
    """Send it; print what it came to. The same id with a fresh time is the same message again."""
    content = json.loads(said) | ({"frame": base64.b64encode(Path(frame).read_bytes()).decode()} if frame else {})
    body, message_id, stamp = json.dumps(content).encode(), str(uuid.uuid4()), str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": signed(secret, message_id, stamp, body),
    }
    request = urllib.request.Request(f"{server}/v1/machines/{source}/{door}", body, headers)  # noqa: S310  an address of one's own
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  the same
            print(answer.read().decode())
    except urllib.error.HTTPError as refused:
        print(refused.code, refused.read().decode())
        return 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in {6, 7}:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
