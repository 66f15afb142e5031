"""Photos of citizens: what a camera adds about who took them is read and taken away before anything is kept."""

import hashlib
import io

from PIL import Image, ImageOps

from rules.commands import NotAllowed
from server.pages.exif import taken
from server.pages.uploads import KeptPhoto
from server.photos import Photos
from server.photos.picture import verified

LONGEST_PX = 2560
QUALITY = 88
MB = 1024 * 1024


class CitizenPhotos:
    """Keeps them in the one store of photos; blocking."""

    def __init__(self, photos: Photos) -> None:
        self._photos = photos

    def keep(self, data: bytes, zone: str, max_mb: int, name: str = "") -> KeptPhoto:
        """One photo, upright and without what its camera wrote into it; when and where it was taken stays known.

        Raises NotAllowed (no photo, too large) and CannotKeep.
        """
        if len(data) > max_mb * MB:
            raise NotAllowed("rule.photo_too_large", max_mb=max_mb, size_mb=len(data) // MB)
        verified(data)
        said, clean = taken(data, zone), _clean(data)
        sha256 = hashlib.sha256(clean).hexdigest()
        mime = self._photos.put(sha256, clean)
        return KeptPhoto(sha256, mime, len(clean), name[-80:], said.at, said.lon, said.lat)


def _clean(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as picture:
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_PX, LONGEST_PX))
        out = io.BytesIO()
        upright.convert("RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
