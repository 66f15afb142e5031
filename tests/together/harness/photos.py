"""Real photos for the tests: small JPEGs of one colour, each different."""

import hashlib
import io
from typing import Any

from PIL import Image


def jpeg(colour: str, width: int = 640, height: int = 480) -> bytes:
    """A picture of one colour."""
    bytes_ = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(bytes_, "JPEG")
    return bytes_.getvalue()


def described(body: bytes, kind: str, taken_at: int, lon: int = 0, lat: int = 0) -> dict[str, Any]:
    """A photo as a command's body names it; the point in 1e-7 degree."""
    known = {"sha256": hashlib.sha256(body).hexdigest(), "kind": kind, "mime": "image/jpeg", "size": len(body)}
    return known | {"taken_at": taken_at} | ({"lon": lon, "lat": lat} if lon else {})
