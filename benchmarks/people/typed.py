"""Addresses as somebody types them, made from the layers of a city with a seed. It uses nothing of the geocoder.

Each is written as the city would, then spoilt: a missing 路, homophones, one wrong character, full-width digits,
blanks, words before and behind. A fault that happens to make another name of this city is not avoided.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pypinyin import Style, pinyin
from pypinyin.constants import PINYIN_DICT

from benchmarks.people.layers import Degrees, Layers, midway, moved, read_layers

WINDS = {
    "东": (1, 0), "南": (0, -1), "西": (-1, 0), "北": (0, 1),
    "东北": (0.7071, 0.7071), "东南": (0.7071, -0.7071), "西北": (-0.7071, 0.7071), "西南": (-0.7071, -0.7071),
}  # fmt: skip
JOINS = ("与", "和", "、", "跟", "与")
JUNCTIONS = ("交叉口", "路口", "交会处", "交叉口", "口", "")
BEHIND = ("附近", "门口", "旁边", "对面", "", "", "有一井盖松动", "附近有人占道经营", "，垃圾没人清", "左右")
NUMERALS = "零一二三四五六七八九十"
# characters that are common in Chinese, so that a wrong one is a likely one
COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    "定行学法所民得经三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由"
    "其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问"
    "意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图"
    "山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海"
    "口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至"
    "达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低"
    "持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值"
    "号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁"
    "价严龙飞"
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A text, the points (degrees) that it names, and what kind of address it is."""

    text: str
    at: tuple[Degrees, ...]
    kind: str


def typed_addresses(folder: Path, count: int, seed: int) -> list[Typed]:
    """So many addresses, the same for one seed."""
    typist = _Typist(read_layers(folder), Random(seed))
    return [typist.one() for _ in range(count)]


