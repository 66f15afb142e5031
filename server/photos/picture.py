"""What counts as a photo, and its small picture."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from rules.commands import NotAllowed

MAX_BYTES = 20 * 1024 * 1024
MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
THUMB_PX = 320
Image.MAX_IMAGE_PIXELS = 120_000_000


def check_size(size: int) -> None:
    """Raises NotAllowed when a photo of so many bytes is not taken."""
    if size > MAX_BYTES:
        raise NotAllowed("rule.photo_too_large", max_mb=MAX_BYTES // 1024 // 1024, size_mb=size // 1024 // 1024)


def verified(data: bytes) -> tuple[str, bytes]:
    """MIME type and thumbnail of a picture that can be read to its end. Raises NotAllowed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(MIMES)) as picture:
                mime = MIMES[str(picture.format)]
                return mime, _thumb(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotAllowed("rule.photo_unreadable", expected="JPEG, PNG, WebP") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAllowed("rule.photo_too_large", max_mb=MAX_BYTES // 1024 // 1024, size_mb="?") from error


def _thumb(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((THUMB_PX, THUMB_PX))
    out = io.BytesIO()
    upright.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()
