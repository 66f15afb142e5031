"""What a telephone writes into its photo: time, zone, position, make."""

from datetime import datetime
from random import Random

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from server.simulator.painter.shot import Shot

PHONES = (
    ("HUAWEI", "LIO-AL00"),
    ("Xiaomi", "M2102K1AC"),
    ("OPPO", "PEGM00"),
    ("vivo", "V2055A"),
    ("HONOR", "ANY-AN00"),
)
SOFTWARE = "Griddesk simulator: SYNTHETIC"


def exif(shot: Shot, local: datetime, random: Random) -> Image.Exif:
    """`local` is the shot's time in the city's zone."""
    make, model = random.choice(PHONES)
    out = Image.Exif()
    out[Base.Make], out[Base.Model], out[Base.Software] = make, model, SOFTWARE
    stamp, offset = local.strftime("%Y:%m:%d %H:%M:%S"), local.strftime("%z")
    out[Base.DateTime] = stamp
    out.get_ifd(IFD.Exif).update(
        {
            Base.DateTimeOriginal: stamp,
            Base.DateTimeDigitized: stamp,
            Base.OffsetTimeOriginal: f"{offset[:3]}:{offset[3:5]}",
            Base.SubsecTimeOriginal: f"{shot.taken_at % 1000:03d}",
        }
    )
    out.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N" if shot.lat >= 0 else "S",
            GPS.GPSLatitude: _degrees(shot.lat),
            GPS.GPSLongitudeRef: "E" if shot.lon >= 0 else "W",
            GPS.GPSLongitude: _degrees(shot.lon),
        }
    )
    return out


def _degrees(value: int) -> tuple[float, float, float]:
    """Degrees, minutes and seconds of 1e-7 degrees; the seconds to 1/10000."""
    parts = round(abs(value) * 3.6)
    minutes, seconds = divmod(parts, 600_000)
    degrees, minutes = divmod(minutes, 60)
    return float(degrees), float(minutes), seconds / 10_000
