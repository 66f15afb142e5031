"""Light and weather: what the hour and the day do to the colours of a scene."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from PIL import Image, ImageChops

from server.simulator.painter.canvas import SKY
from server.simulator.painter.rain import wet
from server.simulator.painter.scene import Scene
from server.simulator.painter.shadows import lamplight, sunshine
from server.simulator.painter.shot import chance
from server.simulator.painter.street import Street

HOURS = (0, 4.8, 5.8, 6.8, 8.5, 12, 15.5, 17.2, 18.3, 19.3, 20.2, 24)
REDS = (0.2, 0.2, 0.42, 1.06, 1.22, 1.25, 1.25, 1.24, 0.72, 0.28, 0.2, 0.2)
GREENS = (0.21, 0.21, 0.46, 0.96, 1.17, 1.24, 1.20, 1.04, 0.58, 0.28, 0.21, 0.21)
BLUES = (0.27, 0.27, 0.60, 0.86, 1.12, 1.22, 1.12, 0.84, 0.64, 0.36, 0.27, 0.27)
LAMPS = (1, 1, 0.8, 0, 0, 0, 0, 0, 0.7, 1, 1, 1)
SHADOWS = (0, 0, 0, 0.5, 0.9, 1, 0.9, 0.6, 0, 0, 0, 0)
DIMS = {"clear": 1.0, "overcast": 0.9, "haze": 0.96, "rain": 0.78}
AIR = {"clear": (0.10, 0.0), "overcast": (0.24, 0.82), "haze": (0.72, 0.96), "rain": (0.5, 0.9)}
"""Share of the air before what is far, and before the sky."""


@dataclass(frozen=True)
class Light:
    """Gain of each colour, how strongly lamps burn and shadows fall (0 … 1), the local hour, the weather."""

    gains: tuple[float, float, float]
    lamps: float
    shadows: float
    hour: float
    weather: str

    @property
    def night(self) -> bool:
        """Whether the lamps do most of the lighting."""
        return self.lamps > 0.5


def light_at(when: datetime, weather: str) -> Light:
    """The light of a local moment; weather "" = that of the day."""
    hour = when.hour + when.minute / 60
    sky = weather or _weather_of(when.date().isoformat())
    red, green, blue, lamps, shadows = (
        float(np.interp(hour, HOURS, row)) for row in (REDS, GREENS, BLUES, LAMPS, SHADOWS)
    )
    if sky != "clear":
        grey = (red + green + blue) / 3
        red, green, blue = ((0.35 * band + 0.65 * grey) * DIMS[sky] for band in (red, green, blue))
    return Light((red, green, blue * 1.02), lamps, shadows if sky == "clear" else 0.0, hour, sky)


def _weather_of(day: str) -> str:
    return chance("weather", day).choices(("clear", "overcast", "haze", "rain"), (46, 29, 16, 9))[0]


def curve(gain: float, soft: float) -> list[int]:
    """256 values of one colour under a gain: a soft shoulder at the top, room for the noise at both ends."""
    values = np.arange(256) / 255 * gain
    inside = np.minimum(values, 1)
    shaped = values * (1 - soft) + soft * (3 * inside**2 - 2 * inside**3)
    shaped = np.where(shaped > 0.75, 0.75 + 0.25 * np.tanh((shaped - 0.75) / 0.25), shaped)
    return [int(v) for v in np.rint(13 + 228 * np.clip(shaped, 0, 1))]


def lighten(cut: Image.Image, box: tuple[int, int, int, int], what: tuple[Street, Scene], light: Light) -> Image.Image:
    """The cut (four bands) of the scene at `box` in this light, as RGB."""
    street, scene = what
    red, green, blue, glow = cut.split()
    picture = Image.merge("RGB", (red, green, blue))
    if light.night:
        dark = ImageChops.multiply(picture, lamplight(street).crop(box))
        picture = Image.composite(picture, dark, glow)
    elif light.shadows > 0.2:
        mask = sunshine(street, light.hour < 12).crop(box)
        picture.paste((44, 48, 60), (0, 0), mask.point([int(v * light.shadows * 0.5) for v in range(256)]))
    if light.weather == "rain":
        wet(picture, round(street.camera.horizon) - box[1])
    if light.weather != "clear":
        _haze(picture, scene.air.crop(box), glow, light)
    gains = tuple(0.75 + 1.9 * gain for gain in light.gains) if light.night else light.gains
    return picture.point([value for gain in gains for value in curve(gain, 0.4)])


def _haze(picture: Image.Image, air: Image.Image, glow: Image.Image, light: Light) -> None:
    """Whiten what is far, and most of all the open sky, which its glow tells."""
    far, sky = AIR[light.weather]
    open_sky = glow.point([int(255 * sky) if v == SKY else 0 for v in range(256)])
    thick = ImageChops.lighter(air.point([int(v * far) for v in range(256)]), open_sky)
    picture.paste((52, 50, 52) if light.night else (204, 207, 210), (0, 0), thick)
