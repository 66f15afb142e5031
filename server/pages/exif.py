"""When and where a photo says that it was taken."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

SCALE = 10_000_000  # 1e-7 degree


@dataclass(frozen=True, slots=True)
class Taken:
    """Instant in ms UTC and point in 1e-7 degree WGS84 (within centimetres of CGCS2000); 0 = the photo does not say."""

    at: int = 0
    lon: int = 0
    lat: int = 0


def taken(data: bytes, zone: str) -> Taken:
    """Read a photo that has been verified; what is missing or makes no sense counts as not said."""
    with Image.open(io.BytesIO(data)) as picture:
        exif = picture.getexif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps = ExifTags.GPS
    lon = _degrees(place.get(gps.GPSLongitude), place.get(gps.GPSLongitudeRef) == "W")
    lat = _degrees(place.get(gps.GPSLatitude), place.get(gps.GPSLatitudeRef) == "S")
    at = _instant(str(details.get(ExifTags.Base.DateTimeOriginal, "")), zone)
    return Taken(at, lon, lat) if lon and lat else Taken(at)


def _instant(said: str, zone: str) -> int:
    """Cameras write the wall time; it is taken as that of the city."""
    try:
        moment = datetime.strptime(said.strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return 0
    return int(moment.astimezone(UTC).timestamp() * 1000)


def _degrees(said: Any, negative: bool) -> int:
    try:
        degrees, minutes, seconds = (float(part) for part in said)
    except (TypeError, ValueError, ZeroDivisionError):
        return 0
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 < value <= 180:
        return 0
    return round((-value if negative else value) * SCALE)
