"""The colours of both themes by what they are for, and the arithmetic that holds them to their contrast."""

from __future__ import annotations

from dataclasses import dataclass, fields

GROUNDS = ("ground", "panel", "raised", "control", "hover", "sel", "unsent_bg")
"""The grounds that text may stand on."""

TEXTS = ("text", "text2", "text3", "accent", "over", "near", "ok", "paused", "returned", "unsent", "conflict")
"""The colours that text may have; each reaches a contrast of 4.5 on each of `GROUNDS`."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme; every value but `name` is a colour as #RRGGBB."""

    name: str
    ground: str
    panel: str
    raised: str
    control: str
    hover: str
    line: str
    edge: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_fill: str
    on_accent: str
    sel: str
    sel_line: str
    over: str
    over_fill: str
    over_edge: str
    near: str
    near_fill: str
    on_near: str
    ok: str
    paused: str
    returned: str
    unsent: str
    unsent_bg: str
    conflict: str
    map_bg: str
    map0: str
    map1: str
    map2: str
    map3: str
    map4: str
    map_line: str
    map_resp: str
    road: str
    road_edge: str
    road_text: str
    dist: str
    halo: str

    def colours(self) -> dict[str, str]:
        """Every colour by its name, as the style sheet wants them."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "name"}

    @property
    def map_steps(self) -> tuple[str, ...]:
        """The five steps of the choropleth: 0, 1, 2, 3 and 4 or more open cases."""
        return (self.map0, self.map1, self.map2, self.map3, self.map4)


DARK = Tokens(
    name="dark",
    ground="#15181B", panel="#1C2024", raised="#23282D", control="#2B3137", hover="#272D33",
    line="#343B42", edge="#7A858F",
    text="#E4E8EB", text2="#ABB4BC", text3="#99A3AC",
    accent="#6CB1EC", accent_fill="#1F5C92", on_accent="#FFFFFF", sel="#1D3A54", sel_line="#6CB1EC",
    over="#FF7B6E", over_fill="#C63A2F", over_edge="#FF7B6E",
    near="#F0B33C", near_fill="#F0B33C", on_near="#1A1400",
    ok="#86B8A0", paused="#9AA9B8", returned="#E3C9A0",
    unsent="#76C3D6", unsent_bg="#16323A", conflict="#CBA2FF",
    map_bg="#15181B", map0="#1F2428", map1="#293B46", map2="#305162", map3="#39687E", map4="#447F99",
    map_line="#171A1D", map_resp="#56616B", road="#48525B", road_edge="#101315", road_text="#D3D9DE",
    dist="#8E99A3", halo="#15181B",
)  # fmt: skip

LIGHT = Tokens(
    name="light",
    ground="#DFE3E6", panel="#F2F4F5", raised="#FAFBFC", control="#FFFFFF", hover="#E8ECEF",
    line="#C9D0D6", edge="#6C7882",
    text="#182027", text2="#46525C", text3="#55616B",
    accent="#135E9E", accent_fill="#135E9E", on_accent="#FFFFFF", sel="#CFE3F5", sel_line="#135E9E",
    over="#B0231A", over_fill="#C8352A", over_edge="#C8352A",
    near="#7A5200", near_fill="#E09B00", on_near="#1A1400",
    ok="#2F6B50", paused="#51606E", returned="#75520F",
    unsent="#14627A", unsent_bg="#D5E9EE", conflict="#5F35A8",
    map_bg="#E4E8EA", map0="#F0F2F3", map1="#D3E0E6", map2="#B4CCD7", map3="#90B3C3", map4="#6A99AF",
    map_line="#D3D9DD", map_resp="#9AA6AF", road="#FFFFFF", road_edge="#B9C2C9", road_text="#3A4650",
    dist="#5C6872", halo="#F2F4F5",
)  # fmt: skip

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB, 0 to 1 (WCAG 2.1)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
