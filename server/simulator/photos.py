"""Photos of deeds: painted for themselves while there is time, from a bounded pool at high speed.

The pool holds so many scenes in both states; a photo from it carries the right instant and point beside its bytes (in
the command), while the bytes themselves keep those of their painting.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rules.case import Case
from server.simulator.chance import Chance
from server.simulator.figures import Figures
from server.simulator.plan import Picture

CELL = 5_000  # 1e-7 degree, some 50 m: points of one cell show one scene
DEGREE_M = 90.0  # 1e-7 degree x this = 1 m, roughly, both ways
OLD_MS = 5 * 24 * 3_600_000
BEFORE_MS = 40_000  # a photo is taken some seconds before it is sent
POOLED_MEGAPIXELS = 1.0
MARKS = [[320, 420, 260, 240]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be painted; the fields of the painter's `Shot`."""

    place: int
    matter: str
    solved: bool
    taken_at: int
    lon: int
    lat: int
    megapixels: float
    trick: str
    seed: int
    source_at: int = 0


class Camera:
    """`paint` makes the JPEG, `keep` hands it to the server and says its sha256. `pooled`: few photos for all."""

    def __init__(
        self,
        figures: Figures,
        chance: Chance,
        paint: Callable[[Wanted], bytes],
        keep: Callable[[bytes], str],
        *,
        pooled: bool,
    ) -> None:
        self._figures, self._chance, self._paint, self._keep, self._pooled = figures, chance, paint, keep, pooled
        self._pool: dict[Wanted, tuple[str, int]] = {}
        self._pictures = {matter.category: matter.picture for matter in figures.matters}
        self.painted = 0

    def take(self, case: Case, picture: Picture, at: int, *name: object) -> dict[str, Any]:
        """A photo as a command's body names it, taken for a deed at an instant (ms UTC)."""
        if picture.kind == "marked" and case.photos:
            last = case.photos[-1]
            return {"sha256": last.sha256, "kind": "marked", "of": last.sha256, "marks": MARKS, "size": last.size}
        lon, lat = self._point(case, picture, *name)
        taken_at = case.reported_at - OLD_MS if picture.trick == "old" and case.reported_at else at - BEFORE_MS
        sha256, size = self._photo(case, picture, taken_at, (lon, lat), *name)
        told = {"sha256": sha256, "kind": picture.kind, "mime": "image/jpeg", "size": size}
        return told | {"taken_at": max(taken_at, 0), "lon": lon, "lat": lat}

    def _photo(
        self, case: Case, picture: Picture, taken_at: int, point: tuple[int, int], *name: object
    ) -> tuple[str, int]:
        place = place_of(case)
        matter = self._pictures.get(case.category) or (
            "manhole" if case.category.startswith("component-01") else "plain"
        )
        sizes = self._figures.photos.megapixels
        megapixels = self._chance.one(sizes, "megapixels", case.reported_by or case.id)
        if self._pooled:
            return self._from_pool(place, matter, solved=picture.solved)
        own = () if picture.trick or picture.kind == "overview" else name  # a false one re-uses that of the report
        seed = int.from_bytes(self._chance.noise("shot", case.id, *own, size=4), "big")
        source_at = max(case.reported_at - BEFORE_MS, 0) if picture.trick else 0
        said = (place, matter, picture.solved, taken_at, *point, megapixels, picture.trick, seed, source_at)
        return self._made(Wanted(*said))

    def _from_pool(self, place: int, matter: str, *, solved: bool) -> tuple[str, int]:
        places = max(1, self._figures.photos.pool // (2 * len(set(self._pictures.values()))))
        wanted = Wanted(place % places, matter, solved, 0, 0, 0, POOLED_MEGAPIXELS, "", 0)
        if wanted not in self._pool:
            self._pool[wanted] = self._made(wanted)
        return self._pool[wanted]

    def _made(self, wanted: Wanted) -> tuple[str, int]:
        photo = self._paint(wanted)
        self.painted += 1
        return self._keep(photo), len(photo)

    def _point(self, case: Case, picture: Picture, *name: object) -> tuple[int, int]:
        away = 400.0 if picture.trick == "other_place" else 12.0
        shift = (round(away * DEGREE_M * (2 * self._chance.unit(axis, case.id, *name) - 1)) for axis in ("x", "y"))
        return case.lon + next(shift), case.lat + next(shift)


def place_of(case: Case) -> int:
    """The number of the scene at a case's point: the same for all cases there."""
    return (case.lon // CELL) * 1_000_003 + case.lat // CELL