class _Typist:
    def __init__(self, layers: Layers, random: Random) -> None:
        self._layers, self._random = layers, random
        self._crossings = sorted(layers.crossings)
        self._houses = sorted(layers.houses)
        self._pois = sorted(name for name, at in layers.pois.items() if len(at) == 1)
        self._meets: dict[str, list[str]] = defaultdict(list)
        for one, other in self._crossings:
            self._meets[one].append(other)
            self._meets[other].append(one)
        self._long = sorted(name for name, others in self._meets.items() if len(others) > 1)
        self._sounds = _homophones()

    def one(self) -> Typed:
        """One address of a kind that comes as often as here."""
        kinds: list[tuple[int, Callable[[], Typed]]] = [
            (38, self._crossing),
            (27, self._house),
            (15, self._poi),
            (8, self._section),
            (6, self._code),
            (6, self._english),
        ]
        made = self._random.choices([make for _, make in kinds], [often for often, _ in kinds])[0]
        return made()

    def _crossing(self) -> Typed:
        pair = self._random.choice(self._crossings)
        points = self._layers.crossings[pair]
        one, other = self._random.sample(pair, 2)
        move, east, north = self._move()
        joined = f"{self._road(one)}{self._random.choice(JOINS)}{self._road(other)}"
        text = f"{self._before(points[0])}{joined}{self._random.choice(JUNCTIONS)}{move}"
        return self._typed(text, [moved(at, east, north) for at in points], "crossing")

    def _house(self) -> Typed:
        key = self._random.choice(self._houses)
        road, lane, number = key
        if self._random.random() < 0.3 and lane and lane[0] in NUMERALS:
            lane = f"{NUMERALS.index(lane[0])}{lane[1:]}"
        digits, _, annex = number.partition("附")
        said = f"{digits}号" + (f"附{annex}" if annex else "")
        return self._typed(f"{self._road(road)}{lane}{said}", self._layers.houses[key], "lane" if lane else "house")

    def _poi(self) -> Typed:
        name = self._random.choice(self._pois)
        move, east, north = self._move() if self._random.random() < 0.4 else ("", 0.0, 0.0)
        at = [moved(point, east, north) for point in self._layers.pois[name]]
        return self._typed(f"{self._spoilt(name)}{move}", at, "poi")

    def _section(self) -> Typed:
        road = self._random.choice(self._long)
        one, other = self._random.sample(self._meets[road], 2)
        ends = [(a, b) for a in self._points(road, one) for b in self._points(road, other)]
        form = self._random.choice(
            ["{r}（{a}至{b}）", "{r}{a}至{b}段", "{r}({a}-{b})", "{r}从{a}到{b}路段", "{r}（{a}和{b}之间）"]
        )
        text = form.format(r=self._road(road), a=self._road(one), b=self._road(other))
        return self._typed(text, [midway(self._layers.lines[road], a, b) for a, b in ends], "section")

    def _code(self) -> Typed:
        code, at, _ = self._random.choice(self._layers.grids)
        text = self._random.choice(["网格{0}", "{0}", "单元网格 {0} 内", "编号{0}"]).format(code)
        return self._typed(text, [at], "grid code")

    def _english(self) -> Typed:
        pair = self._random.choice(self._crossings)
        one, other = (self._layers.english[name] for name in pair)
        form = self._random.choice(
            ["{0} and {1}", "crossing of {0} and {1}", "{0} / {1}", "{0} & {1}, near the corner"]
        )
        return self._typed(form.format(one, other), self._layers.crossings[pair], "English")

    # -- parts -----------------------------------------------------------------------------------------------------

    def _points(self, one: str, other: str) -> list[Degrees]:
        return self._layers.crossings.get((one, other)) or self._layers.crossings[other, one]

    def _move(self) -> tuple[str, float, float]:
        if self._random.random() < 0.35:
            return "", 0.0, 0.0
        wind = self._random.choice(sorted(WINDS))
        metres = self._random.choice([5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 120, 150, 200])
        form = self._random.choice(
            ["{w}{m}米", "向{w}{m}米", "往{w}{m}米处", "{w}侧约{m}米", "{w}边{m}m", "以{w}{m}米", "{w} {m} 米"]
        )
        said = str(metres) if self._random.random() < 0.85 else _numeral(metres)
        return form.format(w=wind, m=said), WINDS[wind][0] * metres, WINDS[wind][1] * metres

    def _before(self, at: Degrees) -> str:
        """Now and then the district goes before it: the one that it lies in."""
        if self._random.random() > 0.15:
            return ""
        nearest = min(self._layers.grids[::7], key=lambda grid: (grid[1][0] - at[0]) ** 2 + (grid[1][1] - at[1]) ** 2)
        near = [
            grid for grid in self._layers.grids if abs(grid[1][0] - at[0]) < 0.003 and abs(grid[1][1] - at[1]) < 0.003
        ]
        districts = {grid[2] for grid in near} or {nearest[2]}
        return f"郑州市{self._layers.districts[districts.pop()]}" if len(districts) == 1 else "郑州市"

    def _road(self, name: str) -> str:
        """A road's name with at most one fault."""
        if self._random.random() < 0.12 and len(name) > 2 and name[-1] in "路街":
            return name[:-1]
        return self._spoilt(name)

    def _spoilt(self, name: str) -> str:
        draw, place = self._random.random(), self._random.randrange(max(1, len(name) - 1))
        if draw < 0.12:
            others = self._sounds.get(_sound(name[place]), "")
            return name[:place] + self._random.choice(others or name[place]) + name[place + 1 :]
        if draw < 0.17:
            return name[:place] + self._random.choice(COMMON) + name[place + 1 :]
        return name

    def _typed(self, text: str, at: list[Degrees], kind: str) -> Typed:
        text += self._random.choice(BEHIND) if kind not in {"English", "grid code"} else ""
        if self._random.random() < 0.15:
            text = "".join(chr(ord(char) + 0xFEE0) if char.isdecimal() and char.isascii() else char for char in text)
        if self._random.random() < 0.1 and kind != "grid code":
            place = self._random.randrange(len(text))
            text = f"{text[:place]} {text[place:]}"
        return Typed(text, tuple(at), kind)


def _sound(char: str) -> str:
    return str(pinyin(char, Style.NORMAL)[0][0])


def _homophones() -> dict[str, str]:
    found: dict[str, str] = defaultdict(str)
    for char in COMMON:
        if ord(char) in PINYIN_DICT:
            found[_sound(char)] += char
    return found


def _numeral(number: int) -> str:
    """20 → 二十, 150 → 一百五十."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{NUMERALS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else NUMERALS[tens]) + "十"
    return text + (NUMERALS[ones] if ones else "")
