"""Cutting faces again and again, the heaviest first, until there are as many as asked: quarters first, then blocks."""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from server.city.demo.chance import Chance
from server.city.demo.cutting import Cutter, unit_vector
from server.city.demo.mesh import Mesh

_CORE = 60_000_000_000_000  # mm²: how fast the blocks grow with the distance from the centre
_BENDS = (0, 0, 0, 30, -30, 55, -55)  # per mille of the cut's length: four of seven cuts are bent
_TRIES = 40
_LIKE_STREETS = 10  # tries in the direction of the streets around; after them the cut may stand anyhow


class Blocks:
    """Divides faces of one mesh. Each face remembers the direction of the streets around it."""

    def __init__(self, mesh: Mesh, centre: tuple[int, int], chance: Chance) -> None:
        self._mesh, self._centre, self._chance = mesh, centre, chance
        self._along: dict[int, tuple[int, int]] = {}
        self.cuts: list[tuple[int, list[int]]] = []  # twice the area (mm²) of the face that was cut, and the path

    def weight(self, face: int) -> int:
        """How much a face asks to be cut: its area, more in the middle of the city."""
        x, y = self._mesh.middle(face)
        far = (x - self._centre[0]) ** 2 + (y - self._centre[1]) ** 2
        return self._mesh.area2(self._mesh.rings[face]) * _CORE // (_CORE + far)

    def divide(
        self, faces: Iterable[int], count: int, cutter: Cutter, parent: dict[int, int] | None = None
    ) -> list[int]:
        """Cut until there are `count` faces; `parent` learns which of the given faces each new one comes from.

        Raises:
            ValueError: the faces cannot be cut that often by the rules.
        """
        heap = [(-self.weight(face), face) for face in faces]
        heapify(heap)
        done: list[int] = []
        while len(heap) + len(done) < count:
            if not heap:
                raise ValueError(f"{len(done)} faces, asked for {count}: no further cut is allowed")
            _, face = heappop(heap)
            new = self._cut(face, cutter)
            if new is None:
                done.append(face)
                continue
            if parent is not None:
                parent[new] = parent[face]
            for part in (face, new):
                heappush(heap, (-self.weight(part), part))
        return [*done, *(face for _, face in heap)]

    def _cut(self, face: int, cutter: Cutter) -> int | None:
        area = self._mesh.area2(self._mesh.rings[face])
        along = self._direction(face)
        for attempt in range(_TRIES):
            free = attempt >= _LIKE_STREETS
            where = self._chance.between(350, 650) if free else self._chance.between(430, 570)
            found = cutter.cut(face, self._normal(face, along, attempt), where, 0 if free else self._bend())
            if found is not None:
                self._along[found[0]] = along
                self.cuts.append((area, found[1]))
                return found[0]
        return None

    def _bend(self) -> int:
        return _BENDS[self._chance.below(len(_BENDS))]

    def _direction(self, face: int) -> tuple[int, int]:
        if face not in self._along:
            self._along[face] = self._longest(face)
        return self._along[face]

    def _longest(self, face: int) -> tuple[int, int]:
        mesh, ring = self._mesh, self._mesh.rings[face]
        sides = [(mesh.x[b] - mesh.x[a], mesh.y[b] - mesh.y[a]) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)]
        return unit_vector(*max(sides, key=lambda side: side[0] ** 2 + side[1] ** 2))

    def _normal(self, face: int, along: tuple[int, int], attempt: int) -> tuple[int, int]:
        """Cut across the longer extent, every other try across the other one; a little askew, in the end much."""
        mesh, ring, (ux, uy) = self._mesh, self._mesh.rings[face], along
        lengths = [mesh.x[v] * ux + mesh.y[v] * uy for v in ring]
        widths = [mesh.y[v] * ux - mesh.x[v] * uy for v in ring]
        lengthwise = max(lengths) - min(lengths) >= max(widths) - min(widths)
        if (attempt % 4 == 3) == lengthwise:
            ux, uy = -uy, ux
        most = 90 if attempt < _LIKE_STREETS else 700
        askew = self._chance.between(-most, most)
        return ux - uy * askew // 1000, uy + ux * askew // 1000
