"""10,000 points within 5 m of borders of unit grids, pasted in three datums: does each come into its own grid?"""

from benchmarks.frame.bench import Bench
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.people import town
from benchmarks.people.pasted import pasted_points
from rules.city import City
from rules.geocoder import Geocoder

COUNT, SEED = 10_000, 20_261_124


def measure(bench: Bench) -> Measured:
    """The grid of each, against the polygons of the folder's own layer."""
    return judged(town.compiled(bench), pasted_points(town.folder(bench), COUNT, SEED))


def judged(city: City, points: list[tuple[str, str, frozenset[str]]]) -> Measured:
    """Each text with its datum, and the grids that it may lie in: two, where it lies on their very border."""
    assert city.grids is not None
    geocoder = Geocoder(city.grids, city.gazetteer)
    wrong = []
    for text, datum, grids in points:
        found = geocoder.find(text, datum)
        if not found.sure or found.places[0].unit_grid not in grids:
            wrong.append(f"{datum} {text}: {[place.unit_grid for place in found.places]}, expected {sorted(grids)}")
    each = {datum: sum(1 for _, name, _ in points if name == datum) for datum in ("wgs84", "gcj02", "bd09")}
    on_line = sum(len(grids) > 1 for _, _, grids in points)
    notes = (
        f"{each}; on a border itself, where either side is right: {on_line}",
        *wrong[:5],
    )
    return Measured({"wrong grid": len(wrong)}, notes)


ROW = Row(
    "borders", "10,000 points within 5 m of borders, three datums: wrong grid", (Goal("wrong grid", 0, ""),), measure
)
