"""What a geocoder answers: places with a confidence, and how each of them was understood."""

from dataclasses import dataclass
from enum import StrEnum

SURE = 80  # per cent: from here on a place may be taken without asking, when it is the only one
CLEAR = 8  # per cent that the next place must stay behind
REACH_M = 50  # a place known less exactly than that is never sure; but for a unit grid by its code
SAME_M = 30  # places nearer to each other are one


class Kind(StrEnum):
    """What an address names."""

    COORDINATES = "coordinates"
    GRID = "grid"
    COMPONENT = "component"
    CROSSING = "crossing"
    HOUSE = "house"
    LANE = "lane"
    POI = "poi"
    SECTION = "section"
    ROAD = "road"
    AREA = "area"


class How(StrEnum):
    """What of an address was not as the city writes it, or is not exact."""

    SHORT = "short"  # a name without its 路 or 街
    SOUND = "sound"  # written otherwise, sounds the same
    LETTER = "letter"  # one character is another one, is missing or too much
    KIND = "kind"  # 街 for 路, and the like
    ALIKE = "alike"  # a name that only resembles
    SEVERAL = "several"  # more than one place bears this name
    BETWEEN = "between"  # the number is not known: it lies between two that are
    NO_TAIL = "no_tail"  # the number is known, its annex is not
    NO_NUMBER = "no_number"  # the lane or road as a whole
    NO_METRES = "no_metres"  # a direction without metres
    BESIDE = "beside"  # 附近, 旁边: near it
    OPPOSITE = "opposite"  # 对面: across the road
    ELSEWHERE = "elsewhere"  # not in the district or street that was named with it
    DATUM = "datum"  # no datum was named: this is what it is if it was this one
    COARSE = "coarse"  # coordinates with few digits
    OUTSIDE = "outside"  # outside every grid of the city
    DIGIT = "digit"  # a code with one digit otherwise


@dataclass(frozen=True, slots=True)
class Place:
    """One place that an address may mean; lon, lat in 1e-7 degree CGCS2000.

    `confidence` in per cent; `reach_m`: how far off the true place may be; `datum` of coordinates that were given, else
    ""; codes are "" outside every grid.
    """

    kind: Kind
    lon: int
    lat: int
    confidence: int
    reach_m: int
    name: str
    name_en: str
    how: tuple[How, ...] = ()
    datum: str = ""
    unit_grid: str = ""
    duty_grid: str = ""
    district: str = ""
    street: str = ""
    community: str = ""

    def text(self, language: str) -> str:
        """The place in words; any language but zh_CN gives the English form."""
        return self.name if language == "zh_CN" else self.name_en or self.name


@dataclass(frozen=True, slots=True)
class Places:
    """All places that an address may mean, the likeliest first; `sure` = the first may be taken without asking."""

    places: tuple[Place, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether there is one place that stands out, and it is known exactly enough."""
        if not self.places:
            return False
        first, *rest = self.places
        clear = not rest or first.confidence - rest[0].confidence >= CLEAR
        exact = first.reach_m <= REACH_M or (first.kind is Kind.GRID and first.name == first.unit_grid)
        return clear and exact and first.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Written:
    """The address of a point, in both languages; `metres` from what it names."""

    kind: Kind
    metres: int
    name: str
    name_en: str

    def text(self, language: str) -> str:
        """The address; any language but zh_CN gives the English form."""
        return self.name if language == "zh_CN" else self.name_en or self.name
