"""1,000 addresses made from the city's layers by a script of its own, with typing noise: how many are found."""

import time
from math import hypot

from benchmarks.frame.bench import Bench
from benchmarks.frame.figures import median, percentile
from benchmarks.frame.rows import Goal, Measured, Row
from benchmarks.people import town
from benchmarks.people.typed import Typed, typed_addresses
from rules.city import City
from rules.geocoder import Geocoder, Places

COUNT, SEED = 1000, 20_261_123
NEAR_M = 30


def measure(bench: Bench) -> Measured:
    """The city's own geocoder on addresses that were written without it; the time is this program's own on one core."""
    city = town.compiled(bench)
    return judged(city, typed_addresses(town.folder(bench), COUNT, SEED))


def judged(city: City, asked: list[Typed]) -> Measured:
    """Ask each of them once."""
    assert city.grids is not None
    begin = time.process_time()
    geocoder = Geocoder(city.grids, city.gazetteer)
    made = (time.process_time() - begin) * 1000
    geocoder.find("1")
    spent: list[float] = []
    waited: list[float] = []
    wrong: list[tuple[Typed, Places]] = []
    unsure = 0
    by_kind: dict[str, list[int]] = {}
    for one in asked:
        begin, clock = time.thread_time(), time.perf_counter()
        found = geocoder.find(one.text)
        spent.append((time.thread_time() - begin) * 1000)
        waited.append((time.perf_counter() - clock) * 1000)
        is_right = bool(found.places) and away(city, found, one) <= NEAR_M
        by_kind.setdefault(one.kind, []).append(is_right)
        unsure += is_right and not found.sure
        if not is_right:
            wrong.append((one, found))
    silent = [one for one, found in wrong if found.sure]
    marked = 100.0 * (len(wrong) - len(silent)) / len(wrong) if wrong else 100.0
    kinds = ", ".join(f"{kind} {sum(right)}/{len(right)}" for kind, right in sorted(by_kind.items()))
    own = f"each, of its own core: median {median(spent):.2f} ms, p99 {percentile(spent, 0.99):.2f} ms"
    clock_words = f"by the clock: median {median(waited):.2f} ms, p95 {percentile(waited, 0.95):.2f} ms"
    notes = (
        kinds,
        f"{len(wrong)} wrong, of them {len(silent)} not marked; right but marked unsure: {unsure}",
        f"{own}; {clock_words}; the index {made:.0f} ms, once a version",
        *(f"not marked: {one.text} [{one.kind}]" for one in silent[:5]),
    )
    right = 100.0 * (len(asked) - len(wrong)) / len(asked)
    return Measured({"within 30 m": right, "wrong marked unsure": marked, "each p95": percentile(spent, 0.95)}, notes)


def away(city: City, found: Places, one: Typed) -> float:
    """Metres from the first place to the nearest point that the address names."""
    assert city.grids is not None
    x, y = city.grids.metres(found.places[0].lon, found.places[0].lat)
    places = (city.grids.metres(lon * 1e7, lat * 1e7) for lon, lat in one.at)
    return min(hypot(x - u, y - v) for u, v in places)


ROW = Row(
    "geocoder",
    "geocoder on 1,000 addresses from the city's layers, with typing noise",
    (
        Goal("within 30 m", 95, "%", at_least=True),
        Goal("wrong marked unsure", 99, "%", at_least=True),
        Goal("each p95", 5, "ms"),
    ),
    measure,
)
