"""`Gazetteer`: one version of a city's addresses, frozen; as bytes it is the same on every machine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rules.gazetteer.values import Components, Houses, Poi, Pois
from rules.grid import Plane
from rules.grid.codec import BadGrids, pack, unpack

FORMAT = 1
_HOUSES = ("street", "lane", "number", "tail")
_COMPONENTS = ("category", "owner", "keeper")
_LISTS = {"houses": ("streets", "lanes", "tails"), "components": ("codes", "categories", "owners", "keepers")}


class BadGazetteer(ValueError):
    """The bytes are no gazetteer of this version."""


class Component(NamedTuple):
    """One component, seen from a point: metres to it, codes, and where it stands."""

    metres: float
    code: str
    category: str
    owner: str
    keeper: str
    lon: int
    lat: int


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """All addresses of a city, measured in the same plane as its grids."""

    plane: Plane
    houses: Houses = field(default_factory=Houses)
    pois: Pois = field(default_factory=Pois)
    components: Components = field(default_factory=Components)

    def component_near(self, lon: int, lat: int, category: str, metres: float) -> Component | None:
        """The nearest component of a class ("component-01-02", or a beginning of it) so near to a point, or None."""
        which = self._of(category)
        if not len(which):
            return None
        away = self._flat[which] - np.array(self.plane.metres(lon, lat))
        far = np.sqrt((away**2).sum(1))
        nearest = int(far.argmin())
        return self._component(int(which[nearest]), float(far[nearest])) if far[nearest] <= metres else None

    def component(self, code: str) -> Component | None:
        """A component by its code."""
        number = self._by_code.get(code)
        return None if number is None else self._component(number, 0.0)

    def encode(self) -> bytes:
        """The gazetteer as bytes."""
        houses, components = self.houses, self.components
        arrays = {
            "house_xy": houses.xy,
            **{f"house_{name}": getattr(houses, name) for name in _HOUSES},
            "poi_xy": self.pois.xy,
            "component_xy": components.xy,
            **{f"component_{name}": getattr(components, name) for name in _COMPONENTS},
        }
        names = {part: {name: list(getattr(getattr(self, part), name)) for name in _LISTS[part]} for part in _LISTS}
        plane = [self.plane.lon, self.plane.lat, self.plane.nm_lon, self.plane.nm_lat]
        pois = [list(poi) for poi in self.pois.named]
        return pack(arrays, names | {"format": FORMAT, "plane": plane, "pois": pois})

    @classmethod
    def decode(cls, data: bytes) -> "Gazetteer":
        """Read what `encode` wrote.

        Raises:
            BadGazetteer: the bytes are damaged or of another version.
        """
        try:
            arrays, names = unpack(data)
            if names["format"] != FORMAT:
                raise BadGazetteer(f"format {names['format']}, expected {FORMAT}")
            return cls(**_parts(arrays, names))
        except (BadGrids, KeyError, TypeError) as error:
            raise BadGazetteer(str(error)) from error

    def _component(self, number: int, metres: float) -> Component:
        table = self.components
        lon, lat = table.xy[number].tolist()
        category = table.categories[table.category[number]]
        owner, keeper = table.owners[table.owner[number]], table.keepers[table.keeper[number]]
        return Component(metres, table.codes[number], category, owner, keeper, lon, lat)

    def _of(self, category: str) -> npt.NDArray[np.int64]:
        table = self.components
        fits = [n for n, name in enumerate(table.categories) if name.startswith(category)]
        return np.flatnonzero(np.isin(table.category, fits)) if category else np.zeros(0, np.int64)

    @cached_property
    def _flat(self) -> npt.NDArray[np.float64]:
        return self.plane.flat(self.components.xy.astype(np.int64))

    @cached_property
    def _by_code(self) -> dict[str, int]:
        return {code: number for number, code in enumerate(self.components.codes)}


def _parts(arrays: Mapping[str, npt.NDArray[Any]], names: Mapping[str, Any]) -> dict[str, Any]:
    lists: dict[str, Any] = {part: {name: tuple(names[part][name]) for name in _LISTS[part]} for part in _LISTS}
    houses: dict[str, Any] = {name: arrays[f"house_{name}"] for name in _HOUSES}
    components: dict[str, Any] = {name: arrays[f"component_{name}"] for name in _COMPONENTS}
    return {
        "plane": Plane(*names["plane"]),
        "houses": Houses(xy=arrays["house_xy"], **houses, **lists["houses"]),
        "pois": Pois(arrays["poi_xy"], tuple(Poi(*row) for row in names["pois"])),
        "components": Components(xy=arrays["component_xy"], **components, **lists["components"]),
    }
