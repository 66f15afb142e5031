"""What is photographed: the frozen order that the painter turns into a JPEG."""

from dataclasses import dataclass
from random import Random
from typing import Final

MATTERS: Final = ("refuse", "manhole", "stall", "bikes", "water", "parking", "posters", "plain")
TRICKS: Final = ("", "old", "other_place", "crop", "mirror", "screen")
WEATHERS: Final = ("", "clear", "overcast", "haze", "rain")


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo: `place` is the street scene, `matter` what lies there, `solved` whether it has been cleaned up.

    `taken_at` (ms UTC) goes into the EXIF and decides the light; `lon`, `lat` in 1e-7 degree; `megapixels` 1 to 12.
    `seed` decides framing, passers-by and noise. `weather` "" = what the day brings, the same for the whole city.
    `trick` makes a false photo of it; `old`, `crop`, `mirror` and `screen` show the picture of the same `seed` taken at
    `source_at` (0 = some time before): give the seed and time of the photo that is to be re-used.
    """

    place: int
    matter: str
    solved: bool
    taken_at: int
    lon: int
    lat: int
    megapixels: float = 2.0
    trick: str = ""
    seed: int = 0
    weather: str = ""
    source_at: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be painted: `ValueError` names the field."""
        for field, value, possible in (
            ("matter", self.matter, MATTERS),
            ("trick", self.trick, TRICKS),
            ("weather", self.weather, WEATHERS),
        ):
            if value not in possible:
                raise ValueError(f"{field} {value!r} is none of {', '.join(map(repr, possible))}")
        if not 1 <= self.megapixels <= 12:
            raise ValueError(f"megapixels {self.megapixels} is not between 1 and 12")


def chance(*parts: object) -> Random:
    """A source of choices that depends on `parts` alone: the same on every machine."""
    return Random("/".join(map(str, parts)))  # noqa: S311  streets, not secrets
