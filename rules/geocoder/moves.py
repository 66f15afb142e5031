"""What follows the name of a place: the kind of crossing, "nearby", and a way from it as direction and metres."""

import re
from dataclasses import dataclass

from rules.geocoder.answer import How
from rules.geocoder.clean import NUMBER, number_of

Metres = tuple[float, float]
Wind = tuple[int, int]  # signs east, north
WINDS: dict[str, Wind] = {
    "东北": (1, 1), "东南": (1, -1), "西北": (-1, 1), "西南": (-1, -1),
    "东": (1, 0), "南": (0, -1), "西": (-1, 0), "北": (0, 1),
    "northeast": (1, 1), "southeast": (1, -1), "northwest": (-1, 1), "southwest": (-1, -1),
    "north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0),
    "ne": (1, 1), "se": (1, -1), "nw": (-1, 1), "sw": (-1, -1), "n": (0, 1), "s": (0, -1), "e": (1, 0), "w": (-1, 0),
}  # fmt: skip
_HAN = "|".join(list(WINDS)[:8])
_LATIN = "|".join(list(WINDS)[8:])
_METRE = r"(?:多|余|来)?(?:米|公尺|metres?|meters?|m(?![a-z])|m(?=(?:" + _LATIN + r")(?![a-z])))"
JUNCTION = (
    r"(?:交叉路口|十字路口|丁字路口|三岔路口|交叉口|交会处|交汇处|交汇口|交叉处|相交处"
    r"|路口|交口|街口|道口|口|crossing|intersection|junction)"
)
_FILL = r"(?:[,，、的:()]|再|正|往|向|朝|以|约|大约|大概|偏|由此|处)*"
_NEAR = r"(?P<near>附近|旁边|门口|门前|门外|旁|边上|周边|一带|前面|后面|里面|院内|楼下|左右|这里|那里|这边|那边|near)?"
_ACROSS = r"(?P<across>对面|对过|斜对面|opposite)?"
_MOVE = re.compile(
    rf"(?P<junction>{JUNCTION})?{_FILL}{_ACROSS}{_NEAR}{_FILL}"
    rf"(?:(?P<wind>{_HAN})(?:侧|边|面|向|方向|方|行|走|去|约|大约|大概|距离|距|处)*(?:(?P<m>{NUMBER}){_METRE}|(?P<corner>角)|(?!\w*路))"
    rf"|(?P<m2>{NUMBER}){_METRE}(?:处|远)?(?:往|向|偏|以|的|to(?:the)?|,)*(?P<wind2>{_HAN}|(?:{_LATIN})(?![a-z])))?"
)
_BEFORE = re.compile(rf"(?P<m>\d{{1,4}})(?:metres?|meters?|m)(?P<wind>{_LATIN})of(?:the)?{JUNCTION}?(?:of)?$")
_DIAGONAL = 0.70710678
_CORNER_M = 20
_FARTHEST_M = 3000
_SECTOR = 0.2  # of the metres: a direction in words is one of eight


@dataclass(frozen=True, slots=True)
class Move:
    """The way from a named point; `length` characters say it. `junction`: a crossing was spoken of."""

    wind: Wind = (0, 0)
    metres: int = 0
    junction: bool = False
    how: tuple[How, ...] = ()
    length: int = 0

    def apply(self, at: Metres) -> Metres:
        """The point at its end."""
        step = self.metres * (_DIAGONAL if self.wind[0] and self.wind[1] else 1.0)
        return at[0] + self.wind[0] * step, at[1] + self.wind[1] * step

    @property
    def reach_m(self) -> float:
        """How far off its end may be."""
        loose = 25.0 if How.OPPOSITE in self.how else 40.0 if How.NO_METRES in self.how else 0.0
        return self.metres * _SECTOR + loose

    @property
    def weight(self) -> float:
        """What it leaves of the weight of a name."""
        return 0.75 if How.NO_METRES in self.how else 1.0


def read_move(text: str, start: int, before: int) -> Move:
    """What a text says from `start` on, or, in English order, before `before`."""
    found = _MOVE.match(text, start)
    if found is None:
        return Move()
    wind, said = found["wind"] or found["wind2"], found["m"] or found["m2"]
    if not wind and (ahead := _BEFORE.search(text[:before])):
        return Move(WINDS[ahead["wind"]], _metres(ahead["m"]), bool(found["junction"]), (), len(found[0]))
    how = ((How.OPPOSITE,) if found["across"] else ()) + ((How.BESIDE,) if found["near"] else ())
    metres = _metres(said) if said else _CORNER_M if found["corner"] else 0
    if wind and not metres:
        return Move((0, 0), 0, bool(found["junction"]), (*how, How.NO_METRES), len(found[0]))
    return Move(WINDS[wind] if wind else (0, 0), metres, bool(found["junction"]), how, len(found[0]))


def _metres(said: str) -> int:
    return min(max(number_of(said), 0), _FARTHEST_M)


def in_words(wind: Wind, metres: int) -> tuple[str, str]:
    """ "南 20 米" and ", 20 m S"; both empty for no way at all."""
    if not metres or wind == (0, 0):
        return "", ""
    names = [name for name, signs in WINDS.items() if signs == wind]
    return f"{names[0]} {metres} 米", f", {metres} m {names[-1].upper()}"
