"""Codes in a text: of a unit grid, a responsibility grid, a component; also with one digit wrong."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rules.gazetteer import Gazetteer
from rules.geocoder.answer import How, Kind
from rules.grid import Grids, measures

_CODE = re.compile(r"(?<![0-9a-z])(?=[a-z-]*\d)[0-9a-z][0-9a-z-]{6,23}(?![0-9a-z])")
_WRONG = 0.45
_MOST = 6


class Coded(NamedTuple):
    """A place by its code; 1e-7 degree."""

    kind: Kind
    code: str
    lon: int
    lat: int
    reach_m: float
    weight: float = 1.0
    how: tuple[How, ...] = ()


class CodeBook:
    """The codes of a city."""

    def __init__(self, grids: Grids, gazetteer: Gazetteer) -> None:
        self._grids, self._gazetteer = grids, gazetteer
        self._areas_m2 = grids.areas_m2
        self._duties = {duty.code.casefold(): n for n, duty in enumerate(grids.duties)}
        self._units = {code.casefold(): n for n, code in enumerate(grids.codes)}

    def read(self, text: str) -> list[Coded]:
        """What the codes of a text stand for; for one that the city does not have, those that differ by one digit."""
        found: list[Coded] = []
        for match in _CODE.finditer(text):
            exact = list(self._of(match[0]))
            found += exact or self._near(match[0])
        return found

    def _of(self, code: str) -> Iterator[Coded]:
        component = self._gazetteer.component(code.upper()) or self._gazetteer.component(code)
        if component is not None:
            yield Coded(Kind.COMPONENT, component.code, component.lon, component.lat, 10)
        if code in self._units:
            yield self._unit(self._units[code])
        if code in self._duties:
            yield self._duty(self._duties[code])

    def _unit(self, number: int) -> Coded:
        lon, lat = self._inside(number)
        reach = float(self._areas_m2[number]) ** 0.5 / 2
        return Coded(Kind.GRID, self._grids.codes[number], lon, lat, reach)

    def _inside(self, number: int) -> tuple[int, int]:
        """Its centre of gravity, or, in a bent one, a point well inside."""
        lon, lat = (round(value) for value in self._grids.centres[number].tolist())
        return (lon, lat) if self._grids.locate(lon, lat) == number else measures.inner_point(self._grids.rings(number))

    def _duty(self, number: int) -> Coded:
        own = (self._grids.duty == number).nonzero()[0]
        middle = self._grids.centres[own].mean(0)
        nearest = own[((self._grids.centres[own] - middle) ** 2).sum(1).argmin()]
        lon, lat = self._inside(int(nearest))
        reach = float(self._areas_m2[own].sum()) ** 0.5 / 2
        return Coded(Kind.GRID, self._grids.duties[number].code, lon, lat, reach)

    def _near(self, code: str) -> list[Coded]:
        near = [
            code[:n] + digit + code[n + 1 :] for n in range(len(code)) for digit in "0123456789" if digit != code[n]
        ]
        units = [self._unit(self._units[each]) for each in near if each in self._units][:_MOST]
        return [unit._replace(weight=_WRONG, how=(How.DIGIT,)) for unit in units]
