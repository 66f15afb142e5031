"""What a place is: its standpoint, houses, shops, poles, trees and bins. The same number, the same street."""

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from server.simulator.painter import materials
from server.simulator.painter.camera import FAR_TO, Camera, camera
from server.simulator.painter.canvas import Colour
from server.simulator.painter.shot import chance

FAMILIES = [
    "陇海",
    "秦岭",
    "鑫源",
    "老王",
    "福满",
    "金水",
    "丹尼",
    "惠民",
    "天和",
    "永盛",
    "东升",
    "好又多",
    "小李",
    "万家",
    "广源",
    "豫香",
    "张记",
    "吉祥",
    "顺发",
    "百姓",
    "红星",
    "宏达",
    "阳光",
    "聚福",
    "大河",
    "中原",
]
TRADES = [
    "烟酒",
    "副食",
    "超市",
    "大药房",
    "烩面",
    "胡辣汤",
    "理发店",
    "五金",
    "水果",
    "熟食",
    "房产",
    "打印",
    "快餐",
    "牛肉面",
    "服装",
    "鞋店",
    "手机",
    "窗帘",
    "诊所",
    "茶叶",
    "早餐",
    "洗衣",
    "文具",
    "馒头",
    "干果",
    "粮油",
    "眼镜",
    "电动车",
    "修车",
    "美甲",
    "宠物",
    "蛋糕",
]
SIGNS: tuple[tuple[Colour, Colour], ...] = (
    ((168, 40, 36), (248, 228, 170)), ((30, 92, 60), (240, 240, 226)), ((26, 60, 120), (244, 244, 240)),
    ((196, 130, 28), (120, 22, 20)), ((226, 222, 212), (170, 36, 32)), ((54, 48, 46), (226, 190, 120)),
    ((120, 30, 34), (246, 240, 226)), ((36, 110, 124), (248, 248, 244)), ((212, 84, 34), (250, 246, 236)),
    ((228, 226, 220), (34, 100, 60)), ((84, 52, 34), (236, 214, 170)), ((70, 70, 74), (236, 236, 232)),
)  # fmt: skip
PLASTER: tuple[Colour, ...] = (
    (186, 178, 164), (170, 160, 150), (196, 186, 160), (158, 150, 142), (178, 150, 128), (206, 200, 190),
    (150, 118, 100), (168, 172, 172), (190, 168, 140), (140, 142, 146), (200, 180, 168), (176, 184, 176),
)  # fmt: skip


@dataclass(frozen=True)
class Shop:
    """A ground-floor unit from z to z; `kind` glass | open | shutter | blank."""

    z: tuple[float, float]
    kind: str
    name: str
    sign: tuple[Colour, Colour]
    seed: int


@dataclass(frozen=True)
class House:
    """One building along a side; metres."""

    z: tuple[float, float]
    floors: int
    colour: Colour
    windows: str
    shops: tuple[Shop, ...]
    seed: int

    @property
    def high(self) -> float:
        """Height of the roof."""
        return 4.3 + 3.1 * (self.floors - 1) + 0.7


@dataclass(frozen=True)
class Street:
    """All that stays where it is at a place."""

    number: int
    camera: Camera
    paving: int
    asphalt: int
    near: tuple[House, ...]
    across: tuple[House, ...]
    trees: tuple[tuple[float, float, int], ...]
    """x, z, which of the trees."""
    poles: tuple[tuple[float, float, str], ...]
    """x, z, kind lamp | power | sign."""
    bins: tuple[tuple[float, float], ...]
    parked: tuple[tuple[float, float, int], ...]
    """x, z, which car: across the road."""
    spot: tuple[float, float]
    """Where the matter lies: x, z."""


def _shops(random: Random, z: tuple[float, float], blank_at: float | None) -> tuple[Shop, ...]:
    shops, at = [], z[0]
    while at < z[1] - 2.4:
        to = min(at + random.uniform(3.1, 4.9), z[1])
        to = z[1] if z[1] - to < 2.4 else to
        blank = blank_at is not None and at <= blank_at < to
        kind = "blank" if blank else random.choices(("glass", "open", "shutter"), (5, 4, 3))[0]
        name = random.choice(FAMILIES) + random.choice(TRADES)
        shops.append(Shop((at, to), kind, name, random.choice(SIGNS), random.getrandbits(30)))
        at = to
    return tuple(shops)


def _row(random: Random, start: float, floors: tuple[int, int], blank_at: float | None) -> tuple[House, ...]:
    houses, at = [], start
    while at < FAR_TO:
        to = at + random.uniform(9, 19)
        shops = _shops(random, (at, to), blank_at)
        style = random.choice(("flats", "flats", "office", "cages"))
        houses.append(
            House((at, to), random.randint(*floors), random.choice(PLASTER), style, shops, random.getrandbits(30))
        )
        at = to + (random.uniform(1.5, 5) if random.random() < 0.35 else 0)
    return tuple(houses)


def _along(random: Random, start: float, step: tuple[float, float], end: float) -> list[float]:
    places, at = [], start
    while at < end:
        places.append(at)
        at += random.uniform(*step)
    return places


@lru_cache(maxsize=64)
def street(number: int) -> Street:
    """The street of this number."""
    random = chance("street", number)
    view = camera(random.randrange(4))
    side = view.side
    near = _row(random, random.uniform(-9, -2), (2, 7), random.uniform(5.2, 8.0))
    verge = view.kerb + side * 0.75
    gap = random.uniform(6.0, 8.5)
    trees = [] if random.random() < 0.15 else _along(random, gap, (6.0, 8.0), 62)
    poles = [(verge, z + 2.6, "lamp") for z in _along(random, gap, (18, 24), 60)]
    poles += [(verge - side * 0.1, random.uniform(9, 16), random.choice(("power", "sign")))]
    bin_z = random.uniform(8.5, 12)
    bins = tuple((view.near - side * 0.75, bin_z + n * 0.72) for n in range(random.randint(2, 4)))
    parked = [(view.far_kerb + side * 1.15, z, random.randrange(1 << 20)) for z in _along(random, 15, (5.6, 14), 48)]
    return Street(
        number=number,
        camera=view,
        paving=random.randrange(materials.PAVINGS),
        asphalt=random.randrange(2),
        near=near,
        across=_row(random, random.uniform(2, 8), (3, 6), None),
        trees=tuple((verge, z, random.randrange(5)) for z in trees),
        poles=tuple(poles),
        bins=bins,
        parked=tuple(parked),
        spot=(side * random.uniform(0.35, 1.2), random.uniform(5.0, 5.9)),
    )
